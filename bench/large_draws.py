"""The one line of SQL of docs/large-draws.md on ten million tickets, in DuckDB and PostgreSQL.

Both must come to our winners. PostgreSQL is the one of the tests, with its ordinary settings; its list is
loaded first. Seconds are those of one run each.

    python bench/large_draws.py [number of tickets]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import chdir, closing
from pathlib import Path
from typing import TypeVar

import duckdb
import psycopg

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench._record_of import long_list, write_tickets
from competition.draw.ranking import places, rank_entries
from tests.fixtures.postgresql import running
from tests.test_large_draws import SEED, statements

T = TypeVar("T")


def by_us(entries: Path) -> list[str]:
    fixed = long_list()
    found = rank_entries(lambda: entries.open("rb"), fixed, SEED)
    return [place.ticket or "" for place in places(found, fixed)]


def by_duckdb(entries: Path) -> list[str]:
    with chdir(entries.parent), duckdb.connect() as connection:
        return [row[0] for row in connection.execute(statements("DuckDB", "")[0]).fetchall()]


def load(connection: psycopg.Connection, entries: Path) -> None:
    connection.execute(statements("PostgreSQL", "")[0].encode())
    with connection.cursor().copy(b"COPY entries FROM STDIN") as copy, entries.open("rb") as file:
        while chunk := file.read(1 << 20):
            copy.write(chunk)


def by_postgresql(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute(statements("PostgreSQL", "")[1].encode()).fetchall()]


def report(what: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = work()
    print(f"| {what} | {time.perf_counter() - start:.1f} |", flush=True)
    return done


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as name, running({}) as server:
        entries = Path(name) / "entries.txt"
        write_tickets(entries, count)
        print(f"| {count:,} tickets, {os.cpu_count()} cores | seconds |")
        print("| --- | ---: |")
        ours = report("ours, list checked and hashed as well", lambda: by_us(entries))
        assert report(f"DuckDB {duckdb.__version__}, from the file", lambda: by_duckdb(entries)) == ours
        with server.database() as url, closing(psycopg.connect(url.replace("+psycopg", ""))) as connection:
            version = connection.info.server_version // 10000
            report(f"PostgreSQL {version}, loading", lambda: load(connection, entries))
            assert report(f"PostgreSQL {version}, the query", lambda: by_postgresql(connection)) == ours
    print("\nAll came to the same winners.")


if __name__ == "__main__":
    main()
