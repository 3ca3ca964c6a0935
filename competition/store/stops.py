"""The stop switch: while a row is not lifted, no letter of its competition leaves, or none at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from competition.store.models import MailStop, Message
from competition.store.types import CompetitionId, MessageId

_STANDS = MailStop.lifted_at.is_(None)

# A letter about no competition is to an admin, who may need it to lift the stop.
STOPPED = and_(
    Message.competition_id.is_not(None),
    exists().where(
        _STANDS, or_(MailStop.competition_id.is_(None), MailStop.competition_id == Message.competition_id)
    ),
)


def add(session: Session, stop: MailStop) -> MailStop:
    session.add(stop)
    session.flush()
    return stop


def standing(session: Session, competition_id: CompetitionId | None) -> MailStop | None:
    """The stop of exactly this scope: of one competition, or (None) of everything."""
    same = MailStop.competition_id.is_(None) if competition_id is None else _of(competition_id)
    return session.scalars(select(MailStop).where(_STANDS, same).limit(1)).first()


def holding(session: Session, competition_id: CompetitionId) -> MailStop | None:
    """What holds up the letters of a competition: its own stop or that of everything."""
    scope = or_(MailStop.competition_id.is_(None), _of(competition_id))
    return session.scalars(select(MailStop).where(_STANDS, scope).order_by(MailStop.id).limit(1)).first()


def lift(session: Session, competition_id: CompetitionId | None, *, at: datetime, by: str) -> bool:
    """Lift the stop of exactly this scope. False: there was none."""
    same = MailStop.competition_id.is_(None) if competition_id is None else _of(competition_id)
    change = update(MailStop).where(_STANDS, same).values(lifted_at=at, lifted_by=by)
    return session.execute(change.returning(MailStop.id)).first() is not None


def holds_message(session: Session, message_id: MessageId) -> bool:
    """Asked before each letter leaves, so that a worker obeys in the middle of a batch."""
    query = select(Message.id).where(Message.id == message_id, STOPPED)
    return session.scalar(query) is not None


def all_standing(session: Session) -> Sequence[MailStop]:
    return session.scalars(select(MailStop).where(_STANDS).order_by(MailStop.id)).all()


def _of(competition_id: CompetitionId) -> ColumnElement[bool]:
    return MailStop.competition_id == competition_id
