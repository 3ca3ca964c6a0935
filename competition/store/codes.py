"""The pool of digital prizes: sealed codes, given once, emptied when they were shown."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import PrizeCode
from competition.store.types import AwardId, CompetitionId


def add_all(session: Session, codes: Sequence[PrizeCode]) -> None:
    rows.write_all(session, codes)


def digests(session: Session, competition_id: CompetitionId) -> frozenset[bytes]:
    query = select(PrizeCode.digest).where(PrizeCode.competition_id == competition_id)
    return frozenset(session.scalars(query))


def prizes(session: Session, competition_id: CompetitionId) -> frozenset[int]:
    """The prizes, by their place in the manifest, that are digital: those for which codes were loaded."""
    query = select(PrizeCode.prize).where(PrizeCode.competition_id == competition_id).distinct()
    return frozenset(session.scalars(query))


def count_free(session: Session, competition_id: CompetitionId, prize: int) -> int:
    query = select(func.count()).select_from(PrizeCode)
    free = query.where(*_free(competition_id, prize))
    return session.execute(free).scalar_one()


def of_award(session: Session, award_id: AwardId) -> PrizeCode | None:
    query = select(PrizeCode).where(PrizeCode.award_id == award_id)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def take(session: Session, competition_id: CompetitionId, prize: int, award_id: AwardId) -> PrizeCode | None:
    """Give the next free code to an award; None where the pool is empty."""
    query = select(PrizeCode).where(*_free(competition_id, prize)).order_by(PrizeCode.id).limit(1)
    code = session.scalars(query.with_for_update(skip_locked=True)).first()
    if code is not None:
        code.award_id = award_id
        session.flush()
    return code


def _free(competition_id: CompetitionId, prize: int) -> tuple[ColumnElement[bool], ...]:
    return (
        PrizeCode.competition_id == competition_id,
        PrizeCode.prize == prize,
        PrizeCode.award_id.is_(None),
    )
