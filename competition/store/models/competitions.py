"""Competitions and the manifests that bind them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import INSERT_ONLY, Base, one_of
from competition.store.types import CompetitionId, Hex64

COMPETITION_STATUSES = ("draft", "scheduled", "open", "closed", "frozen", "drawn", "completed", "voided")


class Competition(Base, kw_only=True):
    """One prize draw. What binds the promoter is the manifest; these columns are its working copy."""

    __tablename__ = "competition"
    __table_args__ = (
        UniqueConstraint("slug", name="uq_competition_slug"),
        UniqueConstraint("identity", name="uq_competition_identity"),
        one_of("status", COMPETITION_STATUSES),
        CheckConstraint(
            "opens < closes AND closes < confirm_by AND confirm_by <= freeze_by AND freeze_by < draw_at",
            name="times_rise",
        ),
        CheckConstraint("length(address_key) = 32", name="address_key"),
        CheckConstraint("(picture IS NULL) = (picture_type IS NULL)", name="picture_type"),
        Index("ix_competition_status_closes", "status", "closes"),
    )

    id: Mapped[CompetitionId] = mapped_column(primary_key=True, init=False)
    # The last part of the public address, `/c/<slug>`.
    slug: Mapped[str] = mapped_column(String(60))
    # The `competition` of every statement (§2). It is inside each ticket's hash and therefore never changes.
    identity: Mapped[str] = mapped_column(String(128))
    title: Mapped[str] = mapped_column(Text)
    # Moved one step at a time by the clock or an admin. The public log is the evidence for it.
    status: Mapped[str] = mapped_column(String(16), default="draft")
    # The zone in which readers are shown the times (an IANA name).
    time_zone: Mapped[str] = mapped_column(Text)
    # What the page says beyond the manifest: text, question, age rating.
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The times of the manifest in force (§3).
    opens: Mapped[datetime]
    closes: Mapped[datetime]
    confirm_by: Mapped[datetime]
    freeze_by: Mapped[datetime]
    draw_at: Mapped[datetime]
    # Keys the digest that finds a second entry of one address. Never rotated: a new one lets all in twice.
    address_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    picture: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    picture_type: Mapped[str | None] = mapped_column(Text, default=None)
    picture_alt: Mapped[str | None] = mapped_column(Text, default=None)
    # The origins of the sites that may show the form in a frame; presentation, which the desk may change.
    embedders: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    created_at: Mapped[datetime]


class Manifest(Base, kw_only=True):
    """A published manifest, byte for byte, with the terms it names by digest. An amendment is a new row."""

    __tablename__ = "manifest"
    __table_args__ = (
        UniqueConstraint("competition_id", "version", name="uq_manifest_version"),
        INSERT_ONLY,
    )

    # SHA-256 of `file`; the first log line, and each receipt, name it.
    digest: Mapped[str] = mapped_column(Hex64, primary_key=True)
    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"))
    # 1, 2, 3 ...; the highest is in force.
    version: Mapped[int]
    # `manifest.json` and `rules.txt` of the record, exactly as published.
    file: Mapped[bytes] = mapped_column(LargeBinary)
    rules: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
