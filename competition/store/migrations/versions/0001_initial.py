"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from competition.store.migrations.triggers import (
    create_refusal,
    make_insert_only,
    refuse_tickets_after_freeze,
)

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)
HEX64 = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    create_refusal()
    _competitions()
    _entries()
    _records()
    _logs()
    _office()
    refuse_tickets_after_freeze()


def _competitions() -> None:
    op.create_table(
        "competition",
        Column("id", sa.Integer(), nullable=False),
        Column("slug", sa.String(60), nullable=False),
        Column("identity", sa.String(128), nullable=False),
        Column("title", sa.Text(), nullable=False),
        Column("status", sa.String(16), nullable=False),
        Column("time_zone", sa.Text(), nullable=False),
        Column("details", sa.JSON(), nullable=False),
        Column("opens", INSTANT, nullable=False),
        Column("closes", INSTANT, nullable=False),
        Column("confirm_by", INSTANT, nullable=False),
        Column("freeze_by", INSTANT, nullable=False),
        Column("draw_at", INSTANT, nullable=False),
        Column("address_key", sa.LargeBinary(32), nullable=False),
        Column("picture", sa.LargeBinary()),
        Column("picture_type", sa.Text()),
        Column("picture_alt", sa.Text()),
        Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'scheduled', 'open', 'closed', 'frozen', 'drawn', 'completed', 'voided')",
            name="ck_competition_status",
        ),
        sa.CheckConstraint("(picture IS NULL) = (picture_type IS NULL)", name="ck_competition_picture_type"),
        sa.CheckConstraint("length(address_key) = 32", name="ck_competition_address_key"),
        sa.CheckConstraint(
            "opens < closes AND closes < confirm_by AND confirm_by <= freeze_by AND freeze_by < draw_at",
            name="ck_competition_times_rise",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_competition"),
        sa.UniqueConstraint("identity", name="uq_competition_identity"),
        sa.UniqueConstraint("slug", name="uq_competition_slug"),
    )
    op.create_index("ix_competition_status_closes", "competition", ["status", "closes"])
    op.create_table(
        "manifest",
        Column("digest", HEX64, nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("version", sa.Integer(), nullable=False),
        Column("file", sa.LargeBinary(), nullable=False),
        Column("rules", sa.Text(), nullable=False),
        Column("published_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_manifest_competition_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_manifest"),
        sa.UniqueConstraint("competition_id", "version", name="uq_manifest_version"),
    )
    make_insert_only("manifest")


def _entries() -> None:
    op.create_table(
        "entry",
        Column("id", sa.Integer(), nullable=False),
        Column("public_id", sa.String(32), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("status", sa.String(16), nullable=False),
        Column("address", sa.Text()),
        Column("address_digest", sa.LargeBinary(32), nullable=False),
        Column("name", sa.Text()),
        Column("answer", sa.Text()),
        Column("publication", sa.Text(), nullable=False),
        Column("marketing", sa.Boolean(), nullable=False),
        Column("marketing_wording", sa.Text()),
        Column("nonce", sa.Text(), nullable=False),
        Column("code_tries", sa.Integer(), nullable=False),
        Column("entered_at", INSTANT, nullable=False),
        Column("confirmed_at", INSTANT),
        Column("salt", sa.LargeBinary(32)),
        Column("ticket", HEX64),
        sa.CheckConstraint(
            "status <> 'confirmed' OR (address IS NOT NULL AND salt IS NOT NULL"
            " AND ticket IS NOT NULL AND confirmed_at IS NOT NULL)",
            name="ck_entry_confirmed_is_whole",
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'confirmed', 'withdrawn', 'excluded', 'expired', 'erased')",
            name="ck_entry_status",
        ),
        sa.CheckConstraint(
            "NOT marketing OR marketing_wording IS NOT NULL", name="ck_entry_marketing_wording"
        ),
        sa.CheckConstraint("length(address_digest) = 32", name="ck_entry_address_digest"),
        sa.CheckConstraint("salt IS NULL OR length(salt) = 32", name="ck_entry_salt"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_entry_competition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("competition_id", "address_digest", name="uq_entry_competition_address"),
        sa.UniqueConstraint("nonce", name="uq_entry_nonce"),
        sa.UniqueConstraint("public_id", name="uq_entry_public_id"),
    )
    op.create_index("ix_entry_competition_id_id", "entry", ["competition_id", "id", "status"])
    op.create_table(
        "ticket",
        Column("ticket", HEX64, nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("entry_id", sa.Integer(), nullable=False),
        Column("group_code", sa.String(16)),
        Column("accepted_at", INSTANT, nullable=False),
        Column("manifest_digest", HEX64, nullable=False),
        Column("receipt", sa.Text(), nullable=False),
        sa.CheckConstraint("length(ticket) = 64", name="ck_ticket_ticket"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_ticket_competition_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_ticket_entry_id"),
        sa.ForeignKeyConstraint(["manifest_digest"], ["manifest.digest"], name="fk_ticket_manifest_digest"),
        sa.PrimaryKeyConstraint("ticket", name="pk_ticket"),
        sa.UniqueConstraint("competition_id", "ticket", name="uq_ticket_competition"),
        sa.UniqueConstraint("entry_id", name="uq_ticket_entry"),
    )
    op.create_index("ix_ticket_line", "ticket", ["competition_id", "ticket", "group_code"])
    make_insert_only("ticket")
    op.create_table(
        "exclusion",
        Column("ticket", HEX64, nullable=False),
        Column("reason", sa.String(32), nullable=False),
        Column("actor", sa.Text(), nullable=False),
        Column("excluded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.ticket"], name="fk_exclusion_ticket"),
        sa.PrimaryKeyConstraint("ticket", name="pk_exclusion"),
    )


def _records() -> None:
    op.create_table(
        "freeze",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        Column("statement_digest", HEX64, nullable=False),
        Column("note", sa.Text(), nullable=False),
        Column("entries_file", sa.LargeBinary(), nullable=False),
        Column("excluded_file", sa.LargeBinary(), nullable=False),
        Column("frozen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_freeze_competition_id"),
        sa.PrimaryKeyConstraint("competition_id", "draw", name="pk_freeze"),
        sa.UniqueConstraint("statement_digest", name="uq_freeze_statement"),
    )
    make_insert_only("freeze")
    op.create_table(
        "draw",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        Column("beacon_file", sa.LargeBinary(), nullable=False),
        Column("seed_file", sa.LargeBinary(), nullable=False),
        Column("drawn_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id", "draw"],
            ["freeze.competition_id", "freeze.draw"],
            name="fk_draw_competition_id_draw",
        ),
        sa.PrimaryKeyConstraint("competition_id", "draw", name="pk_draw"),
    )
    make_insert_only("draw")
    op.create_table(
        "result",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        Column("position", sa.Integer(), autoincrement=False, nullable=False),
        Column("kind", sa.String(16), nullable=False),
        Column("number", sa.Integer()),
        Column("ticket", HEX64),
        Column("score", HEX64),
        sa.CheckConstraint("(number IS NULL) = (kind = 'skip')", name="ck_result_number"),
        sa.CheckConstraint("(ticket IS NULL) = (kind = 'unawarded')", name="ck_result_ticket"),
        sa.CheckConstraint("kind IN ('prize', 'reserve', 'skip', 'unawarded')", name="ck_result_kind"),
        sa.CheckConstraint("(score IS NULL) = (ticket IS NULL)", name="ck_result_score"),
        sa.ForeignKeyConstraint(
            ["competition_id", "draw"],
            ["draw.competition_id", "draw.draw"],
            name="fk_result_competition_id_draw",
        ),
        sa.ForeignKeyConstraint(
            ["competition_id", "ticket"],
            ["ticket.competition_id", "ticket.ticket"],
            name="fk_result_competition_id_ticket",
        ),
        sa.PrimaryKeyConstraint("competition_id", "draw", "position", name="pk_result"),
        sa.UniqueConstraint("competition_id", "draw", "kind", "number", name="uq_result_number"),
        sa.UniqueConstraint("competition_id", "draw", "ticket", name="uq_result_ticket"),
    )
    make_insert_only("result")


def _logs() -> None:
    op.create_table(
        "log_line",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        Column("line", sa.Text(), nullable=False),
        Column("appended_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_log_line_competition_id"),
        sa.PrimaryKeyConstraint("competition_id", "seq", name="pk_log_line"),
    )
    make_insert_only("log_line")
    op.create_table(
        "checkpoint",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("size", sa.Integer(), autoincrement=False, nullable=False),
        Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_checkpoint_competition_id"),
        sa.PrimaryKeyConstraint("competition_id", "size", name="pk_checkpoint"),
    )
    make_insert_only("checkpoint")
    op.create_table(
        "notice",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("digest", HEX64, nullable=False),
        Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_notice_competition_id"),
        sa.PrimaryKeyConstraint("competition_id", "digest", name="pk_notice"),
    )
    make_insert_only("notice")


def _office() -> None:
    op.create_table(
        "message",
        Column("id", sa.Integer(), nullable=False),
        Column("message_id", sa.Text(), nullable=False),
        Column("kind", sa.String(32), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("entry_id", sa.Integer()),
        Column("ordinal", sa.Integer(), nullable=False),
        Column("recipient", sa.Text(), nullable=False),
        Column("recipient_digest", sa.LargeBinary(32), nullable=False),
        Column("subject", sa.Text(), nullable=False),
        Column("text", sa.Text(), nullable=False),
        Column("html", sa.Text(), nullable=False),
        Column("attachments", sa.JSON(), nullable=False),
        Column("status", sa.String(16), nullable=False),
        Column("due_at", INSTANT, nullable=False),
        Column("attempts", sa.Integer(), nullable=False),
        Column("lease_until", INSTANT),
        Column("lease_id", sa.String(64)),
        Column("last_error", sa.Text()),
        Column("created_at", INSTANT, nullable=False),
        Column("sent_at", INSTANT),
        sa.CheckConstraint(
            "(status = 'leased') = (lease_id IS NOT NULL) AND (lease_id IS NULL) = (lease_until IS NULL)",
            name="ck_message_lease",
        ),
        sa.CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="ck_message_sent_at"),
        sa.CheckConstraint("status IN ('due', 'leased', 'sent', 'parked')", name="ck_message_status"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_message_competition_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_message_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("kind", "entry_id", "ordinal", name="uq_message_once"),
        sa.UniqueConstraint("message_id", name="uq_message_message_id"),
    )
    op.create_index("ix_message_entry_id", "message", ["entry_id"])
    op.create_index("ix_message_recipient_digest_created_at", "message", ["recipient_digest", "created_at"])
    op.create_index("ix_message_status_due_at", "message", ["status", "due_at", "id"])
    op.create_table(
        "activity",
        Column("id", sa.Integer(), nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("actor", sa.Text(), nullable=False),
        Column("action", sa.String(64), nullable=False),
        Column("competition_id", sa.Integer()),
        Column("subject", sa.Text()),
        Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_activity_competition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
    )
    op.create_index("ix_activity_competition_id", "activity", ["competition_id", "id"])
    make_insert_only("activity")
