"""Entrants who come at once, and one who comes at the closing instant. Each test has its control."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from competition.adapters.addresses import Address
from competition.rules.errors import RuleError
from competition.services import entries
from competition.store import entries as rows
from competition.store import locks
from competition.store.engine import Database
from competition.store.errors import StoreBusy
from competition.store.models import Competition, Entry, Ticket
from competition.store.schema import migrate
from competition.store.types import EntryId
from tests.services import builders
from tests.services.builders import CLOSES, OPENS, SLUG, FakeClock, House, submission

THREADS = 16
SPELLINGS = ["ann@gmail.com", "A.nn@gmail.com", "ann+1@gmail.com", "ANN@googlemail.com"]


def at_once(work: Callable[[int], object]) -> None:
    """Run it in all threads from one moment; the first error comes out. Who is told to try again does."""
    start = Barrier(THREADS)

    def run(number: int) -> object:
        start.wait(10)
        for _ in range(THREADS):
            with suppress(StoreBusy):
                return work(number)
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(run, range(THREADS)))


def enter_together(house: House) -> list[Entry]:
    at_once(lambda number: house.enter(SPELLINGS[number % len(SPELLINGS)]))
    return house.entries()


def test_sixteen_who_enter_one_address_at_once_make_one_entry(house: House) -> None:
    assert len(enter_together(house)) == 1
    assert len(house.messages()) == 3


def test_control_without_the_keyed_hash_under_the_constraint_they_make_sixteen(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Address, "digest", lambda _self, _key: secrets.token_bytes(32))
    assert len(enter_together(house)) == THREADS


def enter_while_it_closes(house: House, *, clock_first: bool) -> list[Entry]:
    """Somebody enters a moment before the close, and has to wait for a lock until after it."""
    house.clock.at = CLOSES.replace(hour=16, minute=59, second=59)
    ready, refused = Event(), list[RuleError]()

    def late() -> None:
        before = house.clock.at
        own = replace(house.instance, clock=lambda _session: before) if clock_first else house.instance
        ready.set()
        try:
            with house.database.write() as session:
                entries.enter(session, SLUG, submission(), instance=own)
        except RuleError as error:
            refused.append(error)

    thread = Thread(target=late)
    with house.database.write() as session:
        locks.exclusive(session, session.scalars(select(Competition.id)).one())
        thread.start()
        assert ready.wait(10)
        house.clock.at = CLOSES
    thread.join(10)
    assert [error.code for error in refused] == ([] if clock_first else ["closed"])
    return house.entries()


def test_who_waited_past_the_closing_instant_is_late(house: House) -> None:
    assert enter_while_it_closes(house, clock_first=False) == []


def test_control_with_the_clock_read_before_the_lock_a_late_entry_is_taken(house: House) -> None:
    assert len(enter_while_it_closes(house, clock_first=True)) == 1


def test_sixteen_who_press_one_button_at_once_get_one_ticket(house: House) -> None:
    house.enter()
    at_once(lambda _number: house.confirm())
    with house.database.read() as session:
        assert len(session.scalars(select(Ticket)).all()) == 1
    assert [message.kind for message in house.messages()] == ["confirm", "receipt"]


def test_control_without_holding_the_entry_the_second_of_two_fails(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL, where entrants share the lock; on SQLite a write transaction is alone anyway."""
    migrate(postgresql_url)
    clock = FakeClock()
    house = House(Database(postgresql_url), builders.instance(clock), clock)
    builders.publish(house.database, house.instance)
    clock.at = OPENS
    house.enter()
    token, both_have_read = house.token(), Barrier(2)

    def read_only(session: Session, entry_id: EntryId) -> Entry:
        entry = rows.by_id(session, entry_id)
        both_have_read.wait(10)
        return entry

    monkeypatch.setattr(rows, "hold", read_only)

    def press(_number: int) -> str:
        with house.database.write() as session:
            return entries.confirm(session, token, instance=house.instance)

    with ThreadPoolExecutor(2) as pool, pytest.raises(IntegrityError):
        list(pool.map(press, range(2)))
    house.database.close()


def test_digits_tried_by_sixteen_at_once_count_as_five(house: House) -> None:
    house.enter()
    wrong = "999999" if house.code() != "999 999" else "000000"

    def guess(_number: int) -> None:
        with house.database.write() as session:
            entries.confirm_by_code(session, SLUG, "ann@example.com", wrong, instance=house.instance)

    at_once(guess)
    assert house.entries()[0].code_tries == 5
