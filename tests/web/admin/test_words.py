"""The desk speaks in sentences: no code of ours, no list of a program, stands where people read."""

from typing import Any

import pytest

from competition.rules.permissions import Role
from tests.services import drawn, winning
from tests.services.builders import SLUG
from tests.web.admin.conftest import Hire
from tests.web.admin.editing import Editor
from tests.web.admin.test_approvals import ask, pending
from tests.web.conftest import Site


@pytest.fixture
def described() -> dict[str, Any]:
    return drawn.WITH_ROUND


def test_who_decides_reads_the_reason_as_a_sentence_and_instants_on_the_draw_s_clocks(
    site: Site, hire: Hire
) -> None:
    olive, ben = hire(), hire("ben", Role.EDITOR)
    site.house.clock.forward(seconds=5)
    ask(ben)
    assert "The published rules were wrong or could not be kept." in olive.get(pending(olive)).text
    assert "wrong_rules" not in olive.get(pending(olive)).text
    olive.send(pending(olive), "", decision="refuse")
    typed = {"draw_at": "2026-09-01 20:00", "reason": "nobody_disadvantaged", "happened": "A flood."}
    assert ben.send(f"/admin/c/{SLUG}/dates", "", **typed).status_code == 303
    page = olive.get(pending(olive)).text
    assert "Tuesday 1 September 2026, 20:00 BST" in page
    assert "nobody_disadvantaged" not in page


def test_a_request_without_a_decision_says_what_to_choose(site: Site, hire: Hire) -> None:
    olive, ben = hire(), hire("ben", Role.EDITOR)
    site.house.clock.forward(seconds=5)
    ask(ben)
    assert "Choose one of the two." in olive.send(pending(olive), "", decision="").text
    asked = olive.send("/admin/people", "", email="cem@example.com", name="Cem", role="")
    assert "Choose what they may do." in asked.text


def test_letters_go_by_their_names_and_what_was_saved_by_a_list(site: Site, hire: Hire) -> None:
    site.house.enter()
    site.house.confirm()
    desk = hire()
    entry = site.house.entries()[0].public_id
    page = desk.get(f"/admin/c/{SLUG}/entries/{entry}").text
    assert "Letter: You are in the draw" in page
    desk.send("/admin/drafts/new", "", template="blu-ray")
    Editor(desk).send("/admin/drafts/1/1", slug="a-film", standfirst="A good one.")
    assert "fields: slug, standfirst" in desk.get("/admin/activity").text


def test_the_reasons_for_taking_a_prize_back_are_sentences(site: Site, hire: Hire) -> None:
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)
    winning.told(site.house)
    page = hire().get(f"/admin/c/{SLUG}/awards/1/vacate").text
    assert "The prize could not be delivered." in page
    assert "No reply" not in page
