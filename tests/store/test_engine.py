"""Transactions under concurrency: nothing is lost, nobody waits for ever, one look is one state."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from competition.store import clock, competitions, entries, locks
from competition.store.engine import Database
from competition.store.errors import StoreBusy
from competition.store.models import Entry
from competition.store.types import CompetitionId
from tests.store.builders import an_entry, store_competition
from tests.store.sabotage import at_once

THREADS, ROUNDS = 8, 15
COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
Lock = Callable[[Session, CompetitionId], None]


def count_one_more(session: Session, meeting: threading.Barrier | None = None) -> None:
    """Read, then write what was read and one more: the shape of every use case."""
    tries = session.execute(select(Entry.code_tries)).scalar_one()
    if meeting:
        meeting.wait(timeout=10)
    session.execute(update(Entry).values(code_tries=tries + 1))


def tries(database: Database) -> int:
    with database.read() as session:
        return session.execute(select(Entry.code_tries)).scalar_one()


@pytest.fixture
def entry_database(database: Database, competition_id: CompetitionId) -> Database:
    with database.write() as session:
        entries.add(session, an_entry(competition_id))
    return database


def test_counting_at_once_loses_nothing(entry_database: Database, competition_id: CompetitionId) -> None:
    def count(_: int) -> None:
        for _round in range(ROUNDS):
            with entry_database.write() as session:
                locks.exclusive(session, competition_id)
                count_one_more(session)

    at_once(THREADS, count)
    assert tries(entry_database) == THREADS * ROUNDS


def count_twice_unprotected(url: str, begin: str) -> list[type[Exception] | None]:
    """Two transactions that both read before either writes, as the driver allows by itself."""
    meeting = threading.Barrier(2)

    def count(_: int) -> type[Exception] | None:
        engine = create_engine(url)
        try:
            with Session(engine) as session, session.begin():
                if begin:
                    session.connection().exec_driver_sql(begin)
                count_one_more(session, meeting)
        except OperationalError as error:
            return type(error)
        finally:
            engine.dispose()
        return None

    return at_once(2, count)


def test_the_drivers_own_transactions_lose_an_update_silently(
    entry_database: Database, database_url: str
) -> None:
    assert count_twice_unprotected(database_url, begin="") == [None, None]
    assert tries(entry_database) == 1


def test_in_sqlite_a_plain_begin_fails_in_the_middle(sqlite_database: Database, sqlite_url: str) -> None:
    with sqlite_database.write() as session:
        entries.add(session, an_entry(store_competition(session)))
    assert OperationalError in count_twice_unprotected(sqlite_url, begin="BEGIN")
    assert tries(sqlite_database) == 1


def test_one_look_is_one_state(postgresql_database: Database) -> None:
    with postgresql_database.write() as session:
        store_competition(session, "first")
    with postgresql_database.read() as reader:
        assert len(competitions.in_status(reader, ["open"])) == 1
        with postgresql_database.write() as session:
            store_competition(session, "second")
        assert len(competitions.in_status(reader, ["open"])) == 1
    with postgresql_database.read() as reader:
        assert len(competitions.in_status(reader, ["open"])) == 2


def test_a_long_look_does_not_stop_a_write(entry_database: Database) -> None:
    with entry_database.read() as reader:
        before = reader.execute(select(Entry.code_tries)).scalar_one()
        with entry_database.write() as session:
            count_one_more(session)
        assert reader.execute(select(Entry.code_tries)).scalar_one() == before
    assert tries(entry_database) == 1


def take(database: Database, competition_id: CompetitionId, lock: Lock) -> None:
    """Take the lock at once, or raise StoreBusy."""
    with database.write() as session:
        session.execute(text("SET LOCAL lock_timeout = '50ms'"))
        lock(session, competition_id)


def test_entrants_share_and_whoever_moves_the_competition_waits_for_them(
    postgresql_database: Database,
) -> None:
    here = CompetitionId(1)
    with postgresql_database.write() as first, postgresql_database.write() as second:
        locks.share(first, here)
        locks.share(second, here)
        with pytest.raises(StoreBusy):
            take(postgresql_database, here, locks.exclusive)
        take(postgresql_database, CompetitionId(2), locks.exclusive)
    take(postgresql_database, here, locks.exclusive)


def test_an_entrant_waits_for_whoever_moves_the_competition(postgresql_database: Database) -> None:
    here = CompetitionId(1)
    with postgresql_database.write() as mover:
        locks.exclusive(mover, here)
        with pytest.raises(StoreBusy):
            take(postgresql_database, here, locks.share)
        with pytest.raises(StoreBusy):
            take(postgresql_database, here, locks.exclusive)
    take(postgresql_database, here, locks.share)


def test_in_sqlite_a_write_is_alone_before_its_first_statement(
    sqlite_database: Database, sqlite_url: str
) -> None:
    engine = create_engine(sqlite_url, connect_args={"timeout": 0.05})
    with sqlite_database.write(), pytest.raises(OperationalError, match="locked"), engine.begin() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
    engine.dispose()


def test_the_clock_is_the_databases_and_moves_on_within_a_transaction(database: Database) -> None:
    with database.write() as session:
        first = clock.now(session)
        # Something else, so that time passes in the database too.
        session.execute(text(f"{COUNTING} SELECT max(i) FROM n"))
        second = clock.now(session)
    assert first.utcoffset() == timedelta(0)
    assert first < second
    assert abs(datetime.now(UTC) - second) < timedelta(seconds=30)


def test_a_row_is_read_again_after_the_lock(postgresql_database: Database) -> None:
    """Guarantee F12: what was read while waiting is not what is true once the lock is held."""
    with postgresql_database.write() as session:
        competition_id = store_competition(session)
    with postgresql_database.write() as entrant:
        assert competitions.by_id(entrant, competition_id).status == "open"
        with postgresql_database.write() as mover:
            assert competitions.move(mover, competition_id, before="open", after="closed")
        locks.share(entrant, competition_id)
        assert competitions.by_id(entrant, competition_id).status == "closed"


def test_of_many_who_move_a_competition_one_does(database: Database, competition_id: CompetitionId) -> None:
    """Guarantee P1."""

    def close(_: int) -> bool:
        with database.write() as session:
            return competitions.move(session, competition_id, before="open", after="closed")

    assert sorted(at_once(THREADS, close)) == [False] * (THREADS - 1) + [True]
