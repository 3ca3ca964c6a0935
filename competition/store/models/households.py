"""Households, where a competition gives one prize to each."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import Base
from competition.store.types import CompetitionId


class Household(Base, kw_only=True):
    """The group of a household's tickets: the first who confirms makes it, the others share it.

    Goes with the last entry of the household that is emptied.
    """

    __tablename__ = "household"
    __table_args__ = (
        CheckConstraint("length(digest) = 32", name="digest"),
        UniqueConstraint("competition_id", "group_code", name="uq_household_group"),
    )

    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    # Keyed hash of the folded postcode and house, with the competition's key. Personal, like an address's.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    group_code: Mapped[str] = mapped_column(String(16))
