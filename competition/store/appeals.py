"""Appeals against exclusions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from competition.store.models import Appeal, Exclusion, Ticket
from competition.store.types import CompetitionId, EntryId


def add(session: Session, appeal: Appeal) -> None:
    session.add(appeal)
    session.flush()


def of(session: Session, exclusion: Exclusion) -> Appeal | None:
    """The appeal against this exclusion."""
    query = select(Appeal).where(
        Appeal.ticket == exclusion.ticket, Appeal.excluded_at == exclusion.excluded_at
    )
    return session.scalars(query.execution_options(populate_existing=True)).first()


def last_of(session: Session, ticket: str) -> Appeal | None:
    """The newest appeal of this ticket, whatever became of its exclusion."""
    query = select(Appeal).where(Appeal.ticket == ticket).order_by(Appeal.id.desc()).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def forget_texts(session: Session, ids: Sequence[EntryId]) -> None:
    """Take away what these entrants wrote; that they appealed, and what was decided, stays."""
    theirs = select(Ticket.ticket).where(Ticket.entry_id.in_(ids))
    session.execute(update(Appeal).where(Appeal.ticket.in_(theirs)).values(text=None))


def of_competition(session: Session, competition_id: CompetitionId) -> Sequence[Appeal]:
    return session.scalars(select(Appeal).where(Appeal.competition_id == competition_id)).all()


def undecided(session: Session, competition_id: CompetitionId) -> Sequence[Appeal]:
    """Those that wait, oldest first."""
    waiting = (Appeal.competition_id == competition_id, Appeal.decided_at.is_(None))
    return session.scalars(select(Appeal).where(*waiting).order_by(Appeal.id)).all()


def count_undecided(session: Session, competition_id: CompetitionId) -> int:
    waiting = (Appeal.competition_id == competition_id, Appeal.decided_at.is_(None))
    return session.scalar(select(func.count()).select_from(Appeal).where(*waiting)) or 0


def lift(session: Session, exclusion: Exclusion) -> None:
    """Take an exclusion away: its ticket takes part again. The appeal's row says what it was."""
    session.delete(exclusion)
    session.flush()
