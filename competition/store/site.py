"""What a site is set up with: single rows, each put in the place of the one before it."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import SetUpLink, SitePromoter

_DIALECTS = {"postgresql": postgresql, "sqlite": sqlite}


def put(session: Session, row: SetUpLink | SitePromoter) -> None:
    """Store the one row of its table, whatever stood there."""
    connection, values = session.connection(), rows.values(row)
    insert = _DIALECTS[connection.dialect.name].insert(cast("Table", type(row).__table__)).values(values)
    # Two who do this at once both succeed, and the later one counts.
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=values))
    session.expire_all()


def set_up_link(session: Session) -> SetUpLink | None:
    return session.get(SetUpLink, 1)


def use_set_up_link(session: Session, link_id: str) -> bool:
    """Take the link away; False where it is gone already, or another."""
    gone = delete(SetUpLink).where(SetUpLink.link_id == link_id).returning(SetUpLink.id)
    return session.execute(gone).first() is not None


def promoter(session: Session) -> SitePromoter | None:
    return session.get(SitePromoter, 1)
