"""Freeze and draw on one screen: nothing to press, and a round by hand only if it is the right one."""

import json
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from competition.rules.permissions import Role
from competition.services.awards import releasing
from tests.services import drawn
from tests.services.builders import SLUG
from tests.services.review.test_appeals import leave_out, link, send
from tests.services.test_typing_numbers import BY_EVENT
from tests.web.admin.conftest import Desk, Hire
from tests.web.conftest import Site
from tests.web.html_tree import Tree

DRAW, ROUND = f"/admin/c/{SLUG}/draw", f"/admin/c/{SLUG}/round"
NUMBERS_PAGE = f"/admin/c/{SLUG}/numbers"


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
    assert "Drew the winners" in desk.get(f"/admin/activity?actor={desk.person.code}").text


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


def test_the_screen_names_open_appeals_and_that_the_freeze_does_not_wait(site: Site, hire: Hire) -> None:
    drawn.fill(site.house, 3)
    ben, desk = hire("ben", Role.EDITOR), hire("pia", Role.OBSERVER)
    assert "None waits for a decision." in desk.get(DRAW).text
    entry = site.house.entries()[0]
    leave_out(site.house, entry, ben.person.code)
    send(site.house, link(site.house))
    shown = desk.get(DRAW).text
    assert "Open appeals: 1" in shown
    assert "1 appeal not decided. The freeze does not wait: decide before Sunday 30 August" in shown
    assert f"/entries/{entry.public_id}#appeal" in shown
    assert not list(Tree(shown).all("button"))
    drawn.freeze_by_clock(site.house)
    desk.sign_in()
    assert "1 appeal not decided in time. The tickets stay left out." in desk.get(DRAW).text


def test_the_screen_says_that_the_mail_is_stopped_and_when_a_relay_was_seen(site: Site, hire: Hire) -> None:
    desk = hire()
    assert "No relay was asked so far" in desk.get(DRAW).text
    with site.house.write() as session:
        releasing.stop(session, SLUG, actor="olive", instance=site.house.instance)
    assert "Stopped since" in desk.get(DRAW).text
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)
    desk.sign_in()
    assert "Before the draw" not in desk.get(DRAW).text


class TestByAnEvent:
    """A draw by a public event (its numbers are invented)."""

    @pytest.fixture
    def described(self) -> dict[str, Any]:
        return BY_EVENT

    def test_two_admins_type_without_seeing_each_other_and_equal_ones_draw(
        self, site: Site, hire: Hire
    ) -> None:
        olive, ben = hire("olive"), hire("ben", Role.EDITOR)
        event_over(site, olive, ben)
        assert "two of you have typed its numbers" in olive.get(DRAW).text
        assert type_(olive).status_code == 303
        shown = olive.get(NUMBERS_PAGE).text
        assert "Now somebody else reads them off the event" in shown
        assert "<form id=" not in shown
        seen = ben.get(NUMBERS_PAGE).text + ben.get(DRAW).text
        assert "typed once, by <code>staff-1</code>" in seen
        assert "15" not in seen.partition("<h1>")[2].partition("<form")[0].replace("15:", "")
        assert type_(ben).status_code == 303
        assert "Drawn on" in ben.get(DRAW).text
        public = site.reader().get(f"/c/{SLUG}/draw").text
        assert "Typed by two people, each alone, and equal" in public

    def test_where_they_differ_both_are_told_and_nothing_is_drawn(self, site: Site, hire: Hire) -> None:
        olive, ben = hire("olive"), hire("ben", Role.EDITOR)
        event_over(site, olive, ben)
        type_(olive)
        type_(ben, "7 8 11 / 1 2 4")
        for desk in (olive, ben):
            shown = desk.get(DRAW).text
            assert "The two did not agree." in shown
            assert "Drawn on" not in shown

    def test_a_wrong_line_is_named_and_what_was_typed_stays(self, site: Site, hire: Hire) -> None:
        desk = hire("olive")
        event_over(site, desk)
        page = type_(desk, "7 8 x\n1 2 3")
        assert page.status_code == 422
        assert "Line 1: “x” is no number" in page.text
        assert "7 8 x" in page.text
        assert f"Type {SLUG}" in type_(desk, slug="another").text

    def test_who_is_alone_is_told_that_somebody_else_is_needed(self, site: Site, hire: Hire) -> None:
        desk = hire("olive")
        event_over(site, desk)
        type_(desk)
        shown = desk.get(NUMBERS_PAGE).text
        assert "Invite a second person" in shown
        assert "<form id=" not in shown
        assert "Drawn on" not in desk.get(DRAW).text

    def test_before_the_event_there_is_no_form(self, site: Site, hire: Hire) -> None:
        desk = hire("olive")
        drawn.fill(site.house)
        drawn.freeze_by_clock(site.house)
        desk.sign_in()
        shown = desk.get(NUMBERS_PAGE).text
        assert "The event is not over" in shown
        assert "<form id=" not in shown


def test_where_a_round_is_awaited_there_are_no_numbers_to_type(site: Site, hire: Hire) -> None:
    assert hire().get(NUMBERS_PAGE).location.endswith(DRAW)


def event_over(site: Site, *desks: Desk) -> None:
    drawn.fill(site.house)
    drawn.freeze_by_clock(site.house)
    site.house.clock.forward(days=2)
    for desk in desks:
        desk.sign_in()


def type_(desk: Desk, numbers: str = "7 8 11\n15 16 21", slug: str = SLUG) -> TestResponse:
    return desk.send(NUMBERS_PAGE, "", numbers=numbers, slug=slug)
