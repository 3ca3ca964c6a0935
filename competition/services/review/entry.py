"""One entry as admins look at it: what happened to it, why it is flagged, and who is behind it."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from competition.rules import deeds
from competition.rules.description import WITHDRAWN
from competition.rules.excluding import in_words
from competition.rules.lifecycle import BEFORE_FREEZE, Status
from competition.rules.permissions import May
from competition.rules.signals import WORDS
from competition.services import facts, since
from competition.services.drafts.samples import LETTERS
from competition.services.instance import Instance
from competition.services.review import deciding, masked
from competition.services.views.admin import AdminView
from competition.services.views.review import EventView, FlagView, RevealView, ReviewView
from competition.store import activity, appeals, entries, flags, messages, tickets
from competition.store.models import Competition, Entry, Exclusion


def view(session: Session, slug: str, public_id: str, *, admin: AdminView) -> ReviewView:
    """Raises RuleError `unknown` for an entry of another competition as for none."""
    competition, entry = of(session, slug, public_id)
    [row] = masked.lines(session, [entry])
    exclusion = tickets.exclusion(session, entry.ticket) if entry.ticket else None
    reviewing = admin.may(May.REVIEW)
    return ReviewView(
        slug=slug,
        title=competition.title,
        zone=competition.time_zone,
        row=row,
        ticket=entry.ticket or "",
        answer=_answer(competition, entry),
        flags=tuple(FlagView(WORDS[one.reason], one.detail) for one in flags.of_entries(session, [entry.id])),
        events=tuple(sorted(_events(session, entry, exclusion), key=lambda event: event.at)),
        exclusion=in_words(exclusion.reason) if exclusion else "",
        reasons=_reasons(competition, entry) if reviewing else (),
        appeal=deciding.view(session, entry) if reviewing else None,
        may_decide=reviewing and deciding.may_decide(session, entry, admin),
    )


def of(session: Session, slug: str, public_id: str) -> tuple[Competition, Entry]:
    """The entry of this id in this competition."""
    competition, entry = facts.public(session, slug), entries.by_public_id(session, public_id)
    if entry is None or entry.competition_id != competition.id:
        raise facts.unknown()
    return competition, entry


def reveal(session: Session, slug: str, public_id: str, *, actor: str, instance: Instance) -> RevealView:
    """Who it is; that somebody looked is written down in the same transaction."""
    competition, entry = of(session, slug, public_id)
    now = instance.clock(session)
    facts.record(session, "revealed", competition, at=now, actor=actor, subject=entry.public_id)
    return RevealView(slug, competition.title, public_id, entry.name or "", entry.address or "")


def _answer(competition: Competition, entry: Entry) -> str:
    question = facts.description(competition).question
    return question.answers[int(entry.answer) - 1] if question and entry.answer else ""


def _reasons(competition: Competition, entry: Entry) -> tuple[tuple[str, str], ...]:
    if entry.status != "confirmed" or Status(competition.status) not in BEFORE_FREEZE:
        return ()
    named = facts.description(competition).exclusion_reasons
    # That one is the entrant's own.
    return tuple((reason, in_words(reason)) for reason in named if reason != WITHDRAWN)


def _events(session: Session, entry: Entry, exclusion: Exclusion | None) -> Iterator[EventView]:
    """What the entrant did stands in the entry; what the promoter's side did, in the activity record."""
    yield EventView(entry.entered_at, "Entered", _took(entry), "reader")
    if entry.confirmed_at:
        yield EventView(entry.confirmed_at, "Confirmed", "", "reader")
    if exclusion and exclusion.actor in ("reader", "clock"):
        yield EventView(exclusion.excluded_at, "Left out", in_words(exclusion.reason), exclusion.actor)
    if appeal := appeals.last_of(session, entry.ticket or ""):
        yield EventView(appeal.sent_at, "Appealed", "", "reader")
    for deed in activity.done_to(session, [entry.public_id, *([entry.ticket] if entry.ticket else [])]):
        by = since.named(session, deed.actor)
        yield EventView(deed.at, deeds.in_words(deed.action), _detail(deed.details), by)
    for letter in messages.to_entry(session, entry.id):
        title = f"Letter: {LETTERS.get(letter.kind, letter.kind)}"
        yield EventView(letter.created_at, title, f"{letter.status.capitalize()}.", "")


def _took(entry: Entry) -> str:
    return "" if entry.took is None else f"Sent {entry.took} s after the form was made."


def _detail(details: dict[str, object]) -> str:
    reason = details.get("reason")
    return in_words(reason) if isinstance(reason, str) else ""
