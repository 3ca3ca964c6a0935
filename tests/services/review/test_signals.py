"""Flags: found by the worker, with their reason, and nobody is left out by them (O5)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from competition.adapters import disposable
from competition.services.review import listing, signals
from competition.services.views.review import GrowthView
from competition.store.models import Entry, Flag
from competition.store.types import CompetitionId
from tests.services.builders import SLUG, House
from tests.services.drawn import draw_by_clock, files, tick


def looked(house: House) -> dict[str, set[str]]:
    """Let the worker look; the flags by address."""
    house.clock.forward(minutes=2)
    tick(house)
    with house.database.read() as session:
        rows = session.execute(select(Entry.address, Flag.reason).join(Flag, Flag.entry_id == Entry.id))
        found: dict[str, set[str]] = {}
        for address, reason in rows:
            found.setdefault(address or "", set()).add(reason)
    return found


def growth(house: House) -> GrowthView:
    with house.database.read() as session:
        return listing.page(session, SLUG, dict.fromkeys(listing.FILTERS, "")).growth


def quiet(house: House, count: int = 3) -> None:
    """People who have nothing to do with each other, minutes apart."""
    for number, name in enumerate(("Ada Quist", "Bo Lindqvist", "Zeno Papadopoulos")[:count]):
        house.enter(f"{'xyz'[number] * 7}@{number}.example.com", name=name)
        house.clock.forward(minutes=7)


def flood(house: House, count: int) -> None:
    for number in range(count):
        # Names and addresses that are not alike.
        house.enter(f"{chr(97 + number) * 6}@{number}.example.com", name=f"{chr(97 + number) * 9} Q")


def test_people_who_come_by_themselves_are_not_flagged(opened: House) -> None:
    quiet(opened)
    assert looked(opened) == {}
    assert growth(opened).total == 3


def test_a_burst_is_flagged_and_shown_and_leaves_nobody_out(opened: House) -> None:
    quiet(opened)
    flood(opened, 22)
    for entry in opened.entries():
        opened.confirm(entry.address or "")
    found = looked(opened)
    assert len(found) == 22
    assert set.union(*found.values()) == {"burst"}
    chart = growth(opened)
    assert (chart.total, sum(bar.bursting for bar in chart.bars), chart.highest) == (25, 22, 25)
    draw_by_clock(opened)
    assert files(opened)["excluded.txt"] == b""
    assert files(opened)["entries.txt"].count(b"\n") == 25


def test_what_was_looked_at_is_not_looked_at_again_and_minutes_add_up(opened: House) -> None:
    for _ in range(3):
        quiet(opened)
        looked(opened)
        flood(opened, 1)
        opened.clock.forward(minutes=1)
    opened.clock.forward(hours=30)
    opened.enter("later@example.org", name="Hugo Boss")
    looked(opened)
    chart = growth(opened)
    assert chart.total == len(opened.entries())
    assert sum(bar.entries for bar in chart.bars) == chart.total
    assert len(chart.bars) > 30
    assert not signals.look(opened.database, CompetitionId(1), instance=opened.instance)


def test_a_long_queue_is_looked_at_in_pieces(opened: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "_BATCH", 4)
    flood(opened, 6)
    opened.clock.forward(minutes=1)
    flood_again = [("q", "w"), ("r", "t"), ("p", "k")]
    for one, other in flood_again:
        opened.enter(f"{one * 8}@{other}.example.org", name=f"{other * 9} {one * 3}")
        opened.clock.forward(minutes=1)
    looked(opened)
    assert growth(opened).total == 9


def test_the_newest_minute_waits_until_nothing_more_is_written_into_it(opened: House) -> None:
    quiet(opened, 1)
    opened.enter("now@example.org")
    assert signals.look(opened.database, CompetitionId(1), instance=opened.instance)
    assert growth(opened).total == 1


def test_the_form_that_comes_back_at_once_is_flagged(opened: House) -> None:
    opened.enter("quick@example.org", took=1)
    opened.clock.forward(minutes=9)
    opened.enter("slow@0.example.com", name="Zeno Papadopoulos", took=40)
    assert looked(opened) == {"quick@example.org": {"quick"}}


@pytest.mark.parametrize(
    ("address", "flagged"),
    [
        ("ann@mailinator.com", True),
        ("ann@MAILINATOR.com", True),
        ("ann@inbox.mailinator.com", True),
        ("ann@mailinator.example.com", False),
        ("ann@mailinator.com.example.org", False),
        ("ann@gmail.com", False),
    ],
)
def test_a_disposable_address_is_flagged_with_its_subdomains(
    opened: House, address: str, flagged: bool
) -> None:
    opened.enter(address)
    assert (looked(opened) == {address: {"disposable"}}) is flagged
    with opened.database.read() as session:
        details = list(session.scalars(select(Flag.detail)))
    assert all(disposable.LIST in detail for detail in details)


def test_control_with_an_empty_list_nothing_is_disposable(
    opened: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    never: Callable[[str], bool] = lambda _domain: False  # noqa: E731
    monkeypatch.setattr(disposable, "is_listed", never)
    opened.enter("ann@mailinator.com")
    assert looked(opened) == {}


@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        (("jon.smythe@a.example", "Jon Smythe"), ("kkkk@b.example", "John Smythe"), {"near_name"}),
        (("reader1@a.example", "Ada Quist"), ("reader2@a.example", "Zeno Papas"), {"near_address"}),
        (("reader1@a.example", "Ada Quist"), ("reader1@b.example", "Zeno Papas"), set()),
        (("wwwwww@a.example", "Ada Quist"), ("kkkkkk@a.example", "Ida Holm"), set()),
    ],
)
def test_near_equal_names_and_addresses_are_flagged(
    opened: House, first: tuple[str, str], second: tuple[str, str], reasons: set[str]
) -> None:
    opened.enter(first[0], name=first[1])
    opened.clock.forward(minutes=30)
    looked(opened)
    opened.enter(second[0], name=second[1])
    assert looked(opened).get(second[0], set()) == reasons
