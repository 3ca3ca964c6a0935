"""Who may act on a competition at once: many entrants together, or one hand that moves it.

Entering, confirming and withdrawing share; appending to the log, excluding, freezing and drawing exclude.
PostgreSQL holds the lock until the transaction ends and serves waiters in order, so a flood of entries cannot
starve the close (F18). On SQLite a write transaction is alone from its start, and there is nothing to add.
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from competition.store.models import Competition
from competition.store.types import CompetitionId

# Keeps our locks apart from other uses of the same database: "comp" in ASCII.
_NAMESPACE = 0x636F6D70

_SHARE_AT = select(func.pg_advisory_xact_lock_shared(_NAMESPACE, Competition.__table__.c.id)).where(
    Competition.__table__.c.slug == bindparam("slug")
)


def share(session: Session, competition_id: CompetitionId) -> None:
    _lock(session, "pg_advisory_xact_lock_shared", competition_id)


def share_at(session: Session, slug: str) -> bool:
    """As `share`, for the competition at this address. False: there was none yet, so nothing is held."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return True
    return connection.execute(_SHARE_AT, {"slug": slug}).first() is not None


def exclusive(session: Session, competition_id: CompetitionId) -> None:
    _lock(session, "pg_advisory_xact_lock", competition_id)


def chain(session: Session) -> None:
    """Be alone in adding to the chained record. Taken last: who holds it waits for nothing else."""
    # Competitions are numbered from 1, so that 0 is free.
    _lock(session, "pg_advisory_xact_lock", CompetitionId(0))


def _lock(session: Session, function: str, competition_id: CompetitionId) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(getattr(func, function)(_NAMESPACE, competition_id)))
