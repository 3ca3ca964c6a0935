"""The first page of the admins' list at a million entries, against a plain read by primary key.

Both read through SQLAlchemy from the same database in the same run, each in a transaction of its own.

    python bench/entries_list.py [number of entries]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import _server
from competition.services import facts
from competition.services.review import listing
from competition.store.engine import Database
from competition.store.models import Competition, Entry, Flag, Intake
from tests.fixtures.postgresql import running

ROUNDS = 30
_BATCH = 10_000
_STATUSES = ("confirmed",) * 8 + ("pending", "excluded")


def fill(database: Database, count: int) -> None:
    """Entries over the four weeks before now, a flag on every hundredth, and the hours counted."""
    with database.read() as session:
        row = facts.public(session, _server.SLUG)
    step = timedelta(days=28) / count
    for start in range(0, count, _BATCH):
        with database.write() as session:
            numbers = range(start, min(start + _BATCH, count))
            session.execute(insert(Entry), [_entry(row, n, step) for n in numbers])
            session.execute(insert(Flag), [_flag(row, n, step) for n in numbers if n % 100 == 0])
    with database.write() as session:
        session.add_all(_hour(row, hour, count) for hour in range(28 * 24))


def _entry(row: Competition, number: int, step: timedelta) -> dict[str, object]:
    status = _STATUSES[number % 10]
    whole = {"salt": bytes(32), "ticket": f"{number:064x}", "confirmed_at": row.opens}
    return {
        "id": number + 1,
        "public_id": f"{number:032x}",
        "competition_id": row.id,
        "status": status,
        "address": f"reader{number}@example.com",
        "address_digest": number.to_bytes(32),
        "name": f"Reader {number}",
        "publication": "none",
        "nonce": str(number),
        "entered_at": row.opens + step * number,
        **(whole if status != "pending" else dict.fromkeys(whole)),
    }


def _flag(row: Competition, number: int, step: timedelta) -> dict[str, object]:
    at = row.opens + step * number
    return {
        "entry_id": number + 1,
        "reason": "disposable",
        "competition_id": row.id,
        "entered_at": at,
        "detail": "",
        "flagged_at": at,
    }


def _hour(row: Competition, hour: int, count: int) -> Intake:
    at = row.opens.replace(minute=0, second=0, microsecond=0) + timedelta(hours=hour)
    entries = count // 672
    return Intake(
        competition_id=row.id, hour=at, until=at + timedelta(hours=1), entries=entries, busiest=0, bursting=0
    )


def plain(session: Session) -> None:
    """As many rows by primary key."""
    session.scalars(select(Entry).order_by(Entry.id.desc()).limit(listing.PAGE + 1)).all()


def asked(**filters: str) -> Callable[[Session], None]:
    whole = dict.fromkeys(listing.FILTERS, "") | filters

    def look(session: Session) -> None:
        assert listing.page(session, _server.SLUG, whole).rows

    return look


def measure(database: Database, middle: str, day: str) -> dict[str, float]:
    """Median milliseconds of each."""
    work: dict[str, Callable[[Session], None]] = {
        "plain page by primary key": plain,
        "first page": asked(),
        "a page in the middle": asked(before=middle),
        "first page of one state": asked(status="excluded"),
        "first page of one flag": asked(flag="disposable"),
        "first page of one day": asked(day=day),
    }
    found: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, run in work.items():
            with database.read() as session:
                start = time.perf_counter()
                run(session)
                found[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(times) for name, times in found.items()}


def on(url: str, count: int) -> dict[str, float]:
    _server.prepare(_server.config(url))
    database = Database(url)
    fill(database, count)
    with database.write() as session:
        if url.startswith("postgresql"):
            session.connection().exec_driver_sql("ANALYZE")
        day = facts.public(session, _server.SLUG).opens + timedelta(days=14)
    found = measure(database, f"{count // 2:032x}", f"{day:%Y-%m-%d}")
    database.close()
    return found


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder, running({}) as server, server.database() as url:
        sqlite, postgresql = on(f"sqlite:///{folder}/bench.db", count), on(url, count)
    print(f"| milliseconds at {count:,} entries, median of {ROUNDS} | SQLite | ratio | PostgreSQL | ratio |")
    print("| --- | ---: | ---: | ---: | ---: |")
    yardstick = "plain page by primary key"
    for name in sqlite:
        ours, theirs = sqlite[name], postgresql[name]
        shares = f"{ours / sqlite[yardstick]:.1f} | {theirs:.1f} | {theirs / postgresql[yardstick]:.1f}"
        print(f"| {name} | {ours:.1f} | {shares} |")


if __name__ == "__main__":
    main()
