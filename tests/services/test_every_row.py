"""One flipped bit in any row of a past draw makes its audit fail, and the row is named (guarantee F17)."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Row, RowMapping, Table, select, update

from competition.services import auditing
from competition.store.engine import Database
from competition.store.models import (
    Base,
    Checkpoint,
    Draw,
    Freeze,
    FrozenBlock,
    LogLine,
    Manifest,
    Result,
    Ticket,
)
from tests.cli.past import lived
from tests.store.sabotage import drop_triggers, plain_connection

# Per table, the column in which a bit is flipped, and how an audit names the row: one of these is said. Each
# log line has a checkpoint of its own, so that where a flipped line still reads well, that one names it.
FLIPPED: dict[type[Base], tuple[str, ...]] = {
    Ticket: ("receipt", "ticket {ticket:.4}"),
    LogLine: ("line", "log line {seq}", "log.txt line {lines}", "checkpoint of {lines} log lines"),
    Checkpoint: ("note", "checkpoint of {size} log lines"),
    Result: ("score", "result.txt"),
    Freeze: ("entries_file", "entries.txt"),
    FrozenBlock: ("lines", "freeze {draw}: its blocks are not its list of {list}"),
    Draw: ("seed_file", "seed.txt"),
    Manifest: ("file", "manifest"),
}


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two past draws, without the triggers that refuse every change."""
    path = tmp_path_factory.mktemp("rows") / "competition.db"
    lived(f"sqlite:///{path}")
    drop_triggers(f"sqlite:///{path}")
    return path


def flipped(value: Any) -> Any:
    """The same, but for one bit in the middle."""
    data = bytearray(value if isinstance(value, bytes) else value.encode())
    data[len(data) // 2] ^= 1
    return bytes(data) if isinstance(value, bytes) else data.decode()


def named(name: str, values: RowMapping) -> str:
    """The name of this row; the number of a line is one less than how many lines there are with it."""
    return name.format(**{**values, "lines": values.get("seq", 0) + 1})


def rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    yield from connection.execute(select(table).order_by(*table.primary_key.columns)).all()


def findings(path: Path) -> tuple[set[str], str]:
    """The verdicts, and all that is said."""
    database = Database(f"sqlite:///{path}")
    with database.read() as session:
        audits = [
            one for slug in auditing.slugs(session) for one in auditing.audit_competition(session, slug)
        ]
        said = [f"{step.note} {step.finding}" for one in audits for step in one.report.findings()]
    database.close()
    return {one.verdict for one in audits}, "\n".join([*said, *(row for one in audits for row in one.rows)])


def test_control_untouched_both_draws_are_verified(past: Path) -> None:
    assert findings(past)[0] == {"verified"}


@pytest.mark.parametrize("model", FLIPPED, ids=lambda model: model.__tablename__)
def test_a_flipped_bit_in_any_row_is_found_and_the_row_named(
    past: Path, tmp_path: Path, model: type[Base]
) -> None:
    table, (column, *names) = model.__table__, FLIPPED[model]
    assert isinstance(table, Table)
    copy = tmp_path / "copy.db"
    with plain_connection(f"sqlite:///{past}") as connection:
        there = [row for row in rows(connection, table) if row._mapping[column]]
    assert there
    for row in there:
        shutil.copyfile(past, copy)
        values = row._mapping
        with plain_connection(f"sqlite:///{copy}") as connection:
            here = [key == values[key.name] for key in table.primary_key.columns]
            connection.execute(update(table).where(*here).values({column: flipped(values[column])}))
        verdicts, said = findings(copy)
        assert "failed" in verdicts, values
        assert any(named(name, values) in said for name in names), (values, said)
