"""What has to go is gone on its day: from the rows, the files, the logs and the bundle (guarantee P15)."""

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from competition.rules import certificates
from competition.rules.calendar import months_after
from competition.services import purging
from competition.services.retention import retention
from competition.store import engine, erasures
from competition.store.engine import Database
from competition.store.models import Activity, Consent, Entry, Erasure, Message, Purge, Result
from tests.fixtures.databases import Migrate
from tests.services import builders, drawn
from tests.services.builders import House
from tests.services.test_erasing import entry_token, erase, loser, verdicts, winner
from tests.services.test_marketing import said_yes
from tests.store.sabotage import at_once, plain_connection

MONTH = timedelta(days=30)
NAMES = ("Zebedee", "Yolanda", "Xerxes", "Wilhelmina", "Valentine", "Ursula", "Thaddeus", "Sophronia")
NEVER = "never-confirmed@example.com"


@pytest.fixture
def house(database: Database) -> House:
    """Eight people with names of their own, three prizes, two reserves; one who never confirmed. Drawn."""
    house = drawn.open_house(database)
    for name in NAMES:
        house.enter(f"{name.lower()}@example.com", name=f"{name} Example")
        house.confirm(f"{name.lower()}@example.com")
    house.enter(NEVER, name="Nemo Example")
    drawn.draw_by_clock(house)
    return house


