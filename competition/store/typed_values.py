"""The numbers of an event, as each of two people typed them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.store.models import TypedValue
from competition.store.types import CompetitionId


def add(session: Session, row: TypedValue) -> None:
    session.add(row)
    session.flush()


def of_draw(session: Session, competition_id: CompetitionId, draw: int) -> Sequence[TypedValue]:
    """All attempts, in the order in which they were typed."""
    query = select(TypedValue).where(TypedValue.competition_id == competition_id, TypedValue.draw == draw)
    return session.scalars(query.order_by(TypedValue.attempt, TypedValue.place)).all()
