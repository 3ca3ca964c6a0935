"""Drafts as typed, and who saved what; entries carry what the form also asked for.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _drafts()
    _saves()
    op.add_column("entry", Column("extras", sa.JSON()))


def _drafts() -> None:
    op.create_table(
        "draft",
        Column("id", sa.Integer(), nullable=False),
        Column("version", sa.Integer(), nullable=False),
        Column("typed", sa.JSON(), nullable=False),
        Column("marks", sa.JSON(), nullable=False),
        Column("picture", sa.LargeBinary()),
        Column("picture_type", sa.Text()),
        Column("saved_by", sa.Text(), nullable=False),
        Column("saved_at", INSTANT, nullable=False),
        Column("competition_id", sa.Integer()),
        Column("published_at", INSTANT),
        sa.CheckConstraint("(picture IS NULL) = (picture_type IS NULL)", name="ck_draft_picture_type"),
        sa.CheckConstraint("(competition_id IS NULL) = (published_at IS NULL)", name="ck_draft_published"),
        sa.CheckConstraint("version > 0", name="ck_draft_version"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_draft_competition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )


def _saves() -> None:
    op.create_table(
        "draft_save",
        Column("draft_id", sa.Integer(), nullable=False),
        Column("version", sa.Integer(), autoincrement=False, nullable=False),
        Column("actor", sa.Text(), nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_draft_save_draft_id"),
        sa.PrimaryKeyConstraint("draft_id", "version", name="pk_draft_save"),
    )
