"""Reviewing entries: flags, counted hours, appeals, conflicts of interest, and the lists' indexes.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)
OURS = sa.text("actor <> 'reader'")
HEX64 = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    _entries()
    _flags()
    _appeals()
    _conflicts()


def _entries() -> None:
    op.add_column("entry", Column("took", sa.Integer()))
    op.create_index("ix_entry_entered_at", "entry", ["competition_id", "entered_at", "id"])
    op.create_index("ix_entry_status", "entry", ["competition_id", "status", "entered_at", "id"])
    op.create_index(
        "ix_activity_subject", "activity", ["subject", "id"], sqlite_where=OURS, postgresql_where=OURS
    )


def _flags() -> None:
    op.create_table(
        "flag",
        Column("entry_id", sa.Integer(), nullable=False),
        Column("reason", sa.String(16), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("entered_at", INSTANT, nullable=False),
        Column("detail", sa.Text(), nullable=False),
        Column("flagged_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "reason IN ('burst', 'quick', 'near_name', 'near_address', 'disposable')", name="ck_flag_reason"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_flag_entry_id"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_flag_competition_id"),
        sa.PrimaryKeyConstraint("entry_id", "reason", name="pk_flag"),
    )
    op.create_index("ix_flag_reason", "flag", ["competition_id", "reason", "entered_at", "entry_id"])
    op.create_table(
        "intake",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("hour", INSTANT, nullable=False),
        Column("until", INSTANT, nullable=False),
        Column("entries", sa.Integer(), nullable=False),
        Column("busiest", sa.Integer(), nullable=False),
        Column("bursting", sa.Integer(), nullable=False),
        sa.CheckConstraint("bursting <= entries AND busiest <= entries", name="ck_intake_counts"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_intake_competition_id"),
        sa.PrimaryKeyConstraint("competition_id", "hour", name="pk_intake"),
    )


def _appeals() -> None:
    op.create_table(
        "appeal",
        Column("id", sa.Integer(), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("ticket", HEX64, nullable=False),
        Column("reason", sa.String(32), nullable=False),
        Column("excluded_by", sa.Text(), nullable=False),
        Column("excluded_at", INSTANT, nullable=False),
        Column("text", sa.Text()),
        Column("sent_at", INSTANT, nullable=False),
        Column("decided_by", sa.Text()),
        Column("decided_at", INSTANT),
        Column("granted", sa.Boolean()),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (granted IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="ck_appeal_decided",
        ),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_appeal_competition_id"),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.ticket"], name="fk_appeal_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_appeal"),
        sa.UniqueConstraint("ticket", "excluded_at", name="uq_appeal_exclusion"),
    )
    op.create_index("ix_appeal_competition_id", "appeal", ["competition_id", "decided_at"])


def _conflicts() -> None:
    op.create_table(
        "conflict",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("address_digest", sa.LargeBinary(32), nullable=False),
        sa.CheckConstraint("length(address_digest) = 32", name="ck_conflict_address_digest"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_conflict_competition_id"),
        sa.PrimaryKeyConstraint("competition_id", "address_digest", name="pk_conflict"),
    )
