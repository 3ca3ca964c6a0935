"""Loading what a decision on an award needs, and putting what was decided into the public log (§8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from competition.draw.loglines import Line
from competition.draw.manifest import Manifest, Prize
from competition.rules import awards as rules
from competition.rules import vacating
from competition.rules.awards import AwardState
from competition.rules.errors import ChangedError, RuleError
from competition.rules.lifecycle import Status
from competition.services import facts, log, records, since
from competition.services.instance import Instance
from competition.store import awards, codes, competitions, entries, freezes, locks
from competition.store.models import Award, AwardNotice, Competition, Draw, Entry
from competition.store.types import CompetitionId


@dataclass(frozen=True, slots=True)
class Stage:
    """A drawn competition at one instant, with what its manifest says of awards."""

    competition: Competition
    draw: Draw
    fixed: Manifest
    digital: frozenset[int]
    delivery_days: int
    now: datetime

    def prize(self, unit: int) -> Prize:
        return self.fixed.prize_of(unit)

    def prize_number(self, unit: int) -> int:
        """Which prize of the manifest's list a unit is one of, from 1."""
        return self.fixed.prizes.index(self.prize(unit)) + 1

    def is_digital(self, award: Award) -> bool:
        return self.prize_number(award.unit) in self.digital

    def facts(self, award: Award, notices: Sequence[AwardNotice]) -> rules.Facts:
        return rules.Facts(
            state=AwardState(award.state),
            claim_days=self.fixed.claim_days,
            held_at=award.held_at,
            notices={notice.step: notice.noticed_at for notice in notices},
            claimed_at=award.claimed_at,
            dispatched_at=award.dispatched_at,
            asked_at=award.asked_at,
            digital=self.is_digital(award),
            delivery_days=self.delivery_days,
        )


def stage(session: Session, competition: Competition, *, instance: Instance) -> Stage | None:
    """The draw whose awards are under way or done; None before a draw, and for one that was voided."""
    frozen = freezes.last_freeze(session, competition.id)
    drawn = freezes.draw(session, competition.id, frozen.draw) if frozen else None
    if drawn is None or competition.status not in (Status.DRAWN, Status.COMPLETED):
        return None
    return Stage(
        competition,
        drawn,
        records.manifest_of(session, competition),
        codes.prizes(session, competition.id),
        facts.description(competition).delivery_days,
        instance.clock(session),
    )


def required(session: Session, competition: Competition, *, instance: Instance) -> Stage:
    found = stage(session, competition, instance=instance)
    if found is None:
        status = competition.status
        raise RuleError("status", f"This competition is {status}, so there are no prizes to give.")
    return found


def locked(session: Session, competition_id: CompetitionId, *, instance: Instance) -> Stage:
    """As `required`, read after the lock that keeps every other hand off the log (P1)."""
    locks.exclusive(session, competition_id)
    return required(session, competitions.by_id(session, competition_id), instance=instance)


def locked_at(session: Session, slug: str, *, instance: Instance) -> Stage:
    return locked(session, facts.public(session, slug).id, instance=instance)


def holder(session: Session, on: Stage, unit: int, *, meant: str | None = None) -> Award:
    """Who holds a unit now; raises RuleError where nobody does.

    `meant` is the ticket that a page has shown as the holder's: ChangedError if it is no longer.
    """
    found = awards.holder(session, on.competition.id, on.draw.draw, unit=unit)
    if found is None or meant not in (None, found.ticket):
        _say_who_left(session, on, unit, meant)
    if found is None:
        raise RuleError("unit", f"Nobody holds prize unit {unit}.", field="unit")
    return found


def _say_who_left(session: Session, on: Stage, unit: int, ticket: str | None) -> None:
    """Raise ChangedError if this ticket held the unit once."""
    for award in awards.of_draw(session, on.competition.id, on.draw.draw):
        if (award.unit, award.ticket) == (unit, ticket) and award.ended_at:
            by = since.deed(session, on.competition, "vacated", subject=award.ticket)
            why = vacating.in_words(award.reason or "")
            raise ChangedError(
                f"Nothing was done: prize unit {unit} has passed on since you opened this page, {by}."
                f" {why} Look at who holds it now."
            )
    if ticket is not None:
        raise RuleError("holder", f"This ticket does not hold prize unit {unit}. Load the page again.")


def entry_of(session: Session, award: Award) -> Entry:
    found = entries.by_ticket(session, award.ticket)
    if found is None:
        raise LookupError(f"the entry of a winning ticket of competition {award.competition_id} is missing")
    return found


def append(
    session: Session, on: Stage, kind: str, award: Award, *, instance: Instance, **values: str
) -> Line:
    """Put one event of an award into the public log; raises VerificationError where it is not lawful."""
    held = {"draw": str(award.draw), "unit": str(award.unit), "ticket": award.ticket}
    return log.append(session, on.competition, kind, {**held, **values}, signer=instance.signer, now=on.now)


def with_facts(session: Session, on: Stage) -> Iterator[tuple[Award, rules.Facts]]:
    """Every hold of the draw, ended ones too, with what the rules want to know of it."""
    noticed = awards.notices(session, on.competition.id, on.draw.draw)
    for award in awards.of_draw(session, on.competition.id, on.draw.draw):
        yield award, on.facts(award, noticed.get(award.id, ()))


def facts_of(session: Session, on: Stage, award: Award) -> rules.Facts:
    return on.facts(award, awards.notices_of(session, award.id))
