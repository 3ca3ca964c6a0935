"""Admins: who they are, how they prove it, and what two of them decide together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
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

from competition.store.models.base import Base, one_of
from competition.store.types import AdminId, CompetitionId

ADMIN_ROLES = ("owner", "editor", "fulfilment", "observer")
ADMIN_STATUSES = ("invited", "active", "disabled")
LINK_PURPOSES = ("join", "reset")
APPROVAL_KINDS = ("void", "vacate", "dates")
UNDECIDED = text("decided_at IS NULL")


class Admin(Base, kw_only=True):
    """One of the promoter's people. Never deleted: the activity record and the public log name the code."""

    __tablename__ = "admin"
    __table_args__ = (
        UniqueConstraint("code", name="uq_admin_code"),
        UniqueConstraint("address", name="uq_admin_address"),
        UniqueConstraint("link_id", name="uq_admin_link_id"),
        one_of("role", ADMIN_ROLES),
        one_of("status", ADMIN_STATUSES),
        CheckConstraint("status <> 'active' OR password_hash IS NOT NULL", name="active_has_password"),
        CheckConstraint(
            "(link_id IS NULL) = (link_until IS NULL) AND (link_id IS NULL) = (link_purpose IS NULL)",
            name="link",
        ),
    )

    id: Mapped[AdminId] = mapped_column(primary_key=True, init=False)
    # What the public log calls them (§8): a code, never a name.
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    # The address folded, by which one person has one account.
    address: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16), default="invited")
    # Argon2id with its parameters, as the library writes it.
    password_hash: Mapped[str | None] = mapped_column(Text, default=None)
    # Of the one-time codes, sealed with the instance's secrets; counts once `totp_since` is set.
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    totp_since: Mapped[datetime | None] = mapped_column(default=None)
    # The 30-second step of the newest code that was used: no code works twice (guarantee O25).
    totp_last_step: Mapped[int] = mapped_column(default=0)
    # An open link to join or to set a new password: used once, and the newest only.
    link_id: Mapped[str | None] = mapped_column(String(32), default=None)
    link_until: Mapped[datetime | None] = mapped_column(default=None)
    link_purpose: Mapped[str | None] = mapped_column(String(16), default=None)
    # From here on the account can approve what others ask for: an older request is not for it.
    active_since: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]


class Passkey(Base, kw_only=True):
    """A WebAuthn credential: a second factor that cannot be handed to a false site."""

    __tablename__ = "passkey"
    __table_args__ = (Index("ix_passkey_admin_id", "admin_id"),)

    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), primary_key=True)
    admin_id: Mapped[AdminId] = mapped_column(ForeignKey("admin.id"))
    name: Mapped[str] = mapped_column(Text)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]


class RecoveryCode(Base, kw_only=True):
    """A code on paper for the day the phone is lost: ten at a time, each good once."""

    __tablename__ = "recovery_code"

    admin_id: Mapped[AdminId] = mapped_column(ForeignKey("admin.id"), primary_key=True)
    # SHA-256 of the code, which has 80 random bits.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class AdminSession(Base, kw_only=True):
    """A browser that is signed in. It ends when its row says so, whatever cookie comes later."""

    __tablename__ = "admin_session"
    __table_args__ = (Index("ix_admin_session_admin_id", "admin_id"),)

    # SHA-256 of the token in the cookie, which is stored nowhere.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    admin_id: Mapped[AdminId] = mapped_column(ForeignKey("admin.id"))
    created_at: Mapped[datetime]
    until: Mapped[datetime]
    # When the second factor was shown; None for a sign-in that is half done.
    second_factor_at: Mapped[datetime | None] = mapped_column(default=None)
    # When the password was last given: what is dangerous asks for it again.
    proven_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    # The challenge of a passkey ceremony that is under way.
    challenge: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class SignInFailure(Base, kw_only=True):
    """A password or code that was wrong, counted by whom it was tried on and from where."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_account_at", "account", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    # Keyed hashes: of the folded address, whether or not there is such an account, and of the source.
    account: Mapped[bytes] = mapped_column(LargeBinary(32))
    source: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]


class Approval(Base, kw_only=True):
    """What one admin asks for and another decides. The asking and the decision are activity rows as well."""

    __tablename__ = "approval"
    __table_args__ = (
        UniqueConstraint("public_id", name="uq_approval_public_id"),
        one_of("kind", APPROVAL_KINDS),
        CheckConstraint("decided_by <> asked_by", name="two_people"),
        CheckConstraint(
            "(decided_at IS NULL) = (approved IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="decided",
        ),
        Index("ix_approval_competition_id", "competition_id", "decided_at"),
        # One open request for one thing: pressing twice asks once.
        Index(
            "uq_approval_open",
            "competition_id",
            "kind",
            "subject",
            unique=True,
            sqlite_where=UNDECIDED,
            postgresql_where=UNDECIDED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(String(32))
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    kind: Mapped[str] = mapped_column(String(16))
    # What it is about, such as `unit 2`; and what the executing use case needs. Nothing personal.
    subject: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_by: Mapped[AdminId] = mapped_column(ForeignKey("admin.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[AdminId | None] = mapped_column(ForeignKey("admin.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    approved: Mapped[bool | None] = mapped_column(default=None)
