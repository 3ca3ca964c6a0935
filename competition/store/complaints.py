"""Complaints and data requests."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from competition.store.errors import constraint_name
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


def add_once(session: Session, complaint: Complaint) -> Complaint:
    """Store it; of a form that was sent twice, the row that is there already."""
    try:
        with session.begin_nested():
            session.add(complaint)
    except IntegrityError as error:
        found = _one(session, Complaint.nonce == complaint.nonce)
        if found is None or constraint_name(error) != "uq_complaint_nonce":
            raise
        return found
    return complaint


def by_public_id(session: Session, public_id: str) -> Complaint | None:
    return _one(session, Complaint.public_id == public_id)


def hold(session: Session, reference: str) -> Complaint | None:
    """Read it and keep others from changing it until the end."""
    query = select(Complaint).where(Complaint.reference == reference).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).first()


def _one(session: Session, condition: ColumnElement[bool]) -> Complaint | None:
    return session.scalars(select(Complaint).where(condition)).first()


def unanswered(session: Session) -> Sequence[Complaint]:
    """The oldest first."""
    query = select(Complaint).where(Complaint.answered_at.is_(None))
    return session.scalars(query.order_by(Complaint.received_at, Complaint.id)).all()


def by_digests(session: Session, digests: Collection[bytes]) -> Sequence[Complaint]:
    """Those of one person."""
    query = select(Complaint).where(Complaint.address_digest.in_(digests))
    return session.scalars(query.order_by(Complaint.id)).all()
