"""Tickets and exclusions, and the lines of `entries.txt` and `excluded.txt` (§5).

The long reads stream: a million lines pass through without a million rows in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import Session

from competition.store.models import Entry, Erasure, Exclusion, Ticket
from competition.store.types import CompetitionId, EntryId

_CHUNK = 10_000
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A ticket with what opens it; address and salt are None once they were erased.

    All that is its entry's is None where the entry is gone: an audit must see such a ticket too.
    """

    ticket: str
    group: str | None
    accepted_at: datetime
    manifest_digest: str
    receipt: str
    competition_id: CompetitionId | None
    entry_id: EntryId | None
    entry_ticket: str | None
    entry_status: str | None
    address: str | None
    address_digest: bytes | None
    salt: bytes | None
    entered_at: datetime | None
    confirmed_at: datetime | None
    erased_at: datetime | None
    """When its entry was emptied, by the proof that was written then."""


def add(session: Session, ticket: Ticket) -> Ticket:
    session.add(ticket)
    session.flush()
    return ticket


def by_ticket(session: Session, ticket: str) -> Ticket | None:
    return session.get(Ticket, ticket)


def by_entry(session: Session, entry_id: EntryId) -> Ticket | None:
    return session.scalars(select(Ticket).where(Ticket.entry_id == entry_id)).first()


def by_beginning(session: Session, competition_id: CompetitionId, digits: str) -> Sequence[Ticket]:
    """Tickets of a competition that begin with these hex digits; at most two, to tell one from many."""
    query = select(Ticket).where(Ticket.competition_id == competition_id, Ticket.ticket >= digits)
    return session.scalars(query.where(Ticket.ticket < f"{digits}g").order_by(Ticket.ticket).limit(2)).all()


def count(session: Session, competition_id: CompetitionId) -> int:
    """All that were ever issued, the excluded ones too: the log's `count`."""
    query = select(func.count()).select_from(Ticket).where(Ticket.competition_id == competition_id)
    return session.execute(query).scalar_one()


def entered_lines(session: Session, competition_id: CompetitionId) -> Iterator[str]:
    """`<ticket>` or `<ticket> <group>`, sorted by bytes, without LF: issued and not excluded."""
    excluded = exists().where(Exclusion.ticket == Ticket.ticket)
    # Put together in the database: rows of one column pass fastest.
    line = Ticket.ticket + func.coalesce(" " + Ticket.group_code, "")
    query = select(line).where(Ticket.competition_id == competition_id, ~excluded)
    for (text,) in _stream(session, query.order_by(Ticket.ticket)):
        yield text


def excluded_lines(session: Session, competition_id: CompetitionId) -> Iterator[str]:
    """`<ticket> <reason>`, sorted by bytes, without LF."""
    query = (
        select(Exclusion.ticket, Exclusion.reason).join(Ticket).where(Ticket.competition_id == competition_id)
    )
    for ticket, reason in _stream(session, query.order_by(Exclusion.ticket)):
        yield f"{ticket} {reason}"


def issued(session: Session, competition_id: CompetitionId) -> Iterator[IssuedTicket]:
    """Every ticket with its opening, sorted by bytes: what an audit of the database looks at."""
    query = (
        select(
            Ticket.ticket,
            Ticket.group_code,
            Ticket.accepted_at,
            Ticket.manifest_digest,
            Ticket.receipt,
            Entry.competition_id,
            Entry.id,
            Entry.ticket,
            Entry.status,
            Entry.address,
            Entry.address_digest,
            Entry.salt,
            Entry.entered_at,
            Entry.confirmed_at,
            Erasure.at,
        )
        .outerjoin(Entry, Entry.id == Ticket.entry_id)
        .outerjoin(Erasure, Erasure.entry_id == Ticket.entry_id)
        .where(Ticket.competition_id == competition_id)
        .order_by(Ticket.ticket)
    )
    for row in _stream(session, query):
        columns: tuple[Any, ...] = tuple(row)
        yield IssuedTicket(*columns)


def exclude(session: Session, exclusion: Exclusion) -> Exclusion:
    session.add(exclusion)
    session.flush()
    return exclusion


def exclusion(session: Session, ticket: str) -> Exclusion | None:
    query = select(Exclusion).where(Exclusion.ticket == ticket)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def exclusions(session: Session, competition_id: CompetitionId) -> Sequence[Exclusion]:
    """Every one with who decided and when."""
    query = select(Exclusion).join(Ticket).where(Ticket.competition_id == competition_id)
    return session.scalars(query).all()


def count_excluded(session: Session, competition_id: CompetitionId) -> int:
    query = select(func.count()).select_from(Exclusion).join(Ticket)
    return session.execute(query.where(Ticket.competition_id == competition_id)).scalar_one()


def excluded_by_reason(session: Session, competition_id: CompetitionId) -> dict[str, int]:
    query = select(Exclusion.reason, func.count()).join(Ticket).where(Ticket.competition_id == competition_id)
    rows = session.execute(query.group_by(Exclusion.reason).order_by(Exclusion.reason))
    return {reason: count for reason, count in rows}  # noqa: C416 - rows are no pairs to mypy


def _stream(session: Session, query: Select[*Columns]) -> Iterator[Row[*Columns]]:
    # Past the session, whose work on each row would double the time.
    with session.connection().execute(query.execution_options(yield_per=_CHUNK)) as rows:
        yield from rows
