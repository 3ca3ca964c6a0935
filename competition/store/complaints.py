"""Complaints and data requests."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from competition.store.models import Complaint, Message


def answered(session: Session) -> Sequence[Complaint]:
    """The oldest answer first."""
    query = select(Complaint).where(Complaint.answered_at.is_not(None))
    return session.scalars(query.order_by(Complaint.answered_at, Complaint.id)).all()


def remove(session: Session, rows: Collection[Complaint]) -> None:
    """Take them away with the letters about them."""
    ids = [row.id for row in rows]
    session.execute(delete(Message).where(Message.complaint_id.in_(ids)))
    session.execute(delete(Complaint).where(Complaint.id.in_(ids)))
