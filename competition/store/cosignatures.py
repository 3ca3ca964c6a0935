"""What outside witnesses signed of a frozen list: at most one line of each witness for each draw."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.store.models import Cosignature
from competition.store.types import CompetitionId


def add(session: Session, row: Cosignature) -> None:
    session.add(row)
    session.flush()


def of_draw(session: Session, competition_id: CompetitionId, draw: int) -> Sequence[Cosignature]:
    query = select(Cosignature).where(Cosignature.competition_id == competition_id, Cosignature.draw == draw)
    return session.scalars(query.order_by(Cosignature.witness)).all()
