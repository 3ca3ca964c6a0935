"""Freeze and draw on one screen: nothing to press, and a round by hand only if it is the right one."""

import json
from datetime import timedelta
from typing import Any

import pytest

from competition.rules.permissions import Role
from tests.services import drawn
from tests.services.builders import SLUG
from tests.web.admin.conftest import Desk, Hire
from tests.web.conftest import Site
from tests.web.html_tree import Tree

DRAW, ROUND = f"/admin/c/{SLUG}/draw", f"/admin/c/{SLUG}/round"


@pytest.fixture
def described() -> dict[str, Any]:
    return drawn.WITH_ROUND


def due(site: Site) -> None:
    drawn.fill(site.house)
    drawn.freeze_by_clock(site.house)
    site.house.clock.at = drawn.ROUND_AT


def bring(desk: Desk, given: bytes | str, slug: str = SLUG) -> str:
    text = given.decode() if isinstance(given, bytes) else given
    return desk.send(ROUND, "", round=text, slug=slug).text


def test_the_screen_has_nothing_to_press_from_the_first_day_to_the_last(site: Site, hire: Hire) -> None:
    desk = hire("ben", Role.OBSERVER)

    def page() -> str:
        shown = desk.get(DRAW).text
        assert not list(Tree(shown).all("button"))
        return shown

    assert "the list freezes by itself on" in page()
    drawn.fill(site.house, answer="2", count=1)
    site.house.enter("right@example.com")
    site.house.confirm("right@example.com")
    drawn.freeze_by_clock(site.house)
    desk.sign_in()
    sealed = page()
    assert "1: The answer to the question was not right." in sealed
    assert "31,799,517" in sealed
    assert "left" in sealed
    site.house.clock.at = drawn.ROUND_AT + timedelta(seconds=5)
    desk.sign_in()
    assert "The number is due" in page()
    assert "No relay has answered" not in page()
    site.house.clock.forward(minutes=3)
    assert "No relay has answered" in page()
    drawn.tick(site.house, drawn.answer())
    assert "Drawn on" in page()


def test_a_round_that_was_brought_by_hand_is_verified_and_draws(site: Site, hire: Hire) -> None:
    due(site)
    desk = hire()
    bring(desk, drawn.answer())
    assert "Drawn on" in desk.get(DRAW).text
    assert "drawn" in desk.get(f"/admin/activity?actor={desk.person.code}").text


def changed(**members: object) -> str:
    return json.dumps({**json.loads(drawn.answer()), **members})


@pytest.mark.parametrize(
    ("given", "said"),
    {
        "another round": (changed(round=drawn.ROUND + 1), "of round 31799518, not of 31799517"),
        "a forged signature": (changed(signature="b7" + "a6" * 47), "not one of this round"),
        "no JSON": ("it was 7", "no JSON of a round"),
        "nothing of a round": ("{}", "not exactly"),
        "nothing": ("", "no JSON of a round"),
    }.values(),
)
def test_a_round_that_is_not_the_promised_one_changes_nothing(
    site: Site, hire: Hire, given: str, said: str
) -> None:
    due(site)
    desk = hire()
    page = bring(desk, given)
    assert said in page
    assert given[:10].replace('"', "&#34;") in page, "what was pasted stays"
    assert "The number is due" in desk.get(DRAW).text


def test_the_name_is_typed_and_before_the_round_there_is_nothing_to_bring(site: Site, hire: Hire) -> None:
    desk = hire()
    assert "Nothing waits for a drand round" in bring(desk, drawn.answer())
    drawn.fill(site.house)
    drawn.freeze_by_clock(site.house)
    desk.sign_in()
    assert "does not exist yet" in bring(desk, drawn.answer())
    site.house.clock.at = drawn.ROUND_AT
    desk.sign_in()
    assert f"Type {SLUG}" in bring(desk, drawn.answer(), slug="another")
    assert "The number is due" in desk.get(DRAW).text
