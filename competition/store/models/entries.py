"""Entries (personal, erasable), tickets (public, permanent), exclusions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import INSERT_ONLY, Base, one_of
from competition.store.types import CompetitionId, EntryId, Hex64

IN_A_HOUSEHOLD = text("household_digest IS NOT NULL")
ENTRY_STATUSES = ("pending", "confirmed", "withdrawn", "excluded", "expired", "erased")


class Entry(Base, kw_only=True):
    """What one person told us. Erasing empties the personal columns; the ticket stays, draws still audit."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("public_id", name="uq_entry_public_id"),
        # One entry per folded address: the database decides (guarantee O3).
        UniqueConstraint("competition_id", "address_digest", name="uq_entry_competition_address"),
        UniqueConstraint("nonce", name="uq_entry_nonce"),
        one_of("status", ENTRY_STATUSES),
        CheckConstraint("length(address_digest) = 32", name="address_digest"),
        CheckConstraint("household_digest IS NULL OR length(household_digest) = 32", name="household_digest"),
        CheckConstraint("salt IS NULL OR length(salt) = 32", name="salt"),
        CheckConstraint(
            "status <> 'confirmed' OR (address IS NOT NULL AND salt IS NOT NULL"
            " AND ticket IS NOT NULL AND confirmed_at IS NOT NULL)",
            name="confirmed_is_whole",
        ),
        CheckConstraint("NOT marketing OR marketing_wording IS NOT NULL", name="marketing_wording"),
        # In this order a batch goes on where the last one ended, without sorting all of them again.
        Index("ix_entry_competition_id_id", "competition_id", "id", "status"),
        # Pages of the admins' list, newest first: all, or those of one status; a day is a piece of either.
        Index("ix_entry_entered_at", "competition_id", "entered_at", "id"),
        # Who else lives there: asked for where somebody is erased.
        Index(
            "ix_entry_household",
            "competition_id",
            "household_digest",
            sqlite_where=IN_A_HOUSEHOLD,
            postgresql_where=IN_A_HOUSEHOLD,
        ),
        Index("ix_entry_status", "competition_id", "status", "entered_at", "id"),
    )

    id: Mapped[EntryId] = mapped_column(primary_key=True, init=False)
    # 128 random bits as 32 hex digits: what links and tokens carry instead of `id`.
    public_id: Mapped[str] = mapped_column(String(32))
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    status: Mapped[str] = mapped_column(String(16), default="pending")
    # As typed: mail goes here. Folded, it is the entrant in the ticket's hash (§4).
    address: Mapped[str | None] = mapped_column(Text)
    # Keyed hash of the folded address; stays after erasure, so that nobody enters twice.
    address_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    # The same of postcode and house, where each household can win one prize; goes with the rest.
    household_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    name: Mapped[str | None] = mapped_column(Text, default=None)
    answer: Mapped[str | None] = mapped_column(Text, default=None)
    # What else the form asked for, by its label (personal, erased with the rest).
    extras: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    # How much of a winner may be shown: the reader's choice on the form.
    publication: Mapped[str] = mapped_column(Text)
    marketing: Mapped[bool] = mapped_column(default=False)
    # The sentence that was agreed to, as it stood then: consent without it proves nothing.
    marketing_wording: Mapped[str | None] = mapped_column(Text, default=None)
    # The path of the page on which the box was ticked; entries from before this was kept have none.
    marketing_page: Mapped[str | None] = mapped_column(Text, default=None)
    # Of the form: sending the same form twice is one entry and one answer.
    nonce: Mapped[str] = mapped_column(Text)
    # How often the six digits, which follow from the secrets, were tried.
    code_tries: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime]
    # Seconds from making the form to its sending, where that is known.
    took: Mapped[int | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    # Opens the ticket together with the address (§4). Known to the entrant and us, never published.
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    ticket: Mapped[str | None] = mapped_column(Hex64, default=None)


class Ticket(Base, kw_only=True):
    """One chance. From here on it is in `entries.txt` or `excluded.txt`, or the audit fails (§1, 3)."""

    __tablename__ = "ticket"
    __table_args__ = (
        # The parent of `result`: a winner must be a ticket of the same competition (guarantee N12).
        UniqueConstraint("competition_id", "ticket", name="uq_ticket_competition"),
        UniqueConstraint("entry_id", name="uq_ticket_entry"),
        CheckConstraint("length(ticket) = 64", name="ticket"),
        # Holds whole lines of `entries.txt` in their order: a million are read five times faster than by row.
        Index("ix_ticket_line", "competition_id", "ticket", "group_code"),
        INSERT_ONLY,
    )

    ticket: Mapped[str] = mapped_column(Hex64, primary_key=True)
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    entry_id: Mapped[EntryId] = mapped_column(ForeignKey("entry.id"))
    # 16 hex digits shared by a person's or household's tickets; None when the group rule is `none`.
    group_code: Mapped[str | None] = mapped_column(String(16), default=None)
    accepted_at: Mapped[datetime]
    # The manifest in force when it was accepted.
    manifest_digest: Mapped[str] = mapped_column(Hex64, ForeignKey("manifest.digest"))
    # The signed note that the entrant holds.
    receipt: Mapped[str] = mapped_column(Text)


class Exclusion(Base, kw_only=True):
    """An issued ticket that does not take part: a line of `excluded.txt`, with who decided and when."""

    __tablename__ = "exclusion"

    ticket: Mapped[str] = mapped_column(Hex64, ForeignKey("ticket.ticket"), primary_key=True)
    # One of the manifest's `exclusion_reasons`.
    reason: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(Text)
    excluded_at: Mapped[datetime]
