"""Before the first winner is told, a person sees everyone and types their number; and the stop (P10)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from competition.draw.ranking import RESERVE
from competition.rules.errors import RuleError
from competition.rules.masking import mask_address, mask_name
from competition.services import facts
from competition.services.awards import chain
from competition.services.instance import Instance
from competition.store import awards, stops
from competition.store.models import AwardRelease, Competition, MailStop
from competition.store.types import CompetitionId


@dataclass(frozen=True, slots=True)
class RecipientView:
    """One who will be written to, masked."""

    unit: int
    prize: str
    name: str
    address: str
    ticket: str
    reserve: int | None


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """What an admin looks at before the first notices go."""

    slug: str
    title: str
    recipients: tuple[RecipientView, ...]
    released: bool


def preview(session: Session, slug: str, *, instance: Instance) -> ReleaseView:
    """Everyone whom the first batch would go to. Raises RuleError where nothing was drawn."""
    competition = facts.public(session, slug)
    on = chain.required(session, competition, instance=instance)
    return ReleaseView(
        slug=slug,
        title=competition.title,
        recipients=tuple(_recipients(session, on)),
        released=awards.release(session, competition.id, on.draw.draw) is not None,
    )


def _recipients(session: Session, on: chain.Stage) -> list[RecipientView]:
    people = awards.entries_of(session, on.competition.id, on.draw.draw)
    found = []
    for award in awards.of_draw(session, on.competition.id, on.draw.draw):
        entry = people[award.ticket]
        if award.state == "drawn" and entry.address:
            found.append(
                RecipientView(
                    unit=award.unit,
                    prize=on.prize(award.unit).title,
                    name=mask_name(entry.name or "") or "–",
                    address=mask_address(entry.address),
                    ticket=award.ticket,
                    reserve=award.number if award.kind == RESERVE else None,
                )
            )
    return found


def release(session: Session, slug: str, typed: str, *, actor: str, instance: Instance) -> int:
    """Let the notices of a draw go, if `typed` is the number of recipients; returns it. Twice is once."""
    on = chain.locked_at(session, slug, instance=instance)
    if done := awards.release(session, on.competition.id, on.draw.draw):
        return done.recipients
    count = len(_recipients(session, on))
    if count == 0:
        raise RuleError("nobody", "There is nobody to write to.")
    if typed.strip().replace(",", "") != str(count):
        message = f"Type the number of recipients that you see. There are {count:,}."
        raise RuleError("number", message, field="number")
    row = AwardRelease(
        competition_id=on.competition.id,
        draw=on.draw.draw,
        recipients=count,
        actor=actor,
        released_at=on.now,
    )
    awards.add_release(session, row)
    facts.record(session, "notices_released", on.competition, at=on.now, actor=actor, subject=str(count))
    return count


def stop(session: Session, slug: str | None, *, actor: str, instance: Instance) -> None:
    """Let no letter leave any more, of one competition or (None) of all. Works before the next letter."""
    competition, scope = _scope(session, slug)
    if stops.standing(session, scope) is None:
        now = instance.clock(session)
        stops.add(session, MailStop(competition_id=scope, stopped_at=now, stopped_by=actor))
        facts.record(session, "mail_stopped", competition, at=now, actor=actor)


def resume(session: Session, slug: str | None, *, actor: str, instance: Instance) -> None:
    """Lift the stop of exactly this scope; what waited goes on."""
    competition, scope = _scope(session, slug)
    now = instance.clock(session)
    if stops.lift(session, scope, at=now, by=actor):
        facts.record(session, "mail_resumed", competition, at=now, actor=actor)


def _scope(session: Session, slug: str | None) -> tuple[Competition | None, CompetitionId | None]:
    competition = facts.public(session, slug) if slug is not None else None
    return competition, competition.id if competition else None
