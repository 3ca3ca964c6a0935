"""What a site is set up with: the link for its first owner, and who usually answers for its competitions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import Base


class SetUpLink(Base, kw_only=True):
    """The open link at which the first owner makes an account; it goes when it is used."""

    __tablename__ = "set_up_link"
    # One row at the most: a newer link takes the place of the one before it.
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    link_id: Mapped[str] = mapped_column(String(32))
    until: Mapped[datetime]


class SitePromoter(Base, kw_only=True):
    """What stands in a new draft as its promoter. A published competition has its own, in its manifest."""

    __tablename__ = "site_promoter"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
