"""What a draw publishes. Every row here is part of the evidence, and none is ever changed or removed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.models.base import INSERT_ONLY, Base, one_of
from competition.store.types import CompetitionId, Hex64

RESULT_KINDS = ("prize", "reserve", "skip", "unawarded")


class Freeze(Base, kw_only=True):
    """The sealed list of one draw number. The key allows one, whatever the code believes (guarantee N1)."""

    __tablename__ = "freeze"
    __table_args__ = (UniqueConstraint("statement_digest", name="uq_freeze_statement"), INSERT_ONLY)

    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # SHA-256 of the freeze text, as the log's `frozen` line names it (§8).
    statement_digest: Mapped[str] = mapped_column(Hex64)
    # `freeze.note`, `entries.txt` and `excluded.txt` as they were signed and mailed. The files are large.
    note: Mapped[str] = mapped_column(Text)
    entries_file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    excluded_file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    # Read when it is touched as well: to reach what lies behind 65 MB, SQLite walks through all of them.
    frozen_at: Mapped[datetime] = mapped_column(deferred=True)


class Draw(Base, kw_only=True):
    """The one result of a draw number, with the public value it follows from."""

    __tablename__ = "draw"
    __table_args__ = (
        ForeignKeyConstraint(["competition_id", "draw"], ["freeze.competition_id", "freeze.draw"]),
        INSERT_ONLY,
    )

    competition_id: Mapped[CompetitionId] = mapped_column(primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # `beacon.json` and `seed.txt`, exactly.
    beacon_file: Mapped[bytes] = mapped_column(LargeBinary)
    seed_file: Mapped[bytes] = mapped_column(LargeBinary)
    drawn_at: Mapped[datetime]


class Result(Base, kw_only=True):
    """A line of `result.txt`. Derived, and kept so that awards can point at it; the audit recomputes it."""

    __tablename__ = "result"
    __table_args__ = (
        ForeignKeyConstraint(["competition_id", "draw"], ["draw.competition_id", "draw.draw"]),
        ForeignKeyConstraint(["competition_id", "ticket"], ["ticket.competition_id", "ticket.ticket"]),
        UniqueConstraint("competition_id", "draw", "kind", "number", name="uq_result_number"),
        UniqueConstraint("competition_id", "draw", "ticket", name="uq_result_ticket"),
        one_of("kind", RESULT_KINDS),
        CheckConstraint("(number IS NULL) = (kind = 'skip')", name="number"),
        CheckConstraint("(ticket IS NULL) = (kind = 'unawarded')", name="ticket"),
        CheckConstraint("(score IS NULL) = (ticket IS NULL)", name="score"),
        INSERT_ONLY,
    )

    competition_id: Mapped[CompetitionId] = mapped_column(primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Line number in `result.txt`, from 0.
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    # The prize unit or the reserve's rank; None for a skipped ticket.
    number: Mapped[int | None] = mapped_column(default=None)
    ticket: Mapped[str | None] = mapped_column(Hex64, default=None)
    score: Mapped[str | None] = mapped_column(Hex64, default=None)


class LogLine(Base, kw_only=True):
    """A line of `log.txt`. The key numbers it: two writers cannot both append line n."""

    __tablename__ = "log_line"
    __table_args__ = (INSERT_ONLY,)

    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    # From 0, without gaps, as written in the line.
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Without its LF.
    line: Mapped[str] = mapped_column(Text)
    appended_at: Mapped[datetime]


class Checkpoint(Base, kw_only=True):
    """The signed tree head after each append. An older one kept by anybody convicts a rewritten log."""

    __tablename__ = "checkpoint"
    __table_args__ = (INSERT_ONLY,)

    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    # How many lines it covers.
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)


class Notice(Base, kw_only=True):
    """A public explanation that a log line names by digest: `notices/<digest>.txt`."""

    __tablename__ = "notice"
    __table_args__ = (INSERT_ONLY,)

    competition_id: Mapped[CompetitionId] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(Hex64, primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Cosignature(Base, kw_only=True):
    """One witness's line over the checkpoint that ends with a freeze: `witness.txt` is made of these (§6)."""

    __tablename__ = "cosignature"
    __table_args__ = (
        ForeignKeyConstraint(["competition_id", "draw"], ["freeze.competition_id", "freeze.draw"]),
        INSERT_ONLY,
    )

    competition_id: Mapped[CompetitionId] = mapped_column(primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # The verifier key, as the manifest names it.
    witness: Mapped[str] = mapped_column(String(300), primary_key=True)
    # The signature line without its LF. It holds the witness's own time, which is before the round's.
    line: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]


class FrozenBlock(Base, kw_only=True):
    """256 lines of a frozen file, which is what a proof needs of it. Derived, and compared by the audit."""

    __tablename__ = "frozen_block"
    __table_args__ = (
        ForeignKeyConstraint(["competition_id", "draw"], ["freeze.competition_id", "freeze.draw"]),
        UniqueConstraint("competition_id", "draw", "list", "first", name="uq_frozen_block_first"),
        one_of("list", ("entries", "excluded")),
        INSERT_ONLY,
    )

    competition_id: Mapped[CompetitionId] = mapped_column(primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    list: Mapped[str] = mapped_column(String(16), primary_key=True)
    # From 0, in the order of the file.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # The ticket with which it begins.
    first: Mapped[str] = mapped_column(Hex64)
    # The node of the list's tree above it.
    root: Mapped[bytes] = mapped_column(LargeBinary)
    lines: Mapped[bytes] = mapped_column(LargeBinary)
