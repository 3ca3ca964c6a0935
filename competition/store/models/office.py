"""The outbox, and the private record of who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

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
from competition.store.types import CompetitionId, EntryId, Hex64, MessageId

MESSAGE_STATUSES = ("due", "leased", "sent", "parked")
_OURS = text("actor <> 'reader'")
_OF_A_COMPLAINT = text("complaint_id IS NOT NULL")


class Message(Base, kw_only=True):
    """A mail, written in the transaction of the change it tells of: neither exists without the other."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("message_id", name="uq_message_message_id"),
        # The same letter is not written twice, however often its cause is repeated; and its index finds an
        # entry's letters.
        UniqueConstraint("entry_id", "kind", "ordinal", name="uq_message_once"),
        one_of("status", MESSAGE_STATUSES),
        CheckConstraint(
            "(status = 'leased') = (lease_id IS NOT NULL) AND (lease_id IS NULL) = (lease_until IS NULL)",
            name="lease",
        ),
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        Index("ix_message_status_due_at", "status", "due_at", "id"),
        Index("ix_message_recipient_digest_created_at", "recipient_digest", "created_at"),
        Index(
            "ix_message_complaint_id",
            "complaint_id",
            sqlite_where=_OF_A_COMPLAINT,
            postgresql_where=_OF_A_COMPLAINT,
        ),
    )

    id: Mapped[MessageId] = mapped_column(primary_key=True, init=False)
    # The Message-ID header, the same in every copy, so that a reader's mailbox can drop a repeat.
    message_id: Mapped[str] = mapped_column(Text)
    # Which letter it is: `confirm`, `receipt`, `frozen` ...
    kind: Mapped[str] = mapped_column(String(32))
    # None for a letter that is about no competition, such as an invitation to an admin.
    competition_id: Mapped[CompetitionId | None] = mapped_column(ForeignKey("competition.id"))
    entry_id: Mapped[EntryId | None] = mapped_column(ForeignKey("entry.id"), default=None)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), default=None)
    # 0 for the first of its kind to this entry, 1 for the next (a resend that was asked for).
    ordinal: Mapped[int] = mapped_column(default=0)
    recipient: Mapped[str] = mapped_column(Text)
    # Keyed hash of the folded recipient, the same in all competitions: mails per person are counted by it.
    recipient_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # [{"name", "type", "content"}], content in base64.
    attachments: Mapped[list[dict[str, str]]] = mapped_column(JSON, default_factory=list)
    # Of advertising only: the address that ends it, for the headers of RFC 8058.
    unsubscribe: Mapped[str | None] = mapped_column(Text, default=None)
    status: Mapped[str] = mapped_column(String(16), default="due")
    due_at: Mapped[datetime]
    # Counted when leased, not when sent: a worker that dies has used one up, and copies stay bounded (F3).
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    # Who holds it. Every lease has a new id: whoever slept through its own can no longer write (P2).
    lease_id: Mapped[str | None] = mapped_column(String(64), default=None)
    last_error: Mapped[str | None] = mapped_column(Text, default=None)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)


class Activity(Base, kw_only=True):
    """Who did what and when. Private: the public half of the story is the log."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_competition_id", "competition_id", "id"),
        # What the promoter's side did to one entry or ticket. Readers' rows, a million of them, pay nothing.
        Index("ix_activity_subject", "subject", "id", sqlite_where=_OURS, postgresql_where=_OURS),
        INSERT_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime]
    # `clock`, `reader`, `operator` or an admin's code; never an address.
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(64))
    competition_id: Mapped[CompetitionId | None] = mapped_column(ForeignKey("competition.id"), default=None)
    # What it was done to: a public id, a ticket, a draw number. Rows outlive erasure, so nothing personal.
    subject: Mapped[str | None] = mapped_column(Text, default=None)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)


class ActivityLink(Base, kw_only=True):
    """Chains what the promoter's side did: admins, the operator, the clock. Each row names the one before.

    What readers did is not chained: they would all wait for each other, and their receipts stand for it.
    """

    __tablename__ = "activity_link"
    __table_args__ = (
        # A chain does not fork: no two rows follow the same one.
        UniqueConstraint("previous", name="uq_activity_link_previous"),
        UniqueConstraint("digest", name="uq_activity_link_digest"),
        INSERT_ONLY,
    )

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True, autoincrement=False)
    # The `digest` of the link before this one; 64 zeros for the first.
    previous: Mapped[str] = mapped_column(Hex64)
    # SHA-256 over `previous` and all that the activity's row says.
    digest: Mapped[str] = mapped_column(Hex64)
