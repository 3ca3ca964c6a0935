"""Consents, complaints, and the proof of what was erased; letters about no draw.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from competition.store.migrations.triggers import make_insert_only

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)
HEX64 = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    _consents()
    _complaints()
    _erasures()
    _purges()
    _letters()


def _consents() -> None:
    op.create_table(
        "consent",
        Column("id", sa.Integer(), nullable=False),
        Column("public_id", sa.String(32), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("address", sa.Text(), nullable=False),
        Column("address_digest", sa.LargeBinary(32), nullable=False),
        Column("wording", sa.Text(), nullable=False),
        Column("page", sa.Text(), nullable=False),
        Column("asked_at", INSTANT, nullable=False),
        Column("confirmed_at", INSTANT),
        sa.CheckConstraint("length(address_digest) = 32", name="ck_consent_address_digest"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_consent_competition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
        sa.UniqueConstraint("competition_id", "address_digest", name="uq_consent_competition_address"),
        sa.UniqueConstraint("public_id", name="uq_consent_public_id"),
    )


def _complaints() -> None:
    op.create_table(
        "complaint",
        Column("id", sa.Integer(), nullable=False),
        Column("public_id", sa.String(32), nullable=False),
        Column("reference", sa.String(16), nullable=False),
        Column("nonce", sa.Text(), nullable=False),
        Column("kind", sa.String(16), nullable=False),
        Column("address", sa.Text(), nullable=False),
        Column("address_digest", sa.LargeBinary(32), nullable=False),
        Column("text", sa.Text(), nullable=False),
        Column("received_at", INSTANT, nullable=False),
        Column("answered_at", INSTANT),
        sa.CheckConstraint(
            "kind IN ('complaint', 'access', 'correction', 'erasure', 'other')", name="ck_complaint_kind"
        ),
        sa.CheckConstraint("length(address_digest) = 32", name="ck_complaint_address_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint"),
        sa.UniqueConstraint("nonce", name="uq_complaint_nonce"),
        sa.UniqueConstraint("public_id", name="uq_complaint_public_id"),
        sa.UniqueConstraint("reference", name="uq_complaint_reference"),
    )
    op.create_index("ix_complaint_answered_at_received_at", "complaint", ["answered_at", "received_at"])


def _erasures() -> None:
    op.create_table(
        "erasure",
        Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("kind", sa.String(16), nullable=False),
        Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('asked', 'pending', 'entrants', 'winners')", name="ck_erasure_kind"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_erasure_competition_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_erasure_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_erasure"),
    )
    op.create_index("ix_erasure_at", "erasure", ["at"])
    op.create_index("ix_erasure_competition_id_kind", "erasure", ["competition_id", "kind"])
    make_insert_only("erasure")


def _purges() -> None:
    op.create_table(
        "purge",
        Column("digest", HEX64, nullable=False),
        Column("competition_id", sa.Integer()),
        Column("kind", sa.String(16), nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("certificate", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('pending', 'entrants', 'winners', 'complaints')", name="ck_purge_kind"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_purge_competition_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_purge"),
    )
    op.create_index("ix_purge_competition_id", "purge", ["competition_id", "kind"])
    make_insert_only("purge")


def _letters() -> None:
    """Of a complaint, or of advertising. SQLite makes the table again, whose checks it has to be told."""
    with op.batch_alter_table("message", table_args=_checks()) as message:
        message.add_column(Column("complaint_id", sa.Integer()))
        message.add_column(Column("unsubscribe", sa.Text()))
        message.create_foreign_key("fk_message_complaint_id", "complaint", ["complaint_id"], ["id"])
        message.create_index("ix_message_complaint_id", ["complaint_id"])


def _checks() -> tuple[sa.CheckConstraint, ...]:
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