def files(url: str) -> Iterator[Path]:
    """All files in which the database keeps this data, with what is beside it in memory written down."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        yield from (each for each in path.parent.iterdir() if each.name.startswith(path.name))
        return
    with plain_connection(url) as connection:
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        folder = connection.execute(text("SHOW data_directory")).scalar_one()
        inside = Path(folder) / "base" / str(number.scalar_one())
        connection.execute(text("CHECKPOINT"))
    yield from inside.iterdir()


def found(url: str, words: list[str]) -> set[str]:
    """Those of these words that stand in some file, byte for byte."""
    contents = [path.read_bytes().lower() for path in files(url)]
    return {word for word in words if any(word.lower().encode() in content for content in contents)}


def words(names: list[str]) -> list[str]:
    return [*(f"{name}@example.com" for name in names), *(f"{name} Example" for name in names)]


def kept(house: House) -> list[str]:
    """The names of those whose prize or reserve keeps them longer."""
    with house.database.read() as session:
        query = select(Entry.name).join(Result, Result.ticket == Entry.ticket)
        names = session.scalars(query.where(Result.kind.in_(("prize", "reserve")))).all()
    return [str(name).split()[0] for name in names]


def certified(house: House) -> list[Purge]:
    with house.database.read() as session:
        return list(session.scalars(select(Purge).order_by(Purge.at, Purge.kind)))


def test_the_clock_purges_by_itself_on_the_day_and_mails_nobody(house: House) -> None:
    dates = [
        (builders.CONFIRM_BY + timedelta(days=7), "entries that were never confirmed"),
        (drawn.ROUND_AT + MONTH, "entrants without a prize"),
        (months_after(drawn.ROUND_AT, 6), "winners"),
    ]
    for day, who in dates:
        house.clock.at = day - timedelta(seconds=1)
        assert drawn.tick(house) == []
        letters = len(house.messages())
        house.clock.at = day
        assert drawn.tick(house) == [f"purged: {who}"]
        assert len(house.messages()) <= letters
        assert drawn.tick(house) == []
    assert {row.status for row in house.entries()} == {"erased"}
    assert house.messages() == []


def test_afterwards_nobody_stands_in_any_file_and_the_draw_verifies(house: House, database_url: str) -> None:
    others = [name for name in NAMES if name not in kept(house)]
    assert len(others) == 3
    record = drawn.files(house)
    assert found(database_url, words(others)) == {*words(others)}
    house.clock.at = drawn.ROUND_AT + MONTH
    drawn.tick(house)
    assert found(database_url, [*words(others), NEVER, "Nemo Example"]) == set()
    assert found(database_url, words(kept(house))) == {*words(kept(house))}
    house.clock.at = months_after(drawn.ROUND_AT, 6)
    drawn.tick(house)
    assert found(database_url, words([*NAMES])) == set()
    assert drawn.files(house) == record
    assert not any(word.lower().encode() in b"".join(record.values()).lower() for word in words([*NAMES]))
    assert verdicts(house) == ({"verified"}, [])


def test_control_without_the_scrubbing_of_the_files_they_would_still_be_found(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "scrub", lambda _self, **_how: None)
    house = carelessly_reopened(house, database_url, monkeypatch)
    others = [name for name in NAMES if name not in kept(house)]
    house.clock.at = drawn.ROUND_AT + MONTH
    drawn.tick(house)
    assert {row.status for row in house.entries() if row.name is None} == {"erased"}
    assert found(database_url, words(others))
    house.database.close()


def carelessly_reopened(house: House, url: str, monkeypatch: pytest.MonkeyPatch) -> House:
    """The same database; on SQLite by connections that forget what is removed and do not overwrite it."""
    configure = engine.configure_sqlite

    def carelessly(connection: DBAPIConnection, **how: bool) -> None:
        configure(connection, **how)
        cast("sqlite3.Connection", connection).execute("PRAGMA secure_delete = OFF")

    monkeypatch.setattr(engine, "configure_sqlite", carelessly)
    house.database.close()
    return replace(house, database=Database(url))


def test_who_was_erased_on_request_stands_in_no_file_either(sqlite_url: str, migrated: Migrate) -> None:
    """On SQLite. PostgreSQL keeps old rows until their tables are written anew, at the next purge."""
    migrated(sqlite_url)
    house = drawn.open_house(Database(sqlite_url))
    drawn.fill(house)
    drawn.draw_by_clock(house)
    email = loser(house)
    assert found(sqlite_url, [email]) == {email}
    erase(house, entry_token(house, email), email)
    house.database.scrub()
    assert found(sqlite_url, [email]) == set()
    house.database.close()


def test_the_certificate_says_what_was_done_and_is_stored_and_names_nobody(house: House) -> None:
    house.clock.at = drawn.ROUND_AT + MONTH
    written = purging.purge(house.database, instance=house.instance, actor="operator")
    assert [one.plain["who"] for one in written] == [
        "Entries that were never confirmed",
        "Entrants without a prize",
    ]
    assert [one.plain["erased"]["entries"] for one in written] == [1, 3]
    rows = certified(house)
    assert {row.digest for row in rows} == {one.digest for one in written}
    assert all(certificates.digest(row.certificate) == row.digest for row in rows)
    with house.database.read() as session:
        activity = session.scalars(select(Activity).where(Activity.action == "purged")).all()
    assert {row.subject for row in activity} == {one.digest for one in written}
    assert "@" not in "".join(one.text for one in written)
    assert purging.purge(house.database, instance=house.instance, actor="operator") == []


def test_the_dry_run_counts_by_kind_and_date_and_changes_nothing(house: House) -> None:
    before = [row.status for row in house.entries()]
    house.clock.at = drawn.ROUND_AT + MONTH
    with house.database.read() as session:
        view = retention(session, instance=house.instance)
    assert [(one.kind, one.count) for one in view.kept] == [("pending", 1), ("entrants", 3), ("winners", 5)]
    assert [one.kind for one in view.due] == ["pending", "entrants"]
    assert [row.status for row in house.entries()] == before


def test_a_purge_that_was_cut_off_is_made_again_and_certified_whole(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.clock.at = drawn.ROUND_AT + MONTH
    monkeypatch.setattr(purging, "_BATCH", 2)
    empty, batches = erasures.empty, 0

    def cut_off(*args: object, **how: object) -> None:
        nonlocal batches
        batches += 1
        if batches == 4:
            raise KeyboardInterrupt
        empty(*args, **how)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(erasures, "empty", cut_off)
        with pytest.raises(KeyboardInterrupt):
            purging.purge(house.database, instance=house.instance, actor="clock")
    assert certified(house) == []
    written = purging.purge(house.database, instance=house.instance, actor="clock")
    assert [one.plain["erased"]["entries"] for one in written] == [1, 3]


def test_a_tick_erases_some_and_the_next_ones_go_on_until_it_can_be_certified(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "_BATCH", 1)
    monkeypatch.setattr(purging, "_BATCHES_A_TICK", 2)
    house.clock.at = drawn.ROUND_AT + MONTH
    assert drawn.tick(house) == ["purged: entries that were never confirmed"]
    assert [row.status for row in house.entries()].count("erased") == 3
    assert drawn.tick(house) == ["purged: entrants without a prize"]
    counted = {row.kind: row.certificate["erased"]["entries"] for row in certified(house)}
    assert counted == {"pending": 1, "entrants": 3}


def test_four_who_purge_at_once_erase_once_and_write_one_certificate_for_each_kind(house: House) -> None:
    house.clock.at = drawn.ROUND_AT + MONTH

    def press(_: int) -> int:
        return len(purging.purge(house.database, instance=house.instance, actor="operator"))

    assert sum(at_once(4, press)) == 2
    assert {row.kind: row.certificate["erased"]["entries"] for row in certified(house)} == {
        "pending": 1,
        "entrants": 3,
    }


def test_a_consent_that_was_confirmed_outlives_the_entry_and_one_that_was_not_does_not(
    database: Database,
) -> None:
    house = drawn.open_house(database)
    said_yes(house, "yes@example.com")
    house.enter("maybe@example.com", marketing=True)
    house.confirm("maybe@example.com")
    drawn.fill(house)
    drawn.draw_by_clock(house)
    house.clock.at = months_after(drawn.ROUND_AT, 6)
    drawn.tick(house)
    with house.database.read() as session:
        assert session.scalars(select(Consent.address)).all() == ["yes@example.com"]
        assert session.scalars(select(Message)).all() == []
    assert {row.status for row in house.entries()} == {"erased"}


def test_somebody_erased_before_is_not_counted_again(house: House) -> None:
    email = loser(house)
    erase(house, entry_token(house, email), email)
    house.clock.at = drawn.ROUND_AT + MONTH
    written = purging.purge(house.database, instance=house.instance, actor="clock")
    assert [one.plain["erased"]["entries"] for one in written] == [1, 2]
    with house.database.read() as session:
        kinds = sorted(session.scalars(select(Erasure.kind)).all())
    assert kinds == ["asked", "entrants", "entrants", "pending"]


def test_no_log_line_names_anybody(house: House, caplog: pytest.LogCaptureFixture) -> None:
    email = winner(house)
    with caplog.at_level(logging.DEBUG):
        house.clock.at = months_after(drawn.ROUND_AT, 6)
        drawn.tick(house)
    assert email not in caplog.text
    assert "example.com" not in caplog.text


def test_a_competition_may_keep_its_entrants_for_another_time(database: Database) -> None:
    house = drawn.open_house(database, retention={"entrant_days": 2})
    drawn.fill(house)
    drawn.draw_by_clock(house)
    house.clock.at = drawn.ROUND_AT + timedelta(days=2)
    assert drawn.tick(house) == ["purged: entrants without a prize"]
