"""Certificates of purges. Insert-only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import Purge
from competition.store.types import CompetitionId


def add(session: Session, purge: Purge) -> None:
    rows.write(session, purge)


def last(session: Session, competition_id: CompetitionId, *, kind: str) -> Purge | None:
    query = select(Purge).where(Purge.competition_id == competition_id, Purge.kind == kind)
    return session.scalars(query.order_by(Purge.at.desc()).limit(1)).first()


def newest(session: Session, *, limit: int) -> Sequence[Purge]:
    return session.scalars(select(Purge).order_by(Purge.at.desc(), Purge.digest).limit(limit)).all()
