"""Drafts of competitions, as their editors typed them, and who saved which fields when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import Base
from competition.store.types import CompetitionId


class Draft(Base, kw_only=True):
    """What will be a competition. Nothing in it binds anybody, so it may change and go."""

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("(picture IS NULL) = (picture_type IS NULL)", name="picture_type"),
        # A published one is locked: from then on the manifest is what holds.
        CheckConstraint("(competition_id IS NULL) = (published_at IS NULL)", name="published"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    # Counts the saves. Whoever saves names the one they looked at; another is refused.
    version: Mapped[int] = mapped_column(default=1)
    # By field of the editor, word for word as typed.
    typed: Mapped[dict[str, str]] = mapped_column(JSON)
    # By rule number: who said when that it does not apply.
    marks: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    picture: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    picture_type: Mapped[str | None] = mapped_column(Text, default=None)
    saved_by: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
    competition_id: Mapped[CompetitionId | None] = mapped_column(ForeignKey("competition.id"), default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)


class DraftSave(Base, kw_only=True):
    """One save: what a colleague is told whose page is older than it."""

    __tablename__ = "draft_save"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    actor: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    fields: Mapped[list[str]] = mapped_column(JSON)
