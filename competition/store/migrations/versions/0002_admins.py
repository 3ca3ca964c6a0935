"""Admins with their sessions and approvals; the activity record is chained; letters about no competition.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from competition.store.migrations.triggers import make_insert_only

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)
HEX64 = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
UNDECIDED = sa.text("decided_at IS NULL")


def upgrade() -> None:
    _letters()
    _admins()
    _sessions()
    _approvals()
    _chain()


def _letters() -> None:
    # SQLite rebuilds the table, and Alembic does not read its CHECKs back: they are named here.
    checks = (
        sa.CheckConstraint(
            "(status = 'leased') = (lease_id IS NOT NULL) AND (lease_id IS NULL) = (lease_until IS NULL)",
            name="ck_message_lease",
        ),
        sa.CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="ck_message_sent_at"),
        sa.CheckConstraint("status IN ('due', 'leased', 'sent', 'parked')", name="ck_message_status"),
    )
    with op.batch_alter_table("message", table_args=checks) as message:
        message.alter_column("competition_id", existing_type=sa.Integer(), nullable=True)


def _admins() -> None:
    op.create_table(
        "admin",
        Column("id", sa.Integer(), nullable=False),
        Column("code", sa.String(32), nullable=False),
        Column("name", sa.Text(), nullable=False),
        Column("email", sa.Text(), nullable=False),
        Column("address", sa.Text(), nullable=False),
        Column("role", sa.String(16), nullable=False),
        Column("status", sa.String(16), nullable=False),
        Column("password_hash", sa.Text()),
        Column("totp_secret", sa.LargeBinary()),
        Column("totp_since", INSTANT),
        Column("totp_last_step", sa.Integer(), nullable=False),
        Column("link_id", sa.String(32)),
        Column("link_until", INSTANT),
        Column("link_purpose", sa.String(16)),
        Column("active_since", INSTANT),
        Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("role IN ('owner', 'editor', 'fulfilment', 'observer')", name="ck_admin_role"),
        sa.CheckConstraint("status IN ('invited', 'active', 'disabled')", name="ck_admin_status"),
        sa.CheckConstraint(
            "status <> 'active' OR password_hash IS NOT NULL", name="ck_admin_active_has_password"
        ),
        sa.CheckConstraint(
            "(link_id IS NULL) = (link_until IS NULL) AND (link_id IS NULL) = (link_purpose IS NULL)",
            name="ck_admin_link",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_admin"),
        sa.UniqueConstraint("code", name="uq_admin_code"),
        sa.UniqueConstraint("address", name="uq_admin_address"),
        sa.UniqueConstraint("link_id", name="uq_admin_link_id"),
    )
    op.create_table(
        "passkey",
        Column("credential_id", sa.LargeBinary(1023), nullable=False),
        Column("admin_id", sa.Integer(), nullable=False),
        Column("name", sa.Text(), nullable=False),
        Column("public_key", sa.LargeBinary(), nullable=False),
        Column("sign_count", sa.BigInteger(), nullable=False),
        Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["admin_id"], ["admin.id"], name="fk_passkey_admin_id"),
        sa.PrimaryKeyConstraint("credential_id", name="pk_passkey"),
    )
    op.create_index("ix_passkey_admin_id", "passkey", ["admin_id"])
    op.create_table(
        "recovery_code",
        Column("admin_id", sa.Integer(), autoincrement=False, nullable=False),
        Column("digest", sa.LargeBinary(32), nullable=False),
        Column("used_at", INSTANT),
        sa.ForeignKeyConstraint(["admin_id"], ["admin.id"], name="fk_recovery_code_admin_id"),
        sa.PrimaryKeyConstraint("admin_id", "digest", name="pk_recovery_code"),
    )


def _sessions() -> None:
    op.create_table(
        "admin_session",
        Column("digest", sa.LargeBinary(32), nullable=False),
        Column("admin_id", sa.Integer(), nullable=False),
        Column("created_at", INSTANT, nullable=False),
        Column("until", INSTANT, nullable=False),
        Column("second_factor_at", INSTANT),
        Column("proven_at", INSTANT, nullable=False),
        Column("ended_at", INSTANT),
        Column("challenge", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["admin_id"], ["admin.id"], name="fk_admin_session_admin_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_admin_session"),
    )
    op.create_index("ix_admin_session_admin_id", "admin_session", ["admin_id"])
    op.create_table(
        "sign_in_failure",
        Column("id", sa.Integer(), nullable=False),
        Column("account", sa.LargeBinary(32), nullable=False),
        Column("source", sa.LargeBinary(32), nullable=False),
        Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_failure"),
    )
    op.create_index("ix_sign_in_failure_account_at", "sign_in_failure", ["account", "at"])


def _approvals() -> None:
    op.create_table(
        "approval",
        Column("id", sa.Integer(), nullable=False),
        Column("public_id", sa.String(32), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("kind", sa.String(16), nullable=False),
        Column("subject", sa.Text(), nullable=False),
        Column("payload", sa.JSON(), nullable=False),
        Column("asked_by", sa.Integer(), nullable=False),
        Column("asked_at", INSTANT, nullable=False),
        Column("decided_by", sa.Integer()),
        Column("decided_at", INSTANT),
        Column("approved", sa.Boolean()),
        sa.CheckConstraint("kind IN ('void', 'vacate', 'dates')", name="ck_approval_kind"),
        sa.CheckConstraint("decided_by <> asked_by", name="ck_approval_two_people"),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (approved IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="ck_approval_decided",
        ),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_approval_competition_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["admin.id"], name="fk_approval_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["admin.id"], name="fk_approval_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
        sa.UniqueConstraint("public_id", name="uq_approval_public_id"),
    )
    op.create_index("ix_approval_competition_id", "approval", ["competition_id", "decided_at"])
    op.create_index(
        "uq_approval_open",
        "approval",
        ["competition_id", "kind", "subject"],
        unique=True,
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )


def _chain() -> None:
    op.create_table(
        "activity_link",
        Column("activity_id", sa.Integer(), autoincrement=False, nullable=False),
        Column("previous", HEX64, nullable=False),
        Column("digest", HEX64, nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_activity_link_activity_id"),
        sa.PrimaryKeyConstraint("activity_id", name="pk_activity_link"),
        sa.UniqueConstraint("previous", name="uq_activity_link_previous"),
        sa.UniqueConstraint("digest", name="uq_activity_link_digest"),
    )
    make_insert_only("activity_link")
