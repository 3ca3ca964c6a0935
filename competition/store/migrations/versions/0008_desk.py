"""The desk: numbers of an event as two people type them, and what admins were told.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from competition.store.migrations.triggers import make_insert_only

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _typed_values()
    _notices()


def _typed_values() -> None:
    op.create_table(
        "typed_value",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        Column("attempt", sa.Integer(), autoincrement=False, nullable=False),
        Column("place", sa.Integer(), autoincrement=False, nullable=False),
        Column("typed_by", sa.Text(), nullable=False),
        Column("value", sa.Text(), nullable=False),
        Column("typed_at", INSTANT, nullable=False),
        sa.CheckConstraint("place IN (1, 2)", name="ck_typed_value_place"),
        sa.CheckConstraint("attempt > 0", name="ck_typed_value_attempt"),
        sa.ForeignKeyConstraint(
            ["competition_id", "draw"],
            ["freeze.competition_id", "freeze.draw"],
            name="fk_typed_value_competition_id_draw",
        ),
        sa.PrimaryKeyConstraint("competition_id", "draw", "attempt", "place", name="pk_typed_value"),
        sa.UniqueConstraint("competition_id", "draw", "attempt", "typed_by", name="uq_typed_value_typist"),
    )
    make_insert_only("typed_value")


def _notices() -> None:
    op.create_table(
        "desk_notice",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("kind", sa.String(32), nullable=False),
        Column("subject", sa.String(64), nullable=False),
        Column("recipients", sa.Integer(), nullable=False),
        Column("noticed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_desk_notice_competition_id"),
        sa.PrimaryKeyConstraint("competition_id", "kind", "subject", name="pk_desk_notice"),
    )
    make_insert_only("desk_notice")
