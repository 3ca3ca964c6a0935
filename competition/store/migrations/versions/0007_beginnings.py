"""The first owner's link, and the promoter that a new draft begins with.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0007"
down_revision = "0006"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _site()


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
