"""The first owner's link, the promoter that a new draft begins with, households, and who may embed.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0007"
down_revision = "0006"

IN_A_HOUSEHOLD = sa.text("household_digest IS NOT NULL")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _site()
    _households()
    op.add_column("competition", Column("embedders", sa.JSON()))


def _site() -> None:
    op.create_table(
        "set_up_link",
        Column("id", sa.Integer(), nullable=False, autoincrement=False),
        Column("link_id", sa.String(32), nullable=False),
        Column("until", INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_set_up_link_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_set_up_link"),
    )
    op.create_table(
        "site_promoter",
        Column("id", sa.Integer(), nullable=False, autoincrement=False),
        Column("name", sa.Text(), nullable=False),
        Column("address", sa.Text(), nullable=False),
        Column("contact", sa.Text(), nullable=False),
        Column("said_by", sa.Text(), nullable=False),
        Column("said_at", INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_site_promoter_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_site_promoter"),
    )


def _households() -> None:
    op.create_table(
        "household",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("digest", sa.LargeBinary(32), nullable=False),
        Column("group_code", sa.String(16), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name="ck_household_digest"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_household_competition_id"),
        sa.PrimaryKeyConstraint("competition_id", "digest", name="pk_household"),
        sa.UniqueConstraint("competition_id", "group_code", name="uq_household_group"),
    )
    kind = "BLOB" if op.get_bind().dialect.name == "sqlite" else "BYTEA"
    # With its CHECK in one statement: SQLite adds none later, and a rebuild of so large a table takes long.
    check = "CHECK (household_digest IS NULL OR length(household_digest) = 32)"
    op.execute(
        f"ALTER TABLE entry ADD COLUMN household_digest {kind} CONSTRAINT ck_entry_household_digest {check}"
    )
    op.create_index(
        "ix_entry_household",
        "entry",
        ["competition_id", "household_digest"],
        sqlite_where=IN_A_HOUSEHOLD,
        postgresql_where=IN_A_HOUSEHOLD,
    )
