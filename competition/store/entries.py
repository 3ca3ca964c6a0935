"""Entries. As with competitions, every read asks the database again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Table, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import Entry, Message, Ticket
from competition.store.types import CompetitionId, EntryId

_TABLE = cast("Table", Entry.__table__)
_INSERT_ONCE = {
    name: dialect.insert(_TABLE)
    .on_conflict_do_nothing(index_elements=["competition_id", "address_digest"])
    .returning(_TABLE.c.id)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}


def add(session: Session, entry: Entry) -> Entry:
    """Store it now, so that a refusal by a constraint comes from here."""
    session.add(entry)
    session.flush()
    return entry


def by_id(session: Session, entry_id: EntryId) -> Entry:
    entry = _one(session, Entry.id == entry_id)
    if entry is None:
        raise LookupError(f"There is no entry {entry_id}.")
    return entry


def add_unless_known(session: Session, entry: Entry) -> Entry | None:
    """Store it, or return None if its address has an entry already: the constraint decides.

    No savepoint, which every entry would pay for. It comes back with its id, apart from the session.
    """
    connection = session.connection()
    once = _INSERT_ONCE[connection.dialect.name]
    found = connection.execute(once, rows.values(entry)).scalar_one_or_none()
    if found is None:
        return None
    entry.id = found
    return entry


def hold(session: Session, entry_id: EntryId) -> Entry:
    """Read it and keep others from changing it until the end: two who confirm at once take turns."""
    query = select(Entry).where(Entry.id == entry_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def by_public_id(session: Session, public_id: str) -> Entry | None:
    return _one(session, Entry.public_id == public_id)


def by_address(session: Session, competition_id: CompetitionId, address_digest: bytes) -> Entry | None:
    return _one(session, Entry.competition_id == competition_id, Entry.address_digest == address_digest)


def by_ticket(session: Session, ticket: str) -> Entry | None:
    from_ticket = select(Ticket.entry_id).where(Ticket.ticket == ticket).scalar_subquery()
    return _one(session, Entry.id == from_ticket)


def _one(session: Session, *conditions: ColumnElement[bool]) -> Entry | None:
    return session.scalars(select(Entry).where(*conditions).execution_options(populate_existing=True)).first()


def confirmed_otherwise(
    session: Session, competition_id: CompetitionId, *, than: str, limit: int = 1000
) -> Sequence[Entry]:
    """A batch of confirmed entries whose answer is not this one; empty when none is left."""
    query = select(Entry).where(
        Entry.competition_id == competition_id,
        Entry.status == "confirmed",
        or_(Entry.answer.is_(None), Entry.answer != than),
    )
    return session.scalars(query.order_by(Entry.id).limit(limit)).all()


def without_message(
    session: Session, competition_id: CompetitionId, *, kind: str, ordinal: int, after: EntryId, limit: int
) -> Sequence[Entry]:
    """A batch of those who take part, or were left out, and have no letter of this kind yet; by rising id."""
    written = exists().where(Message.entry_id == Entry.id, Message.kind == kind, Message.ordinal == ordinal)
    query = select(Entry).where(
        Entry.competition_id == competition_id,
        Entry.status.in_(("confirmed", "excluded")),
        Entry.address.is_not(None),
        Entry.id > after,
        ~written,
    )
    return session.scalars(query.order_by(Entry.id).limit(limit)).all()


def hold_ids(
    session: Session,
    competition_id: CompetitionId,
    statuses: Collection[str],
    *,
    after: EntryId,
    limit: int,
    only: Collection[str] | None = None,
    but: Collection[str] = (),
) -> Sequence[EntryId]:
    """A batch of entries in these states, by rising id, kept from others until the end.

    With `only` those of these tickets, otherwise all but those of the tickets `but`.
    """
    wanted = [Entry.competition_id == competition_id, Entry.status.in_(statuses), Entry.id > after]
    if only is not None:
        wanted.append(Entry.ticket.in_(only))
    elif but:
        wanted.append(Entry.ticket.not_in(but))
    query = select(Entry.id).where(*wanted).order_by(Entry.id).limit(limit)
    return session.scalars(query.with_for_update()).all()


def count_holding(session: Session, competition_id: CompetitionId, tickets: Collection[str]) -> int:
    """How many of these tickets still lead to somebody."""
    query = select(func.count()).where(
        Entry.competition_id == competition_id, Entry.ticket.in_(tickets), Entry.status != "erased"
    )
    return session.execute(query.select_from(Entry)).scalar_one()


def count_by_status(session: Session, competition_id: CompetitionId) -> dict[str, int]:
    query = (
        select(Entry.status, func.count())
        .where(Entry.competition_id == competition_id)
        .group_by(Entry.status)
    )
    return {status: count for status, count in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def expire_pending(session: Session, competition_id: CompetitionId) -> int:
    """Turn every entry that was never confirmed into an expired one; how many there were."""
    pending = (Entry.competition_id == competition_id, Entry.status == "pending")
    change = session.execute(update(Entry).where(*pending).values(status="expired"))
    return cast("CursorResult[Any]", change).rowcount
