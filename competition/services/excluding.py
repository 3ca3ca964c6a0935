"""Leaving a ticket out of the draw, with a reason that the manifest names (§5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters.tokens import Purpose
from competition.rules.description import WRONG_ANSWER
from competition.rules.errors import ChangedError, RuleError
from competition.rules.excluding import check_exclusion, in_words
from competition.rules.lifecycle import Status, freeze_due
from competition.services import facts, letters, since
from competition.services.instance import Instance
from competition.store import competitions, entries, locks, tickets
from competition.store.models import Competition, Entry, Exclusion, Ticket

_BATCH = 1000


def exclude(session: Session, slug: str, ticket: str, reason: str, *, actor: str, instance: Instance) -> str:
    """Leave a ticket out; its holder is told why. Returns the whole ticket; twice is once.

    `ticket` is the whole number or its beginning, with or without hyphens. Raises RuleError, and ChangedError
    where it was left out for another reason.
    """
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    competition, now = competitions.by_id(session, competition.id), instance.clock(session)
    check_exclusion(Status(competition.status), reason, facts.description(competition).exclusion_reasons)
    row = _the_one(session, competition, ticket)
    if before := tickets.exclusion(session, row.ticket):
        _check_same(session, competition, before, reason)
    else:
        entry = entries.hold(session, row.entry_id)
        _leave_out(session, entry, row.ticket, reason, actor=actor, now=now)
        _tell(session, competition, entry, reason, instance=instance, now=now)
        said = {"reason": reason}
        facts.record(session, "excluded", competition, at=now, actor=actor, subject=row.ticket, details=said)
    return row.ticket


def _check_same(session: Session, competition: Competition, before: Exclusion, reason: str) -> None:
    """Raise ChangedError if it was left out for another reason than this one, which nobody would read."""
    if before.reason != reason:
        by = since.by(session, before.actor, before.excluded_at, zone=competition.time_zone)
        raise ChangedError(f"This ticket was left out already, {by}. {in_words(before.reason)}")


def exclude_entry(
    session: Session, slug: str, public_id: str, reason: str, *, actor: str, instance: Instance
) -> None:
    """As `exclude`, for the entry of this id; one that was never confirmed has no ticket to leave out."""
    competition, entry = facts.public(session, slug), entries.by_public_id(session, public_id)
    if entry is None or entry.competition_id != competition.id:
        raise facts.unknown()
    if entry.ticket is None:
        raise RuleError("pending", "This entry is not in the draw, so there is nothing to leave out.")
    exclude(session, slug, entry.ticket, reason, actor=actor, instance=instance)


def _tell(
    session: Session,
    competition: Competition,
    entry: Entry,
    reason: str,
    *,
    instance: Instance,
    now: datetime,
) -> None:
    """Why, and the link by which to appeal. Whoever is left out again after an appeal hears it again."""
    token = instance.tokens.issue(Purpose.APPEAL, entry.public_id)
    letters.queue(
        session,
        "excluded",
        competition,
        entry,
        instance=instance,
        now=now,
        ordinal=None,
        reason=reason,
        at=now,
        appeal_link=instance.address(f"/appeal/{token}"),
        appeal_until=freeze_due(facts.timetable(competition)),
    )


def _the_one(session: Session, competition: Competition, ticket: str) -> Ticket:
    digits = ticket.strip().lower().replace("-", "")
    if len(digits) < 12 or not set(digits) <= set("0123456789abcdef"):
        raise RuleError("ticket", "Give at least the first 12 digits of the ticket, such as 6f1d-09ab-44c2.")
    found = tickets.by_beginning(session, competition.id, digits)
    if len(found) != 1:
        wrong = "More than one ticket begins like this." if found else "This draw has no such ticket."
        raise RuleError("ticket", wrong)
    return found[0]


def exclude_wrong_answers(session: Session, competition: Competition, *, now: datetime) -> int:
    """Leave out who did not give the right answer; the freeze does this. Returns how many there were."""
    question, left_out = facts.description(competition).question, 0
    while question and (
        wrong := entries.confirmed_otherwise(session, competition.id, than=str(question.right))
    ):
        for entry in wrong:
            _leave_out(session, entry, entry.ticket or "", WRONG_ANSWER, actor="clock", now=now)
        session.flush()
        left_out += len(wrong)
    return left_out


def _leave_out(
    session: Session, entry: Entry, ticket: str, reason: str, *, actor: str, now: datetime
) -> None:
    entry.status = "excluded"
    tickets.exclude(session, Exclusion(ticket=ticket, reason=reason, actor=actor, excluded_at=now))
