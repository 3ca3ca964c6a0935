"""Failures of the database become three sentences, and refusals the name of a constraint."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from competition.store import engine, entries, freezes, logs
from competition.store.engine import Database
from competition.store.errors import StoreBusy, StoreError, StoreFull, StoreUnavailable, constraint_name
from competition.store.models import LogLine
from competition.store.types import CompetitionId
from tests.store.builders import (
    NOON,
    a_competition,
    a_freeze,
    a_message,
    a_prize,
    an_entry,
    store_one_of_each,
    store_ticket,
)
from tests.store.sabotage import drop_triggers, plain_connection

REFUSALS: dict[str, tuple[str, Callable[[CompetitionId], Any]]] = {
    "a second competition at one address": ("uq_competition_slug", lambda _: a_competition(identity="other")),
    "a second competition of one identity": (
        "uq_competition_identity",
        lambda _: a_competition("other", identity="cinema.example/draws/c/never-sorry"),
    ),
    "a second line of one number": (
        "pk_log_line",
        lambda c: LogLine(competition_id=c, seq=0, line="0 forged", appended_at=NOON),
    ),
    "a second entry of one address": (
        "uq_entry_competition_address",
        lambda c: an_entry(c, public_id="x", nonce="x"),
    ),
    "a form that was sent twice": (
        "uq_entry_nonce",
        lambda c: an_entry(c, "bob", nonce=an_entry(c).nonce),
    ),
    "a confirmed entry without a ticket": (
        "ck_entry_confirmed_is_whole",
        lambda c: an_entry(c, "bob", status="confirmed"),
    ),
    "an unknown status": ("ck_entry_status", lambda c: an_entry(c, "bob", status="lucky")),
    "a consent without its wording": (
        "ck_entry_marketing_wording",
        lambda c: an_entry(c, "bob", marketing=True),
    ),
    "a prize unit given twice": ("uq_result_number", lambda c: a_prize(c, "0" * 64, position=1)),
    "a reserve without a number": (
        "ck_result_number",
        lambda c: a_prize(c, "0" * 64, position=1, kind="reserve", number=None),
    ),
    "a letter that was written already": (
        "uq_message_once",
        lambda c: a_message(c, 0, entry_id=1, message_id="x"),
    ),
    "a leased message without a lease": ("ck_message_lease", lambda c: a_message(c, 1, status="leased")),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_known_by_the_name_of_its_constraint(database: Database, case: str) -> None:
    name, row = REFUSALS[case]
    with database.write() as session:
        competition_id = store_one_of_each(session)
        session.add(a_message(competition_id, 0, entry_id=1))
    with pytest.raises(IntegrityError) as caught, database.write() as session:
        session.add(row(competition_id))
    assert constraint_name(caught.value) == name


def test_no_ticket_is_added_once_the_list_is_frozen(
    database: Database, competition_id: CompetitionId
) -> None:
    """Guarantee N2; and the trigger is known by its name on both engines."""
    with database.write() as session:
        store_ticket(session, competition_id, "ann")
        freezes.add_freeze(session, a_freeze(competition_id))
    with pytest.raises(IntegrityError) as caught, database.write() as session:
        store_ticket(session, competition_id, "ghost")
    assert constraint_name(caught.value) == "ticket_not_after_freeze"


def test_control_without_the_trigger_a_ticket_is_added_to_a_frozen_list(
    database: Database, database_url: str, competition_id: CompetitionId
) -> None:
    drop_triggers(database_url)
    with database.write() as session:
        store_ticket(session, competition_id, "ann")
        freezes.add_freeze(session, a_freeze(competition_id))
    with database.write() as session:
        store_ticket(session, competition_id, "ghost")


def test_a_missing_value_has_no_constraint_to_name(database: Database, competition_id: CompetitionId) -> None:
    with pytest.raises(IntegrityError) as caught, database.write() as session:
        session.execute(text("INSERT INTO notice (competition_id, digest) VALUES (1, 'x')"))
    assert constraint_name(caught.value) is None


def test_an_error_leaves_nothing_behind(database: Database, competition_id: CompetitionId) -> None:
    def enter_then_fail() -> None:
        with database.write() as session:
            entries.add(session, an_entry(competition_id))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        enter_then_fail()
    with database.read() as session:
        assert entries.count_by_status(session, competition_id) == {}


def test_a_full_disk_is_named_and_forgotten_when_there_is_space_again(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreFull, match="no space left"), sqlite_database.write() as session:
        session.add(a_competition(title="x" * 1_000_000))
    with sqlite_database.write() as session:
        session.execute(text("PRAGMA max_page_count = 1000000"))
        session.add(a_competition(title="x" * 1_000_000))


def test_another_process_that_holds_the_database_is_waited_for_then_reported(
    sqlite_database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 0.05)
    with plain_connection(sqlite_url) as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="try again"), sqlite_database.write():
            pass
    with sqlite_database.write():
        pass


def test_another_thread_that_writes_is_waited_for_then_reported(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 0.05)
    caught: list[StoreError] = []

    def second() -> None:
        try:
            with sqlite_database.write():
                pass
        except StoreError as error:
            caught.append(error)

    with sqlite_database.write():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert [type(error) for error in caught] == [StoreBusy]


def test_a_missing_folder_is_an_unavailable_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/nowhere/competition.db")
    with pytest.raises(StoreUnavailable), database.write():
        pass
    database.close()


def test_a_server_that_does_not_answer_is_an_unavailable_database(tmp_path: Path) -> None:
    database = Database(f"postgresql+psycopg://competition@/competition?host={tmp_path}")
    with pytest.raises(StoreUnavailable), database.read() as session:
        session.execute(text("SELECT 1"))
    database.close()


def test_a_connection_lost_in_the_middle_is_reported_and_replaced(postgresql_database: Database) -> None:
    with pytest.raises(StoreUnavailable), postgresql_database.write() as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    with postgresql_database.write() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("53100", StoreFull),
        ("53300", StoreBusy),
        ("40001", StoreBusy),
        ("40P01", StoreBusy),
        ("58030", StoreUnavailable),
        ("57P03", StoreUnavailable),
    ],
)
def test_what_postgresql_reports_is_told_in_our_words(
    postgresql_database: Database, state: str, error: type[StoreError]
) -> None:
    with pytest.raises(error), postgresql_database.write() as session:
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"))


def test_our_own_mistakes_are_not_blamed_on_the_database(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table") as caught, database.write() as session:
        session.execute(text("SELECT * FROM no_such_table"))
    assert not isinstance(caught.value, StoreError)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://example.com/x"])
def test_a_database_that_cannot_hold_the_promises_is_refused(url: str) -> None:
    with pytest.raises(StoreError):
        Database(url)


def test_the_sentences_of_the_family_are_different() -> None:
    assert len({str(error()) for error in (StoreBusy, StoreFull, StoreUnavailable)}) == 3


def test_reading_cannot_write(database: Database, competition_id: CompetitionId) -> None:
    with pytest.raises(Exception, match=r"read-?only") as caught, database.read() as session:
        logs.append(session, competition_id, seq=0, line="0 opened", at=NOON)
    assert not isinstance(caught.value, StoreError), "our mistake, not the disk's"
    with database.write() as session:
        logs.append(session, competition_id, seq=0, line="0 opened", at=NOON)
        assert logs.length(session, competition_id) == 1
