"""The page on which a box for advertising was ticked: the competition's own, or the form in a frame.

Revision ID: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("entry", sa.Column("marketing_page", sa.Text(), nullable=True))
