"""Awards: who holds which prize unit, notices, contacts, the release and the stop, codes, hand-overs.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from competition.store.migrations.triggers import make_insert_only

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True)
HEX64 = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
ENDED = "state IN ('lapsed', 'declined', 'ineligible', 'undeliverable')"


def upgrade() -> None:
    _awards()
    _notices()
    _contacts()
    _switches()
    _codes()
    _handovers()


def _awards() -> None:
    op.create_table(
        "award",
        Column("id", sa.Integer(), nullable=False),
        Column("public_id", sa.String(32), nullable=False),
        Column("check_code", sa.String(8), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("draw", sa.Integer(), nullable=False),
        Column("unit", sa.Integer(), nullable=False),
        Column("kind", sa.String(16), nullable=False),
        Column("number", sa.Integer(), nullable=False),
        Column("ticket", HEX64, nullable=False),
        Column("state", sa.String(16), nullable=False),
        Column("held_at", INSTANT, nullable=False),
        Column("claimed_at", INSTANT),
        Column("dispatched_at", INSTANT),
        Column("asked_at", INSTANT),
        Column("received_at", INSTANT),
        Column("ended_at", INSTANT),
        Column("reason", sa.String(32)),
        Column("evidence", sa.Text()),
        Column("publication", sa.Text()),
        Column("county", sa.Text()),
        Column("carrier", sa.Text()),
        Column("tracking", sa.Text()),
        sa.CheckConstraint(
            "state IN ('drawn', 'notified', 'claimed', 'dispatched', 'received',"
            " 'lapsed', 'declined', 'ineligible', 'undeliverable')",
            name="ck_award_state",
        ),
        sa.CheckConstraint("kind IN ('prize', 'reserve')", name="ck_award_kind"),
        sa.CheckConstraint("unit > 0 AND (kind = 'reserve' OR number = unit)", name="ck_award_unit"),
        sa.CheckConstraint(
            f"(ended_at IS NOT NULL) = ({ENDED}) AND (reason IS NOT NULL) = ({ENDED})",
            name="ck_award_ended",
        ),
        sa.CheckConstraint(
            "state NOT IN ('claimed', 'dispatched') OR claimed_at IS NOT NULL", name="ck_award_claimed"
        ),
        sa.CheckConstraint("(state = 'received') = (received_at IS NOT NULL)", name="ck_award_received"),
        sa.CheckConstraint("state <> 'dispatched' OR dispatched_at IS NOT NULL", name="ck_award_dispatched"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_award_competition_id"),
        sa.ForeignKeyConstraint(
            ["competition_id", "draw", "kind", "number"],
            ["result.competition_id", "result.draw", "result.kind", "result.number"],
            name="fk_award_competition_id_draw_kind_number",
        ),
        sa.ForeignKeyConstraint(
            ["competition_id", "draw", "ticket"],
            ["result.competition_id", "result.draw", "result.ticket"],
            name="fk_award_competition_id_draw_ticket",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_award"),
        sa.UniqueConstraint("check_code", name="uq_award_check_code"),
        sa.UniqueConstraint("competition_id", "draw", "kind", "number", name="uq_award_place"),
        sa.UniqueConstraint("competition_id", "draw", "ticket", name="uq_award_ticket"),
        sa.UniqueConstraint("public_id", name="uq_award_public_id"),
    )
    held = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_award_holder",
        "award",
        ["competition_id", "draw", "unit"],
        unique=True,
        sqlite_where=held,
        postgresql_where=held,
    )


def _notices() -> None:
    op.create_table(
        "award_notice",
        Column("award_id", sa.Integer(), nullable=False),
        Column("attempt", sa.Integer(), autoincrement=False, nullable=False),
        Column("step", sa.Integer(), nullable=False),
        Column("kind", sa.String(16), nullable=False),
        Column("noticed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('won', 'promoted', 'reminder', 'final_notice')", name="ck_award_notice_kind"
        ),
        sa.CheckConstraint("attempt > 0", name="ck_award_notice_attempt"),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_award_notice_award_id"),
        sa.PrimaryKeyConstraint("award_id", "attempt", name="pk_award_notice"),
        sa.UniqueConstraint("award_id", "step", name="uq_award_notice_step"),
    )
    make_insert_only("award_notice")


def _contacts() -> None:
    lines = ("recipient", "street", "more", "town", "county", "postcode", "country", "second_email", "phone")
    op.create_table(
        "award_contact",
        Column("award_id", sa.Integer(), nullable=False),
        *(Column(line, sa.Text(), nullable=False) for line in lines),
        Column("given_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_award_contact_award_id"),
        sa.PrimaryKeyConstraint("award_id", name="pk_award_contact"),
    )


def _switches() -> None:
    op.create_table(
        "award_release",
        Column("competition_id", sa.Integer(), nullable=False),
        Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        Column("recipients", sa.Integer(), nullable=False),
        Column("actor", sa.Text(), nullable=False),
        Column("released_at", INSTANT, nullable=False),
        sa.CheckConstraint("recipients > 0", name="ck_award_release_recipients"),
        sa.ForeignKeyConstraint(
            ["competition_id", "draw"],
            ["draw.competition_id", "draw.draw"],
            name="fk_award_release_competition_id_draw",
        ),
        sa.PrimaryKeyConstraint("competition_id", "draw", name="pk_award_release"),
    )
    make_insert_only("award_release")
    op.create_table(
        "mail_stop",
        Column("id", sa.Integer(), nullable=False),
        Column("competition_id", sa.Integer()),
        Column("stopped_at", INSTANT, nullable=False),
        Column("stopped_by", sa.Text(), nullable=False),
        Column("lifted_at", INSTANT),
        Column("lifted_by", sa.Text()),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="ck_mail_stop_lifted"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_mail_stop_competition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_stop"),
    )
    op.create_index("ix_mail_stop_lifted_at", "mail_stop", ["lifted_at"])


def _codes() -> None:
    op.create_table(
        "prize_code",
        Column("id", sa.Integer(), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("prize", sa.Integer(), nullable=False),
        Column("sealed", sa.LargeBinary()),
        Column("digest", sa.LargeBinary(32), nullable=False),
        Column("award_id", sa.Integer()),
        Column("loaded_at", INSTANT, nullable=False),
        Column("shown_at", INSTANT),
        sa.CheckConstraint("length(digest) = 32", name="ck_prize_code_digest"),
        sa.CheckConstraint("(sealed IS NULL) = (shown_at IS NOT NULL)", name="ck_prize_code_shown"),
        sa.CheckConstraint("shown_at IS NULL OR award_id IS NOT NULL", name="ck_prize_code_given"),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_prize_code_award_id"),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_prize_code_competition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_prize_code"),
        sa.UniqueConstraint("award_id", name="uq_prize_code_award"),
        sa.UniqueConstraint("competition_id", "digest", name="uq_prize_code_digest"),
    )
    op.create_index("ix_prize_code_pool", "prize_code", ["competition_id", "prize", "award_id"])


def _handovers() -> None:
    op.create_table(
        "handover",
        Column("id", sa.Integer(), nullable=False),
        Column("public_id", sa.String(32), nullable=False),
        Column("competition_id", sa.Integer(), nullable=False),
        Column("made_at", INSTANT, nullable=False),
        Column("made_by", sa.Text(), nullable=False),
        Column("expires_at", INSTANT, nullable=False),
        Column("deleted_at", INSTANT),
        sa.ForeignKeyConstraint(["competition_id"], ["competition.id"], name="fk_handover_competition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.UniqueConstraint("public_id", name="uq_handover_public_id"),
    )
