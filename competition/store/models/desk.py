"""What admins type of a public event, and what the clock has told them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import INSERT_ONLY, Base
from competition.store.types import CompetitionId


class TypedValue(Base, kw_only=True):
    """The numbers of an event as one person typed them. Two equal ones draw."""

    __tablename__ = "typed_value"
    __table_args__ = (
        ForeignKeyConstraint(["competition_id", "draw"], ["freeze.competition_id", "freeze.draw"]),
        # In one attempt there are two places, and nobody has both.
        UniqueConstraint("competition_id", "draw", "attempt", "typed_by", name="uq_typed_value_typist"),
        CheckConstraint("place IN (1, 2)", name="place"),
        CheckConstraint("attempt > 0", name="attempt"),
        INSERT_ONLY,
    )

    competition_id: Mapped[CompetitionId] = mapped_column(primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # One more after two that were not equal.
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # The code that the record names (§7).
    typed_by: Mapped[str] = mapped_column(Text)
    # The key string of RFC 3797. Shown to nobody before it has drawn.
    value: Mapped[str] = mapped_column(Text)
    typed_at: Mapped[datetime]


class DeskNotice(Base, kw_only=True):
    """The clock has told the admins of one occasion. By its key it does so once."""

    __tablename__ = "desk_notice"
    __table_args__ = (INSERT_ONLY,)

    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    # Which letter.
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    # What it is about, where one competition has several: an award, an instant. Nothing personal.
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    # How many admins were written to.
    recipients: Mapped[int]
    noticed_at: Mapped[datetime]
