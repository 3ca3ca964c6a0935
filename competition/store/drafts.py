"""Drafts. A save names the version it was made from; the database decides whether that is still the one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, undefer

from competition.store.models import Draft, DraftSave

_AGAIN = {"populate_existing": True}


def add(session: Session, draft: Draft) -> Draft:
    session.add(draft)
    session.flush()
    return draft


def by_id(session: Session, draft_id: int, *, with_picture: bool = False) -> Draft | None:
    query = select(Draft).where(Draft.id == draft_id).execution_options(**_AGAIN)
    return session.scalars(query.options(undefer(Draft.picture)) if with_picture else query).first()


def unpublished(session: Session) -> Sequence[Draft]:
    """The one saved last comes first."""
    query = select(Draft).where(Draft.published_at.is_(None)).order_by(Draft.saved_at.desc(), Draft.id.desc())
    return session.scalars(query.execution_options(**_AGAIN)).all()


def advance(session: Session, draft_id: int, *, version: int, actor: str, at: datetime) -> bool:
    """Make this save the next version of an unpublished draft. False: it is no longer at `version`."""
    change = update(Draft).where(Draft.id == draft_id, Draft.version == version, Draft.published_at.is_(None))
    values = {"version": version + 1, "saved_by": actor, "saved_at": at}
    return session.execute(change.values(**values).returning(Draft.id)).first() is not None


def add_save(session: Session, save: DraftSave) -> None:
    session.add(save)
    session.flush()


def saves_after(session: Session, draft_id: int, version: int) -> Sequence[DraftSave]:
    """What was saved since that version, oldest first."""
    query = select(DraftSave).where(DraftSave.draft_id == draft_id, DraftSave.version > version)
    return session.scalars(query.order_by(DraftSave.version)).all()


def remove(session: Session, draft_id: int) -> None:
    session.execute(delete(DraftSave).where(DraftSave.draft_id == draft_id))
    session.execute(delete(Draft).where(Draft.id == draft_id))
