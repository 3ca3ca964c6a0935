"""Who holds which prize unit, what was written to them, and what they told us to send it with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import INSERT_ONLY, Base, one_of
from competition.store.types import AwardId, CompetitionId, Hex64

AWARD_STATES = (
    *("drawn", "notified", "claimed", "dispatched", "received"),
    *("lapsed", "declined", "ineligible", "undeliverable"),
)
_ENDED = "state IN ('lapsed', 'declined', 'ineligible', 'undeliverable')"
NOTICE_KINDS = ("won", "promoted", "reminder", "final_notice")


class Award(Base, kw_only=True):
    """One ticket's hold on one prize unit. The public log is the evidence; this is the working copy."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("public_id", name="uq_award_public_id"),
        UniqueConstraint("check_code", name="uq_award_check_code"),
        # Whoever holds a unit is a line of the result, and each line is used once: no more winners can be
        # told than there are prizes and promotions (guarantee P10).
        UniqueConstraint("competition_id", "draw", "kind", "number", name="uq_award_place"),
        UniqueConstraint("competition_id", "draw", "ticket", name="uq_award_ticket"),
        ForeignKeyConstraint(
            ["competition_id", "draw", "kind", "number"],
            ["result.competition_id", "result.draw", "result.kind", "result.number"],
        ),
        ForeignKeyConstraint(
            ["competition_id", "draw", "ticket"],
            ["result.competition_id", "result.draw", "result.ticket"],
        ),
        # One holder at a time.
        Index(
            "uq_award_holder",
            "competition_id",
            "draw",
            "unit",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        one_of("state", AWARD_STATES),
        one_of("kind", ("prize", "reserve")),
        CheckConstraint("unit > 0 AND (kind = 'reserve' OR number = unit)", name="unit"),
        CheckConstraint(
            f"(ended_at IS NOT NULL) = ({_ENDED}) AND (reason IS NOT NULL) = ({_ENDED})", name="ended"
        ),
        CheckConstraint("state NOT IN ('claimed', 'dispatched') OR claimed_at IS NOT NULL", name="claimed"),
        CheckConstraint("(state = 'received') = (received_at IS NOT NULL)", name="received"),
        CheckConstraint("state <> 'dispatched' OR dispatched_at IS NOT NULL", name="dispatched"),
    )

    id: Mapped[AwardId] = mapped_column(primary_key=True, init=False)
    # 128 random bits as 32 hex digits: what the claim link carries.
    public_id: Mapped[str] = mapped_column(String(32))
    # Printed in every letter about this award, so that whoever gets one can ask whether it is ours.
    check_code: Mapped[str] = mapped_column(String(8))
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    draw: Mapped[int]
    unit: Mapped[int]
    # The line of the result by which the ticket holds the unit: its prize, or which reserve.
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    ticket: Mapped[str] = mapped_column(Hex64)
    state: Mapped[str] = mapped_column(String(16), default="drawn")
    # Since the draw or the promotion.
    held_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None] = mapped_column(default=None)
    dispatched_at: Mapped[datetime | None] = mapped_column(default=None)
    # When the winner was asked whether it has come.
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    # One of the manifest's `vacancy_reasons`.
    reason: Mapped[str | None] = mapped_column(String(32), default=None)
    # What the approvers saw; the log has its digest. May be personal, and is erased with the contact.
    evidence: Mapped[str | None] = mapped_column(Text, default=None)
    # Chosen at the claim: how much of the winner may be shown, and the county that may be.
    publication: Mapped[str | None] = mapped_column(Text, default=None)
    county: Mapped[str | None] = mapped_column(Text, default=None)
    carrier: Mapped[str | None] = mapped_column(Text, default=None)
    tracking: Mapped[str | None] = mapped_column(Text, default=None)


class AwardNotice(Base, kw_only=True):
    """An attempt to reach a winner: a `notified` line of the log. The key allows one of each number."""

    __tablename__ = "award_notice"
    __table_args__ = (
        UniqueConstraint("award_id", "step", name="uq_award_notice_step"),
        one_of("kind", NOTICE_KINDS),
        CheckConstraint("attempt > 0", name="attempt"),
        INSERT_ONLY,
    )

    award_id: Mapped[AwardId] = mapped_column(ForeignKey("award.id"), primary_key=True)
    # From 1, as in the log.
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Which notice of the plan, from 0; one that was missed is left out.
    step: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    noticed_at: Mapped[datetime]


class AwardContact(Base, kw_only=True):
    """Where the prize goes. Asked at the claim, stored apart from everything else, erased when it is over."""

    __tablename__ = "award_contact"

    award_id: Mapped[AwardId] = mapped_column(ForeignKey("award.id"), primary_key=True)
    recipient: Mapped[str] = mapped_column(Text, default="")
    street: Mapped[str] = mapped_column(Text, default="")
    more: Mapped[str] = mapped_column(Text, default="")
    town: Mapped[str] = mapped_column(Text, default="")
    county: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str] = mapped_column(Text, default="")
    country: Mapped[str] = mapped_column(Text, default="")
    second_email: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime]


class AwardRelease(Base, kw_only=True):
    """An admin saw every recipient of the first notices and typed their number. Before it none is written."""

    __tablename__ = "award_release"
    __table_args__ = (
        ForeignKeyConstraint(["competition_id", "draw"], ["draw.competition_id", "draw.draw"]),
        CheckConstraint("recipients > 0", name="recipients"),
        INSERT_ONLY,
    )

    competition_id: Mapped[CompetitionId] = mapped_column(primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recipients: Mapped[int]
    actor: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime]


class MailStop(Base, kw_only=True):
    """While it is not lifted no letter leaves, of one competition or, where it names none, of any."""

    __tablename__ = "mail_stop"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted"),
        Index("ix_mail_stop_lifted_at", "lifted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    competition_id: Mapped[CompetitionId | None] = mapped_column(ForeignKey("competition.id"), default=None)
    stopped_at: Mapped[datetime]
    stopped_by: Mapped[str] = mapped_column(Text)
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)
    lifted_by: Mapped[str | None] = mapped_column(Text, default=None)


class PrizeCode(Base, kw_only=True):
    """A digital prize, sealed with a key that the database does not hold. Shown once, then emptied."""

    __tablename__ = "prize_code"
    __table_args__ = (
        # The same code is not given to two winners, nor loaded twice.
        UniqueConstraint("competition_id", "digest", name="uq_prize_code_digest"),
        UniqueConstraint("award_id", name="uq_prize_code_award"),
        CheckConstraint("length(digest) = 32", name="digest"),
        CheckConstraint("(sealed IS NULL) = (shown_at IS NOT NULL)", name="shown"),
        CheckConstraint("shown_at IS NULL OR award_id IS NOT NULL", name="given"),
        Index("ix_prize_code_pool", "competition_id", "prize", "award_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    # Which prize of the manifest's list, from 1.
    prize: Mapped[int]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    award_id: Mapped[AwardId | None] = mapped_column(ForeignKey("award.id"), default=None)
    loaded_at: Mapped[datetime]
    shown_at: Mapped[datetime | None] = mapped_column(default=None)


class Handover(Base, kw_only=True):
    """A link by which a distributor gets the addresses of winners, until it expires or is deleted."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("public_id", name="uq_handover_public_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    public_id: Mapped[str] = mapped_column(String(32))
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
