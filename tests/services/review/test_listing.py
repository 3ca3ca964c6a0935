"""The admins' list: masked, newest first, page by page, through filters."""

from typing import Any

import pytest

from competition.rules.errors import RuleError
from competition.services.review import listing
from competition.services.views.review import EntriesView
from competition.store import flags
from competition.store.models import Flag
from tests.services.builders import SLUG, House
from tests.services.drawn import fill


def look(house: House, **asked: str) -> EntriesView:
    with house.database.read() as session:
        return listing.page(session, SLUG, dict.fromkeys(listing.FILTERS, "") | asked)


def find(house: House, typed: str) -> str:
    with house.database.read() as session:
        return listing.find(session, SLUG, typed)


def test_the_list_is_newest_first_and_shows_nobody(house: House) -> None:
    house.enter("ann@example.com", name="Ann Bell")
    house.clock.forward(minutes=1)
    house.enter("tom@films.example.com", name="Tom Adams")
    rows = look(house).rows
    assert [(row.name, row.address) for row in rows] == [
        ("T•••• A•••••", "t••••@f•••••.com"),
        ("A•••• B•••••", "a••••@e•••••.com"),
    ]


def test_pages_meet_without_a_gap_although_all_came_in_one_instant(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    fill(house, 8)
    seen: list[str] = []
    before = ""
    while True:
        page = look(house, before=before)
        seen += [row.public_id for row in page.rows]
        if not (before := page.older):
            break
    assert seen == [entry.public_id for entry in reversed(house.entries())]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["late", "early"]),
        ({"status": "pending"}, ["late"]),
        ({"status": "confirmed"}, ["early"]),
        ({"status": "nonsense"}, ["late", "early"]),
        ({"day": "2026-08-02"}, ["early"]),
        ({"day": "2026-08-03"}, ["late"]),
        ({"day": "2026-08-04"}, []),
        ({"day": "9999-12-31"}, ["late", "early"]),
        ({"flag": "disposable"}, ["late"]),
        ({"flag": "disposable", "status": "confirmed"}, []),
        ({"flag": "disposable", "day": "2026-08-03"}, ["late"]),
        ({"before": "0" * 32}, ["late", "early"]),
    ],
    ids=str,
)
def test_a_filter_leaves_what_fits(house: House, asked: dict[str, Any], found: list[str]) -> None:
    house.enter("early@example.com", name="early")
    house.confirm("early@example.com")
    # Midnight comes in London, an hour before UTC says so.
    house.clock.at = house.clock.at.replace(hour=23, minute=30)
    house.enter("late@example.com", name="late")
    late = house.entries()[1]
    with house.write() as session:
        flag = Flag(
            entry_id=late.id,
            reason="disposable",
            competition_id=late.competition_id,
            entered_at=late.entered_at,
            detail="",
            flagged_at=house.clock.at,
        )
        flags.add(session, [flag, flag])
    assert [row.name[0].lower() for row in look(house, **asked).rows] == [name[0] for name in found]


def test_one_is_found_by_its_ticket_or_by_exactly_its_address(house: House) -> None:
    house.enter("Ann.Example@gmail.com")
    house.confirm("Ann.Example@gmail.com")
    [entry] = house.entries()
    ticket = entry.ticket or ""
    short = f"{ticket[:4]}-{ticket[4:8]}-{ticket[8:12]}".upper()
    for typed in (ticket, short, f" {short} ", "ann.example@gmail.com", "annexample+films@googlemail.com"):
        assert find(house, typed) == entry.public_id


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nn.Example@gmail.com", "No entry"),
        ("%@gmail.com", "No entry"),
        ("ann@", "Check your e-mail address"),
        ("Ann", "at least the first 12 digits"),
        ("6f1d-09ab", "at least the first 12 digits"),
        ("6f1d-09ab-44c2", "No entry"),
        ("", "at least the first 12 digits"),
    ],
)
def test_a_part_of_an_address_finds_nobody(house: House, typed: str, said: str) -> None:
    house.enter("Ann.Example@gmail.com")
    with pytest.raises(RuleError, match=said):
        find(house, typed)
