"""The public log of a competition: lines, checkpoints, notices (§8). The state machine came first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competition.store.models import Checkpoint, LogLine, Notice
from competition.store.types import CompetitionId


def append(session: Session, competition_id: CompetitionId, *, seq: int, line: str, at: datetime) -> LogLine:
    row = LogLine(competition_id=competition_id, seq=seq, line=line, appended_at=at)
    session.add(row)
    session.flush()
    return row


def lines(session: Session, competition_id: CompetitionId) -> Sequence[str]:
    query = select(LogLine.line).where(LogLine.competition_id == competition_id)
    return session.scalars(query.order_by(LogLine.seq)).all()


def rows(session: Session, competition_id: CompetitionId) -> Sequence[LogLine]:
    query = select(LogLine).where(LogLine.competition_id == competition_id)
    return session.scalars(query.order_by(LogLine.seq)).all()


def length(session: Session, competition_id: CompetitionId) -> int:
    query = select(func.count()).select_from(LogLine).where(LogLine.competition_id == competition_id)
    return session.execute(query).scalar_one()


def add_checkpoint(session: Session, competition_id: CompetitionId, *, size: int, note: str) -> Checkpoint:
    row = Checkpoint(competition_id=competition_id, size=size, note=note)
    session.add(row)
    session.flush()
    return row


def checkpoint(session: Session, competition_id: CompetitionId) -> Checkpoint | None:
    """The newest one."""
    query = select(Checkpoint).where(Checkpoint.competition_id == competition_id)
    return session.scalars(query.order_by(Checkpoint.size.desc()).limit(1)).first()


def checkpoint_at(session: Session, competition_id: CompetitionId, size: int) -> Checkpoint | None:
    return session.get(Checkpoint, (competition_id, size))


def checkpoints(session: Session, competition_id: CompetitionId) -> Sequence[Checkpoint]:
    """By rising size."""
    query = select(Checkpoint).where(Checkpoint.competition_id == competition_id)
    return session.scalars(query.order_by(Checkpoint.size)).all()


def add_notice(session: Session, competition_id: CompetitionId, *, digest: str, text: str) -> Notice:
    row = Notice(competition_id=competition_id, digest=digest, text=text)
    session.add(row)
    session.flush()
    return row


def notices(session: Session, competition_id: CompetitionId) -> dict[str, str]:
    """Text by digest."""
    query = select(Notice.digest, Notice.text).where(Notice.competition_id == competition_id)
    return dict(session.execute(query.order_by(Notice.digest)).all())
