"""Nobody gets into a list while it is being frozen (guarantee N2), and what holds them off."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from competition.adapters.tokens import ExpiredError
from competition.services import auditing, entries, freezing
from competition.store import freezes, locks
from competition.store.engine import Database
from competition.store.models import Freeze
from competition.store.schema import migrate
from tests.services import builders, drawn
from tests.services.builders import SLUG, House
from tests.services.test_erasing import entry_token

LATE = "late@example.com"


@pytest.fixture
def house(postgresql_url: str) -> Iterator[House]:
    """On PostgreSQL, where transactions run side by side; on SQLite a write is alone anyway."""
    migrate(postgresql_url)
    database = Database(postgresql_url)
    house = drawn.open_house(database)
    drawn.fill(house, 3)
    house.enter(LATE)
    for at in (house.clock.at, builders.CLOSES):
        house.clock.at = at
        drawn.tick(house)
    yield house
    database.close()


def confirm_during_the_freeze(house: House, monkeypatch: pytest.MonkeyPatch, *, waits: bool) -> None:
    """Somebody with a clock a little behind presses the button between reading and sealing of the list."""
    add, sealing, pressed = freezes.add_freeze, Event(), Event()

    def add_late(session: Session, row: Freeze) -> Freeze:
        sealing.set()
        assert pressed.wait(10)
        return add(session, row)

    def press() -> None:
        assert sealing.wait(10)
        behind = replace(house.instance, clock=lambda _session: builders.CONFIRM_BY)
        try:
            with house.database.write() as session:
                if waits:
                    pressed.set()
                entries.confirm(session, house.token(LATE), instance=behind)
        finally:
            pressed.set()

    monkeypatch.setattr(freezes, "add_freeze", add_late)
    house.clock.at = drawn.FREEZE_DUE
    with ThreadPoolExecutor(1) as pool:
        button = pool.submit(press)
        with house.write() as session:
            freezing.freeze(session, SLUG, instance=house.instance)
        button.result(10)


def issued_and_listed(house: House) -> tuple[int, int]:
    with house.database.read() as session:
        issued = session.execute(text("SELECT count(*) FROM ticket")).scalar_one()
    files = drawn.files(house)
    return issued, len((files["entries.txt"] + files["excluded.txt"]).splitlines())


def test_who_presses_the_button_while_the_list_is_frozen_waits_and_is_told_that_it_is_too_late(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ExpiredError):
        confirm_during_the_freeze(house, monkeypatch, waits=True)
    assert issued_and_listed(house) == (3, 3)


def test_control_without_the_lock_a_ticket_is_issued_that_is_on_no_list(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("share", "exclusive"):
        monkeypatch.setattr(locks, name, lambda _session, _competition_id: None)
    # Nor may the entries be held by the freeze, which marks those that were never confirmed.
    monkeypatch.setattr("competition.store.entries.expire_pending", lambda _session, _competition_id: 0)
    confirm_during_the_freeze(house, monkeypatch, waits=False)
    assert issued_and_listed(house) == (4, 3)


def erase_during_the_freeze(house: House, monkeypatch: pytest.MonkeyPatch, *, waits: bool) -> None:
    """Somebody has their details erased between reading and sealing of the list."""
    add, sealing, pressed = freezes.add_freeze, Event(), Event()
    token, email = entry_token(house, "reader0@example.com"), "reader0@example.com"
    with house.database.read() as session:
        page = entries.erase_page(session, token, instance=house.instance)

    def add_late(session: Session, row: Freeze) -> Freeze:
        sealing.set()
        assert pressed.wait(10)
        return add(session, row)

    def press() -> None:
        assert sealing.wait(10)
        try:
            with house.database.write() as session:
                if waits:
                    pressed.set()
                entries.erase(session, token, erase_token=page.token, email=email, instance=house.instance)
        finally:
            pressed.set()

    monkeypatch.setattr(freezes, "add_freeze", add_late)
    house.clock.at = drawn.FREEZE_DUE
    with ThreadPoolExecutor(1) as pool:
        button = pool.submit(press)
        with house.write() as session:
            freezing.freeze(session, SLUG, instance=house.instance)
        button.result(10)


def contradicted(house: House) -> list[str]:
    with house.database.read() as session:
        [audit] = auditing.audit_competition(session, SLUG)
    return list(audit.rows)


def test_who_is_erased_while_the_list_is_frozen_stays_on_it_and_the_rows_agree(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase_during_the_freeze(house, monkeypatch, waits=True)
    assert {row.status for row in house.entries()} == {"confirmed", "expired", "erased"}
    assert drawn.files(house)["excluded.txt"] == b""
    assert contradicted(house) == []


def test_control_without_the_lock_the_rows_contradict_the_list(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("share", "exclusive"):
        monkeypatch.setattr(locks, name, lambda _session, _competition_id: None)
    erase_during_the_freeze(house, monkeypatch, waits=False)
    assert [row for row in contradicted(house) if row.startswith("exclusion of ticket")]
