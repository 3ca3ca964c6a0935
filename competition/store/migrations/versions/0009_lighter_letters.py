"""One index fewer for every letter: what an entry writes is what it costs.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

OF_A_COMPLAINT = sa.text("complaint_id IS NOT NULL")


def upgrade() -> None:
    # Beginning with the entry, the constraint is the index for an entry's letters as well.
    op.drop_index("ix_message_entry_id", "message")
    op.drop_index("ix_message_complaint_id", "message")
    with op.batch_alter_table("message", table_args=_checks()) as message:
        message.drop_constraint("uq_message_once", type_="unique")
        message.create_unique_constraint("uq_message_once", ["entry_id", "kind", "ordinal"])
    op.create_index(
        "ix_message_complaint_id",
        "message",
        ["complaint_id"],
        sqlite_where=OF_A_COMPLAINT,
        postgresql_where=OF_A_COMPLAINT,
    )


def _checks() -> tuple[sa.CheckConstraint, ...]:
    # SQLite makes the table again, and Alembic does not read its CHECKs back.
    if op.get_context().dialect.name != "sqlite":
        return ()
    return (
        sa.CheckConstraint(
            "(status = 'leased') = (lease_id IS NOT NULL) AND (lease_id IS NULL) = (lease_until IS NULL)",
            name="ck_message_lease",
        ),
        sa.CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="ck_message_sent_at"),
        sa.CheckConstraint("status IN ('due', 'leased', 'sent', 'parked')", name="ck_message_status"),
    )
