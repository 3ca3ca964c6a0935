"""The list of people close to the promoter, as keyed digests."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import Conflict
from competition.store.types import CompetitionId


def replace(session: Session, competition_id: CompetitionId, digests: Collection[bytes]) -> None:
    """Make this the whole list."""
    session.execute(delete(Conflict).where(Conflict.competition_id == competition_id))
    rows.write_all(session, [Conflict(competition_id=competition_id, address_digest=one) for one in digests])


def count(session: Session, competition_id: CompetitionId) -> int:
    query = select(func.count()).select_from(Conflict).where(Conflict.competition_id == competition_id)
    return session.scalar(query) or 0


def is_listed(session: Session, competition_id: CompetitionId, address_digest: bytes) -> bool:
    return session.get(Conflict, (competition_id, address_digest)) is not None
