"""Any row of a past draw that is changed by plain SQL is found, and named (guarantees N2, N8, F17)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import ColumnElement

from competition.draw.tickets import short
from competition.store.models import (
    Base,
    Checkpoint,
    Competition,
    Draw,
    Entry,
    Exclusion,
    Freeze,
    LogLine,
    Manifest,
    Notice,
    Result,
    Ticket,
    insert_only_tables,
)
from tests.cli.operator import Operator
from tests.store.sabotage import drop_triggers, plain_connection

# What an audit says when a row of this table was touched: one of these words stands in its output.
NAMED: dict[type[Base], tuple[str, ...]] = {
    Ticket: ("ticket ",),
    Exclusion: ("exclusion of ticket ", "excluded.txt"),
    Freeze: ("freeze ", "freeze.note", "entries.txt", "excluded.txt"),
    Draw: ("draw 1: ", "draw 2: ", "beacon.json", "seed.txt"),
    Result: ("result.txt",),
    LogLine: ("log line", "log.txt"),
    Checkpoint: ("checkpoint",),
    Notice: ("notice",),
    Manifest: ("manifest",),
    Entry: ("ticket ",),
    Competition: ("competition:",),
}

# Columns that nothing contradicts, with the reason.
FREE: dict[type[Base], set[str]] = {
    # What a person typed or chose, and the keys of links and forms: personal, erasable, in no file.
    Entry: {
        "public_id",
        "name",
        "answer",
        "extras",
        "publication",
        "marketing",
        "marketing_wording",
        "marketing_page",
        "nonce",
        "code_tries",
        "took",
    },
    # How the page looks, and who shows its form. Under another number nothing is found of it, which the
    # audit says otherwise.
    Competition: {"id", "picture", "picture_type", "picture_alt", "embedders", "created_at"},
}


def changes() -> Iterator[Any]:
    for model in NAMED:
        for column in model.__table__.columns:
            if column.name not in FREE.get(model, set()):
                yield pytest.param(model, column.name, id=f"{model.__tablename__}.{column.name}")


def other(value: Any, column: str) -> Any:
    """A value of the same kind that is not the same."""
    match value:
        case bytes():
            return value[:40] + bytes([value[40] ^ 1]) + value[41:] if len(value) > 40 else bytes(32)
        case datetime():
            return value + timedelta(seconds=1)
        case int():
            return value + 1000
        case None if column.endswith("_digest"):
            return bytes(32)
        case None:
            return "0" * 16
        case dict():
            return {**value, "reserves": 7}
        case str() if column in OTHERS:
            return OTHERS[column].get(value, OTHERS[column][""])
        case _:
            return f"{value[:-2]}{'0' if value[-2] != '0' else '1'}{value[-1:]}"


# Where a constraint allows only some values: by column, what a value becomes; "" stands for all others.
OTHERS = {
    "status": {"": "voided", "confirmed": "withdrawn"},
    "kind": {"": "reserve"},
    "reason": {"": "ineligible"},
    "address": {"": "eve@example.com"},
    "time_zone": {"": "Europe/Paris"},
}


@contextmanager
def stronger(url: str) -> Iterator[Connection]:
    """Someone at the database with all rights: triggers are dropped, foreign keys do not count."""
    drop_triggers(url)
    with plain_connection(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection


def table(model: type[Base]) -> Table:
    found = model.__table__
    assert isinstance(found, Table)
    return found


def first(connection: Connection, model: type[Base]) -> tuple[dict[str, Any], ColumnElement[bool]]:
    """A row that belongs to a past draw, and the clause that finds it."""
    own = table(model)
    query = select(own).order_by(*own.primary_key.columns)
    if model is Entry:
        query = query.where(own.c.status == "confirmed")
    if model is Result:
        query = query.where(own.c.kind == "prize").order_by(None).order_by(own.c.number.desc())
    row = dict(connection.execute(query).mappings().first() or {})
    clause = [column == row[column.name] for column in own.primary_key.columns]
    return row, clause[0] if len(clause) == 1 else _all(clause)


def _all(clauses: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    whole = clauses[0]
    for clause in clauses[1:]:
        whole = whole & clause
    return whole


def assert_found(keeper: Operator, model: type[Base], row: dict[str, Any]) -> None:
    """The audit fails, and below a draw's line says which row it was."""
    found = keeper.run("audit", code=1)
    said = [line for line in found.stdout.splitlines() if line.startswith("  ")]
    assert any(word in line for line in said for word in NAMED[model]), found.stdout
    if model in (Ticket, Exclusion, Entry):
        assert any(short(row["ticket"]) in line for line in said), found.stdout


def test_control_untouched_the_past_is_verified(keeper: Operator) -> None:
    found = keeper.run("audit", "--all")
    assert found.stdout.splitlines() == [
        "never-sorry  draw 1  self-consistent  verified",
        "rehearsal  draw 1  rehearsal  verified",
    ]


@pytest.mark.parametrize(("model", "column"), [*changes()])
def test_a_changed_column_is_found_and_its_row_named(
    keeper: Operator, past_url: str, model: type[Base], column: str
) -> None:
    with stronger(past_url) as connection:
        row, clause = first(connection, model)
        changed = {column: other(row[column], column)}
        connection.execute(update(table(model)).where(clause).values(**changed))
    assert_found(keeper, model, row)


@pytest.mark.parametrize("model", [model for model in NAMED if model not in (Competition, Entry)])
def test_a_row_that_is_gone_is_found_and_named(keeper: Operator, past_url: str, model: type[Base]) -> None:
    with stronger(past_url) as connection:
        row, clause = first(connection, model)
        connection.execute(delete(table(model)).where(clause))
    assert_found(keeper, model, row)


def ghost(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "ticket": "ab" * 32, "entry_id": 9999}


ADDED: dict[type[Base], Callable[[dict[str, Any]], dict[str, Any]]] = {
    Ticket: ghost,
    Result: lambda row: {**row, "position": 99, "number": 99, "ticket": "ab" * 32},
    LogLine: lambda row: {**row, "seq": 99},
    Checkpoint: lambda row: {**row, "size": 99},
    Freeze: lambda row: {**row, "draw": 2, "statement_digest": "ab" * 32},
    Draw: lambda row: {**row, "draw": 2},
    Manifest: lambda row: {**row, "version": 99, "digest": "ab" * 32},
    Notice: lambda row: {**row, "digest": "ab" * 32},
}


@pytest.mark.parametrize("model", [*ADDED])
def test_a_row_that_was_added_is_found_and_named(keeper: Operator, past_url: str, model: type[Base]) -> None:
    with stronger(past_url) as connection:
        row = ADDED[model](first(connection, model)[0])
        connection.execute(insert(table(model)).values(**row))
    assert_found(keeper, model, row)


def test_control_the_database_refuses_such_changes_as_long_as_its_triggers_stand(past_url: str) -> None:
    with plain_connection(past_url) as connection:
        # A trigger for each row has nothing to say where there is none.
        tables = [own for own in insert_only_tables() if connection.execute(select(own)).first()]
    assert len(tables) >= 9
    for own in tables:
        with (
            pytest.raises(DBAPIError, match="never changed or removed"),
            plain_connection(past_url) as connection,
        ):
            connection.execute(delete(own))
