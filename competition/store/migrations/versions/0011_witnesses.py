"""Outside witnesses: what they signed of each frozen list.

Revision ID: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from competition.store.migrations.triggers import make_insert_only

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "cosignature",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        Column("witness", sa.String(300), nullable=False),
        Column("line", sa.Text(), nullable=False),
        Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id", "draw"],
            ["freeze.competition_id", "freeze.draw"],
            name="fk_cosignature_competition_id_draw",
        ),
        sa.PrimaryKeyConstraint("competition_id", "draw", "witness", name="pk_cosignature"),
    )
    make_insert_only("cosignature")
