"""Flags of entries, and the hours that were looked at for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import Flag, Intake
from competition.store.types import CompetitionId, EntryId

_FLAG_ONCE = {
    name: dialect.insert(cast("Table", Flag.__table__)).on_conflict_do_nothing()
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}


def add(session: Session, flags: Collection[Flag]) -> None:
    """Store those that are not there yet."""
    connection = session.connection()
    if flags:
        connection.execute(_FLAG_ONCE[connection.dialect.name], [rows.values(flag) for flag in flags])


def of_entries(session: Session, entry_ids: Collection[EntryId]) -> Sequence[Flag]:
    query = select(Flag).where(Flag.entry_id.in_(entry_ids))
    return session.scalars(query.order_by(Flag.entry_id, Flag.reason)).all()


def of_competition(session: Session, competition_id: CompetitionId) -> Sequence[Flag]:
    return session.scalars(select(Flag).where(Flag.competition_id == competition_id)).all()


class Hour(NamedTuple):
    """What came in one hour; a row of the session would cost ten times as much."""

    at: datetime
    entries: int
    bursting: int
    busiest: int


def hours(session: Session, competition_id: CompetitionId) -> list[Hour]:
    """Every hour in which entries came, oldest first."""
    columns = Intake.hour, Intake.entries, Intake.bursting, Intake.busiest
    query = select(*columns).where(Intake.competition_id == competition_id).order_by(Intake.hour)
    return [Hour._make(row) for row in session.connection().execute(query)]


def looked_until(session: Session, competition_id: CompetitionId) -> datetime | None:
    """Entries from before this instant were looked at."""
    return session.scalar(select(func.max(Intake.until)).where(Intake.competition_id == competition_id))


def looked_at(session: Session, competition_id: CompetitionId) -> int:
    """How many entries were looked at."""
    query = select(func.coalesce(func.sum(Intake.entries), 0)).where(Intake.competition_id == competition_id)
    return session.execute(query).scalar_one()


def hour(session: Session, competition_id: CompetitionId, at: datetime) -> Intake | None:
    query = select(Intake).where(Intake.competition_id == competition_id, Intake.hour == at)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def add_hour(session: Session, row: Intake) -> None:
    session.add(row)
    session.flush()
