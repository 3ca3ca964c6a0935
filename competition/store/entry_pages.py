"""Pages of the admins' list of entries, newest first; each goes on where the last one ended, by its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from competition.store.models import Entry, Flag
from competition.store.types import CompetitionId, EntryId


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; what is None does not matter."""

    status: str | None = None
    flag: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def newest(
    session: Session, competition_id: CompetitionId, wanted: Wanted, *, before: Entry | None, limit: int
) -> Sequence[Entry]:
    """The newest entries that fit, in front of `before`. No page costs more than the first."""
    query, at, number = _keyed(competition_id, wanted)
    if wanted.since is not None:
        query = query.where(at >= wanted.since)
    if wanted.until is not None:
        query = query.where(at < wanted.until)
    if before is not None:
        query = query.where(tuple_(at, number) < (before.entered_at, before.id))
    return session.scalars(query.order_by(at.desc(), number.desc()).limit(limit)).all()


_Keyed = tuple[Select[Entry], InstrumentedAttribute[datetime], InstrumentedAttribute[EntryId]]


def _keyed(competition_id: CompetitionId, wanted: Wanted) -> _Keyed:
    """The rows, and the columns of the index that has them in order."""
    query = select(Entry)
    if wanted.status is not None:
        query = query.where(Entry.status == wanted.status)
    if wanted.flag is None:
        return query.where(Entry.competition_id == competition_id), Entry.entered_at, Entry.id
    flagged = query.join(Flag, Flag.entry_id == Entry.id).where(
        Flag.competition_id == competition_id, Flag.reason == wanted.flag
    )
    return flagged, Flag.entered_at, Flag.entry_id


def between(
    session: Session, competition_id: CompetitionId, since: datetime, until: datetime, limit: int | None
) -> Sequence[Entry]:
    """The first entries from `since` on and before `until`, oldest first."""
    query = select(Entry).where(
        Entry.competition_id == competition_id, Entry.entered_at >= since, Entry.entered_at < until
    )
    return session.scalars(query.order_by(Entry.entered_at, Entry.id).limit(limit)).all()


def in_front_of(session: Session, competition_id: CompetitionId, at: datetime, limit: int) -> Sequence[Entry]:
    """The last entries before an instant, oldest first."""
    query = select(Entry).where(Entry.competition_id == competition_id, Entry.entered_at < at)
    found = session.scalars(query.order_by(Entry.entered_at.desc(), Entry.id.desc()).limit(limit)).all()
    return found[::-1]


def all_of(session: Session, competition_id: CompetitionId, *, after: EntryId, limit: int) -> Sequence[Entry]:
    """A batch of entries that are not erased, by rising id."""
    query = select(Entry).where(
        Entry.competition_id == competition_id, Entry.id > after, Entry.status != "erased"
    )
    return session.scalars(query.order_by(Entry.id).limit(limit)).all()
