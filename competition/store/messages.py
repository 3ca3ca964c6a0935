"""The outbox. A worker leases a batch, sends outside any transaction, and reports under its lease id.

A report counts only while the row still carries that id. Whoever slept through a lease, and lost the message
to another, is told False and has changed nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, Select, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import Message
from competition.store.stops import STOPPED
from competition.store.types import CompetitionId, EntryId, MessageId


def add(session: Session, message: Message) -> None:
    rows.write(session, message)


def to_entry(session: Session, entry_id: EntryId) -> Sequence[Message]:
    """Every letter to an entrant, oldest first."""
    return session.scalars(select(Message).where(Message.entry_id == entry_id).order_by(Message.id)).all()


def lease(
    session: Session, *, lease_id: str, now: datetime, until: datetime, limit: int
) -> Sequence[Message]:
    """Take up to `limit` messages that are due, or whose lease ran out; each take counts as an attempt."""
    ready = or_(
        and_(Message.status == "due", Message.due_at <= now),
        and_(Message.status == "leased", Message.lease_until <= now),
    )
    # What was stopped is not taken at all, or it would be taken again and again and hold up the rest.
    ready = and_(ready, ~STOPPED)
    # On PostgreSQL other workers pass over the rows we look at; on SQLite they wait for their own turn.
    query = select(Message).where(ready).order_by(Message.due_at, Message.id).limit(limit)
    messages = session.scalars(
        query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    ).all()
    for message in messages:
        message.status, message.lease_id, message.lease_until = "leased", lease_id, until
        message.attempts += 1
    session.flush()
    return messages


def is_held(session: Session, message_id: MessageId, *, lease_id: str, now: datetime) -> bool:
    """Whether the lease still runs. Ask before sending: a worker may have slept."""
    held = select(Message.id).where(
        Message.id == message_id, Message.lease_id == lease_id, Message.lease_until > now
    )
    return session.scalar(held) is not None


def mark_sent(session: Session, message_id: MessageId, *, lease_id: str, now: datetime) -> bool:
    return _report(session, message_id, lease_id, status="sent", sent_at=now, last_error=None)


def retry_later(
    session: Session, message_id: MessageId, *, lease_id: str, due_at: datetime, error: str
) -> bool:
    return _report(session, message_id, lease_id, status="due", due_at=due_at, last_error=error)


def park(session: Session, message_id: MessageId, *, lease_id: str, error: str) -> bool:
    """Set aside for a person to look at; nothing sends it again by itself."""
    return _report(session, message_id, lease_id, status="parked", last_error=error)


def _report(session: Session, message_id: MessageId, lease_id: str, **values: object) -> bool:
    change = update(Message).where(Message.id == message_id, Message.lease_id == lease_id)
    done = session.execute(change.values(lease_id=None, lease_until=None, **values).returning(Message.id))
    return done.first() is not None


def hand_back(session: Session, *, lease_id: str) -> int:
    """Give up what was leased and not begun, without using up an attempt: how many."""
    change = update(Message).where(Message.lease_id == lease_id)
    back = change.values(status="due", lease_id=None, lease_until=None, attempts=Message.attempts - 1)
    return len(session.execute(back.returning(Message.id)).all())


def remove_of_entries(session: Session, ids: Sequence[EntryId]) -> None:
    """Take away every letter to these people, whatever became of it. A worker that holds one loses it."""
    session.execute(delete(Message).where(Message.entry_id.in_(ids)))


def of_entry(session: Session, entry_id: EntryId) -> Sequence[Message]:
    """The letters to one entrant, oldest first."""
    return session.scalars(select(Message).where(Message.entry_id == entry_id).order_by(Message.id)).all()


def to(session: Session, recipient_digests: Collection[bytes]) -> Sequence[Message]:
    """The letters to one person, oldest first."""
    query = select(Message).where(Message.recipient_digest.in_(recipient_digests))
    return session.scalars(query.order_by(Message.id)).all()


def by_id(session: Session, message_id: MessageId) -> Message | None:
    return session.get(Message, message_id, populate_existing=True)


def newest(session: Session, *, limit: int) -> Sequence[Message]:
    return session.scalars(select(Message).order_by(Message.id.desc()).limit(limit)).all()


def parked(session: Session) -> Sequence[Message]:
    return session.scalars(select(Message).where(Message.status == "parked").order_by(Message.id)).all()


def parked_entries(session: Session, competition_id: CompetitionId) -> frozenset[EntryId]:
    """Who has a letter of this competition that was refused for good."""
    query = select(Message.entry_id).where(
        Message.competition_id == competition_id, Message.status == "parked", Message.entry_id.is_not(None)
    )
    return frozenset(EntryId(found) for found in session.scalars(query) if found is not None)


def count_by_status(session: Session) -> dict[str, int]:
    query = select(Message.status, func.count()).group_by(Message.status)
    return {status: count for status, count in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def next_ordinal(session: Session, kind: str, entry_id: EntryId) -> int:
    query = select(func.max(Message.ordinal)).where(Message.kind == kind, Message.entry_id == entry_id)
    last = session.scalar(query)
    return 0 if last is None else last + 1


def count_to(
    session: Session,
    recipient_digests: Collection[bytes],
    *,
    since: datetime,
    competition_id: CompetitionId | None,
) -> tuple[int, int]:
    """Mails written to one person since then: in this competition (or in none), and in all (guarantee O7)."""
    wanted = {"since": since, "competition_id": competition_id, **_numbered(recipient_digests)}
    found = session.connection().execute(_count_to(len(recipient_digests)), wanted).one()
    return found[0], found[1]


@cache
def _count_to(digests: int) -> Select[int, int]:
    # Built once for each number of secrets: every entry asks, and a list of any length is spelt out anew.
    here = func.count().filter(
        Message.competition_id.is_not_distinct_from(bindparam("competition_id", type_=Integer()))
    )
    return select(here, func.count()).where(
        Message.recipient_digest.in_([bindparam(name) for name in _numbered(range(digests))]),
        Message.created_at > bindparam("since"),
    )


def _numbered(values: Iterable[object]) -> dict[str, object]:
    return {f"digest{number}": value for number, value in enumerate(values)}
