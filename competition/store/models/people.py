"""What is kept of people beside their entries, and the proof of what was erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import INSERT_ONLY, Base, one_of
from competition.store.types import CompetitionId, EntryId, Hex64

COMPLAINT_KINDS = ("complaint", "access", "correction", "erasure", "other")
PURGE_KINDS = ("pending", "entrants", "winners", "complaints")


class Consent(Base, kw_only=True):
    """Leave to send advertising. It lives and ends apart from the entry it was given beside."""

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint("public_id", name="uq_consent_public_id"),
        UniqueConstraint("competition_id", "address_digest", name="uq_consent_competition_address"),
        CheckConstraint("length(address_digest) = 32", name="address_digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(String(32))
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    address: Mapped[str] = mapped_column(Text)
    # With the competition's key, as that of an entry.
    address_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    # The sentence that was agreed to, the path of the page that showed it, and when the box was ticked.
    wording: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    # By the link in a mail of its own; until then nobody is written to.
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)


class Complaint(Base, kw_only=True):
    """What somebody asked through the form for complaints and data requests. The law sets its clock."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("public_id", name="uq_complaint_public_id"),
        UniqueConstraint("reference", name="uq_complaint_reference"),
        UniqueConstraint("nonce", name="uq_complaint_nonce"),
        one_of("kind", COMPLAINT_KINDS),
        CheckConstraint("length(address_digest) = 32", name="address_digest"),
        Index("ix_complaint_answered_at_received_at", "answered_at", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(String(32))
    # What people quote: `C-7F3K-92QX`. No key to anything.
    reference: Mapped[str] = mapped_column(String(16))
    nonce: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(Text)
    # With the instance's secret, as that of a mail's recipient.
    address_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    text: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class Erasure(Base, kw_only=True):
    """That an entry was emptied, when and why. An empty one without this row is damage to the audit."""

    __tablename__ = "erasure"
    __table_args__ = (
        one_of("kind", ("asked", "pending", "entrants", "winners")),
        Index("ix_erasure_at", "at"),
        Index("ix_erasure_competition_id_kind", "competition_id", "kind"),
        INSERT_ONLY,
    )

    entry_id: Mapped[EntryId] = mapped_column(ForeignKey("entry.id"), primary_key=True, autoincrement=False)
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    # `asked` by the person; else the retention rule that fell due.
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class Purge(Base, kw_only=True):
    """The certificate of one purge. Names nobody: it counts, and pins who it was by a digest."""

    __tablename__ = "purge"
    __table_args__ = (
        one_of("kind", PURGE_KINDS),
        Index("ix_purge_competition_id", "competition_id", "kind"),
        INSERT_ONLY,
    )

    # SHA-256 of `certificate` in canonical JSON.
    digest: Mapped[str] = mapped_column(Hex64, primary_key=True)
    # None for what belongs to no competition.
    competition_id: Mapped[CompetitionId | None] = mapped_column(ForeignKey("competition.id"), default=None)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    certificate: Mapped[dict[str, Any]] = mapped_column(JSON)
