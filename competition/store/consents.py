"""Leave to send advertising. A consent that ended is removed: nothing is left to write to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from competition.store.models import Consent
from competition.store.types import CompetitionId


def add(session: Session, consent: Consent) -> Consent:
    session.add(consent)
    session.flush()
    return consent


def by_public_id(session: Session, public_id: str) -> Consent | None:
    return _one(session, Consent.public_id == public_id)


def by_address(session: Session, competition_id: CompetitionId, address_digest: bytes) -> Consent | None:
    return _one(session, Consent.competition_id == competition_id, Consent.address_digest == address_digest)


def _one(session: Session, *conditions: ColumnElement[bool]) -> Consent | None:
    query = select(Consent).where(*conditions)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def hold(session: Session, public_id: str) -> Consent | None:
    """Read it and keep others from changing it until the end."""
    query = select(Consent).where(Consent.public_id == public_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).first()


def confirmed(session: Session, competition_id: CompetitionId) -> Sequence[Consent]:
    """In the order in which they were confirmed."""
    query = select(Consent).where(Consent.competition_id == competition_id, Consent.confirmed_at.is_not(None))
    return session.scalars(query.order_by(Consent.confirmed_at, Consent.id)).all()


def remove(session: Session, consent: Consent) -> None:
    session.execute(delete(Consent).where(Consent.id == consent.id))


def remove_unconfirmed(session: Session, competition_id: CompetitionId) -> int:
    """Take away those that nobody confirmed: how many."""
    gone = delete(Consent).where(Consent.competition_id == competition_id, Consent.confirmed_at.is_(None))
    return len(session.execute(gone.returning(Consent.id)).all())
