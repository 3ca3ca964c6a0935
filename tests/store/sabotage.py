"""Taking protections away, for the controls: what a test calls protected must break without them."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

Outcome = TypeVar("Outcome")


@contextmanager
def plain_connection(url: str) -> Iterator[Connection]:
    """The driver as it comes: no foreign keys, no immediate transactions."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def drop_constraint(url: str, table: str, constraint: str) -> None:
    with plain_connection(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f'ALTER TABLE "{table}" DROP CONSTRAINT {constraint} CASCADE'))
            return
        # SQLite cannot: make the table again without that line. It must be empty.
        query = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
        sql = str(connection.execute(query, {"table": table}).scalar_one())
        without = re.sub(rf",\s*CONSTRAINT {constraint} [^\n]*?(?=,?\s*\n)", "", sql)
        assert without != sql
        connection.execute(text(f'DROP TABLE "{table}"'))
        connection.exec_driver_sql(without)


def drop_triggers(url: str) -> None:
    with plain_connection(url) as connection:
        for name, table in triggers(connection):
            on = f' ON "{table}"' if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{on}"))


def triggers(connection: Connection) -> set[tuple[str, str]]:
    """(name, table) of each trigger of ours."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        joined = "pg_trigger JOIN pg_class c ON c.oid = tgrelid"
        rows = connection.execute(text(f"SELECT tgname, relname FROM {joined} WHERE NOT tgisinternal"))
    return {(row[0], row[1]) for row in rows}


def table_names(url: str) -> set[str]:
    with plain_connection(url) as connection:
        return set(inspect(connection).get_table_names())


def at_once(number: int, action: Callable[[int], Outcome]) -> list[Outcome]:
    """Run `action(0)`, `action(1)` ... in threads that start together."""
    start = threading.Barrier(number)

    def run(index: int) -> Outcome:
        start.wait()
        return action(index)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))
