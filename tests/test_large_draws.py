"""The statements of docs/large-draws.md, run as they stand there: their winners are ours."""

import re
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import duckdb
import psycopg
import pytest

from bench._record_of import long_list
from competition.draw.entries import write_entries
from competition.draw.ranking import PRIZE, draw_list
from tests.fixtures.postgresql import Server

TEXT = (Path(__file__).parent.parent / "docs" / "large-draws.md").read_text(encoding="utf-8")
SEED = "5eed" * 16
COUNT = 20_000


def statements(heading: str, engine: str) -> list[str]:
    """The blocks of SQL below a heading, up to the next one; below `engine`, where several share it."""
    part = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    part = part.partition(f"\n{engine}")[2] if heading.startswith("One prize") else part
    return [block.replace("SEED", SEED) for block in re.findall(r"```sql\n(.*?)```", part, re.DOTALL)]


def entries(*, grouped: bool) -> bytes:
    """Groups are few and crowded, so that many tickets of the front are skipped."""
    numbers = (sha256(f"ticket {number}".encode()).hexdigest() for number in range(COUNT))
    return write_entries(
        (ticket, f"{int(ticket[-4:], 16) % 40:016x}" if grouped else None) for ticket in numbers
    )


def ours(data: bytes, *, grouped: bool) -> list[str]:
    fixed = replace(long_list(), group_rule="household" if grouped else "none")
    lines = data.split(b"\n")[:-1]
    return [place.ticket or "" for place in draw_list(lines, fixed, SEED) if place.kind == PRIZE]


GROUPED = pytest.mark.parametrize(
    ("heading", "grouped"),
    [("", False), ("One prize for a person or a household", True)],
    ids=["plain", "groups"],
)


@GROUPED
def test_duckdb_comes_to_our_winners(
    heading: str, grouped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = entries(grouped=grouped)
    (tmp_path / "entries.txt").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    statement = statements(heading or "DuckDB", "DuckDB:")[0]
    with duckdb.connect() as connection:
        won = [row[0] for row in connection.execute(statement).fetchall()]
    assert won == ours(data, grouped=grouped)
    assert len(won) == 10


@GROUPED
def test_postgresql_comes_to_our_winners(heading: str, grouped: bool, postgresql: Server) -> None:
    data = entries(grouped=grouped)
    table, query = statements(heading or "PostgreSQL", "PostgreSQL,")
    how = " WITH (DELIMITER ' ')" if grouped else ""
    with postgresql.database() as url, closing(psycopg.connect(url.replace("+psycopg", ""))) as connection:
        connection.execute(table.encode())
        with connection.cursor().copy(f"COPY entries FROM STDIN{how}".encode()) as copy:
            copy.write(data)
        won = [row[0] for row in connection.execute(query.encode()).fetchall()]
    assert won == ours(data, grouped=grouped)


def test_control_another_seed_gives_other_winners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = entries(grouped=False)
    (tmp_path / "entries.txt").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    statement = statements("DuckDB", "DuckDB:")[0].replace(SEED, "da1e" * 16)
    with duckdb.connect() as connection:
        assert [row[0] for row in connection.execute(statement).fetchall()] != ours(data, grouped=False)
