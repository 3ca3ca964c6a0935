"""The private record of who did what. Rows are written with the change they tell of, and stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import Activity
from competition.store.types import CompetitionId


def record(session: Session, activity: Activity) -> None:
    rows.write(session, activity)


def of_actions(
    session: Session, competition_id: CompetitionId, actions: Collection[str]
) -> Sequence[Activity]:
    """Only what was done of these kinds, oldest first."""
    query = select(Activity).where(Activity.competition_id == competition_id, Activity.action.in_(actions))
    return session.scalars(query.order_by(Activity.id)).all()


def has(session: Session, competition_id: CompetitionId, *, action: str, subject: str) -> bool:
    """Whether this was recorded of a competition before."""
    query = select(Activity.id).where(
        Activity.competition_id == competition_id, Activity.action == action, Activity.subject == subject
    )
    return session.scalars(query.limit(1)).first() is not None
