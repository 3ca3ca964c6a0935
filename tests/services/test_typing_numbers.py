"""A draw by a public event: two people type its numbers, unseen by each other, and equal ones draw (§7)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from competition.draw.beacon import parse_value
from competition.draw.bundle import MemoryRecord
from competition.draw.verify import audit
from competition.rules.errors import RuleError
from competition.rules.permissions import Role
from competition.services import auditing, draw_views, typing_numbers
from competition.services.typing_numbers import Outcome
from competition.store.engine import Database
from competition.store.models import Activity, Competition, Draw, TypedValue
from tests.services.admins.staff import joined
from tests.services.builders import SLUG, FakeClock, House
from tests.services.drawn import files, fill, freeze_by_clock, open_house, tick

EVENT = {"kind": "event", "id": "lotto-a+b-2026-08-31", "description": "Lotteries A and B", "bits": 78}
BY_EVENT = {"beacon": EVENT, "draw_at": "2026-08-31 20:00"}
NUMBERS = "7 8 11 18 28 40\n15 16 21 31 36 65"
VALUE = "7.8.11.18.28.40./15.16.21.31.36.65./"


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""


@pytest.fixture
def waiting(database: Database) -> House:
    """The event is over, two admins are there, and nobody has typed."""
    house = open_house(database, **BY_EVENT)
    fill(house)
    joined(house, "olive")
    joined(house, "ben", Role.EDITOR)
    freeze_by_clock(house)
    with house.database.read() as session:
        house.clock.at = session.scalars(select(Competition.draw_at)).one()
    return house


def type_(house: House, text: str = NUMBERS, code: str = "staff-1", turn: str | None = None) -> Outcome:
    with house.write() as session:
        return typing_numbers.type_numbers(
            session, SLUG, text, code=code, actor=code, instance=house.instance, turn=turn
        )


def rows(house: House) -> list[tuple[int, int, str]]:
    with house.database.read() as session:
        found = session.scalars(select(TypedValue).order_by(TypedValue.attempt, TypedValue.place))
        return [(row.attempt, row.place, row.typed_by) for row in found]


def test_two_equal_typings_draw_and_the_record_verifies(waiting: House) -> None:
    assert type_(waiting) == "waiting"
    tick(waiting)
    assert "beacon.json" not in files(waiting)
    assert type_(waiting, "40 28 18 11 08 07 / 65 36 31 21 16 15", "staff-2") == "drawn"
    value = parse_value(files(waiting)["beacon.json"])
    assert (value.value, value.log_signature) == (VALUE, "staff-1+staff-2")
    report = audit(MemoryRecord(files(waiting)))
    assert (report.verdict, report.level, report.outcome) == ("verified", "self-consistent", "drawn")
    with waiting.database.read() as session:
        assert [one.verdict for one in auditing.audit_competition(session, SLUG)] == ["verified"]


def test_two_that_differ_draw_nothing_and_both_type_again(waiting: House) -> None:
    assert type_(waiting) == "waiting"
    assert type_(waiting, NUMBERS.replace("65", "66"), "staff-2") == "differ"
    assert "beacon.json" not in files(waiting)
    assert type_(waiting, code="staff-2") == "waiting"
    assert type_(waiting, code="staff-1") == "drawn"
    assert rows(waiting) == [(1, 1, "staff-1"), (1, 2, "staff-2"), (2, 1, "staff-2"), (2, 2, "staff-1")]


def test_what_one_has_typed_is_in_no_view_and_no_activity(waiting: House) -> None:
    type_(waiting)
    with waiting.database.read() as session:
        for code in ("staff-1", "staff-2"):
            view = typing_numbers.page(session, SLUG, admin=code, instance=waiting.instance)
            assert view is not None
            assert view.first_by == "staff-1"
            assert VALUE not in str(view)
        assert VALUE not in str([row.details for row in session.scalars(select(Activity))])
        assert draw_views.page(session, SLUG, instance=waiting.instance).beacon.value == ""


def test_one_of_two_cannot_type_both_times(waiting: House) -> None:
    type_(waiting)
    with pytest.raises(RuleError, match="Somebody else types them now"):
        type_(waiting)
    assert "beacon.json" not in files(waiting)


def test_before_the_event_is_over_nothing_is_taken(waiting: House) -> None:
    waiting.clock.at -= timedelta(seconds=1)
    with pytest.raises(RuleError, match=r"can be typed from Monday 31 August 2026, 20:00 BST"):
        type_(waiting)
    assert rows(waiting) == []


def test_after_the_draw_there_is_nothing_to_type(waiting: House) -> None:
    type_(waiting)
    type_(waiting, code="staff-2")
    with pytest.raises(RuleError, match="Nothing waits"):
        type_(waiting, "1 2 3")


def test_alone_one_draws_nothing_and_whoever_is_invited_then_types_second(database: Database) -> None:
    house = open_house(database, **BY_EVENT)
    fill(house)
    joined(house, "olive")
    freeze_by_clock(house)
    house.clock.forward(days=2)
    assert type_(house, turn="1") == "waiting"
    # The same press twice is no second typing, and what is meant as one is refused.
    assert type_(house, turn="1") == "waiting"
    with pytest.raises(RuleError, match="Somebody else types them now"):
        type_(house, turn="2")
    joined(house, "ben")
    assert type_(house, turn="2", code="staff-2") == "drawn"
    with house.database.read() as session:
        found = draw_views.page(session, SLUG, instance=house.instance).beacon
    assert found.typed_by == ("staff-1", "staff-2")
    assert audit(MemoryRecord(files(house))).verdict == "verified"


def test_many_who_press_at_once_draw_once(waiting: House) -> None:
    def press(number: int) -> Outcome | None:
        with suppress(RuleError):
            return type_(waiting, code=f"staff-{number % 2 + 1}", turn="1")
        return None

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(press, range(16)))
    assert found.count("drawn") == 1
    assert rows(waiting) in (
        [(1, 1, "staff-1"), (1, 2, "staff-2")],
        [(1, 1, "staff-2"), (1, 2, "staff-1")],
    )
    with waiting.database.read() as session:
        assert len(session.scalars(select(Draw)).all()) == 1


def test_the_event_that_stands_in_for_a_round_is_taken_after_seven_days(database: Database) -> None:
    fallback = {key: EVENT[key] for key in ("id", "description", "bits")}
    house = open_house(database, fallback=fallback)
    fill(house)
    for name in ("olive", "ben"):
        joined(house, name)
    freeze_by_clock(house)
    house.clock.forward(days=7)
    with pytest.raises(RuleError, match="not over"):
        type_(house)
    house.clock.forward(days=2)
    type_(house)
    assert type_(house, code="staff-2") == "drawn"
    report = audit(MemoryRecord(files(house)))
    assert report.verdict == "verified"


def test_the_clock_stands_still_for_a_house_without_an_event(house: House) -> None:
    assert isinstance(house.clock, FakeClock)
    with pytest.raises(RuleError, match="Nothing waits"):
        type_(house)
