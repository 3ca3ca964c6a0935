"""Reviewing entries: flags with their reasons, counted hours, appeals, and who may not be confirmed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import Base, one_of
from competition.store.types import CompetitionId, EntryId, Hex64

FLAG_REASONS = ("burst", "quick", "near_name", "near_address", "disposable")


class Flag(Base, kw_only=True):
    """A reason to look at an entry. It excludes nobody: a person looks, and decides."""

    __tablename__ = "flag"
    __table_args__ = (
        one_of("reason", FLAG_REASONS),
        # The list of flagged entries, newest first, goes by this without sorting.
        Index("ix_flag_reason", "competition_id", "reason", "entered_at", "entry_id"),
    )

    entry_id: Mapped[EntryId] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(16), primary_key=True)
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    # That of the entry, so that pages of flagged entries come in the order of all others.
    entered_at: Mapped[datetime]
    # How it was found: a figure, or the version of the list that names a domain. Nothing personal.
    detail: Mapped[str] = mapped_column(Text)
    flagged_at: Mapped[datetime]


class Intake(Base, kw_only=True):
    """How many entries came in one hour, as far as they were looked at."""

    __tablename__ = "intake"
    __table_args__ = (CheckConstraint("bursting <= entries AND busiest <= entries", name="counts"),)

    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    # Entries from before this instant were looked at for signals; the next look begins here.
    until: Mapped[datetime]
    entries: Mapped[int]
    # The most that came in one minute, and how many came in minutes that were bursts.
    busiest: Mapped[int]
    bursting: Mapped[int]


class Appeal(Base, kw_only=True):
    """An entrant's objection to one exclusion. It stays when the exclusion is lifted, and proves why."""

    __tablename__ = "appeal"
    __table_args__ = (
        # One appeal for one exclusion; somebody who is left out a second time may appeal again.
        UniqueConstraint("ticket", "excluded_at", name="uq_appeal_exclusion"),
        CheckConstraint(
            "(decided_at IS NULL) = (granted IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="decided",
        ),
        Index("ix_appeal_competition_id", "competition_id", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    ticket: Mapped[str] = mapped_column(Hex64, ForeignKey("ticket.ticket"))
    # As the exclusion's row had them: a granted appeal takes that row away.
    reason: Mapped[str] = mapped_column(String(32))
    excluded_by: Mapped[str] = mapped_column(Text)
    excluded_at: Mapped[datetime]
    # What the entrant wrote; erased with the entry.
    text: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(Text, default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    granted: Mapped[bool | None] = mapped_column(default=None)


class Conflict(Base, kw_only=True):
    """Somebody close to the promoter, by the keyed digest of their address: it cannot be confirmed (N10)."""

    __tablename__ = "conflict"
    __table_args__ = (CheckConstraint("length(address_digest) = 32", name="address_digest"),)

    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    address_digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
