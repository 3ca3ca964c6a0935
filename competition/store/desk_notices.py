"""Of which occasions the clock has told the admins. Its key refuses a second row of one occasion."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.store.models import DeskNotice
from competition.store.types import CompetitionId


def add(session: Session, row: DeskNotice) -> None:
    session.add(row)
    session.flush()


def told(session: Session, competition_id: CompetitionId) -> frozenset[tuple[str, str]]:
    """(kind, subject) of each occasion that the admins were told of."""
    query = select(DeskNotice.kind, DeskNotice.subject).where(DeskNotice.competition_id == competition_id)
    return frozenset((kind, subject) for kind, subject in session.execute(query))
