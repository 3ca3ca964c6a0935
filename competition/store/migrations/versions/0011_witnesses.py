"""Outside witnesses: what they signed of each frozen list. Frozen lists in blocks, for proofs.

Revision ID: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from competition.draw.blocks import blocks_of, root_of_block
from competition.store.migrations.triggers import make_insert_only

revision = "0011"
down_revision = "0010"

_COLUMNS = ("competition_id", "draw", "list", "number", "first", "root", "lines")


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
    _blocks()
    _cut_what_is_frozen()


def _blocks() -> None:
    op.create_table(
        "frozen_block",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        Column("list", sa.String(16), nullable=False),
        Column("number", sa.Integer(), autoincrement=False, nullable=False),
        Column("first", sa.String(64), nullable=False),
        Column("root", sa.LargeBinary(), nullable=False),
        Column("lines", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("list IN ('entries', 'excluded')", name="ck_frozen_block_list"),
        sa.ForeignKeyConstraint(
            ["competition_id", "draw"],
            ["freeze.competition_id", "freeze.draw"],
            name="fk_frozen_block_competition_id_draw",
        ),
        sa.PrimaryKeyConstraint("competition_id", "draw", "list", "number", name="pk_frozen_block"),
        sa.UniqueConstraint("competition_id", "draw", "list", "first", name="uq_frozen_block_first"),
    )
    make_insert_only("frozen_block")


def _cut_what_is_frozen() -> None:
    """Lists that were frozen before there were blocks."""
    connection, block = op.get_bind(), sa.table("frozen_block", *map(sa.column, _COLUMNS))
    read = ("competition_id", "draw", "entries_file", "excluded_file")
    found = connection.execute(sa.select(sa.table("freeze", *map(sa.column, read))))
    for competition_id, draw, *files in found.all():
        for name, data in zip(("entries", "excluded"), files, strict=True):
            rows = [
                (competition_id, draw, name, number, lines[:64].decode(), root_of_block(lines), lines)
                for number, lines in enumerate(blocks_of(bytes(data)))
            ]
            if rows:
                values = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
                connection.execute(block.insert(), values)
