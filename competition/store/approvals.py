"""What one admin asks for and another decides."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.store.models import Approval, Ticket
from competition.store.types import CompetitionId, EntryId

_LATELY = 20


def add(session: Session, row: Approval) -> None:
    session.add(row)
    session.flush()


def by_public_id(session: Session, public_id: str) -> Approval | None:
    """The request, read anew: who waited for the lock sees what happened meanwhile."""
    query = select(Approval).where(Approval.public_id == public_id)
    return session.scalar(query.execution_options(populate_existing=True))


def waiting_for(session: Session, competition_id: CompetitionId, kind: str, subject: str) -> Approval | None:
    same = (Approval.competition_id == competition_id, Approval.kind == kind, Approval.subject == subject)
    return session.scalar(select(Approval).where(*same, Approval.decided_at.is_(None)))


def undecided(session: Session) -> Sequence[Approval]:
    return session.scalars(select(Approval).where(Approval.decided_at.is_(None)).order_by(Approval.id)).all()


def decided(session: Session) -> Sequence[Approval]:
    query = select(Approval).where(Approval.decided_at.is_not(None))
    return session.scalars(query.order_by(Approval.decided_at.desc()).limit(_LATELY)).all()


def forget(session: Session, entries: Sequence[EntryId]) -> None:
    """Take out of requests what was said in them about these people."""
    tickets = select(Ticket.ticket).where(Ticket.entry_id.in_(entries))
    about = select(Approval).where(
        Approval.kind == "vacate", Approval.payload["ticket"].as_string().in_(tickets)
    )
    for row in session.scalars(about):
        row.payload = {**row.payload, "evidence": ""}
    session.flush()
