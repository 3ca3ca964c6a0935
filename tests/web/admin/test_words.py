"""The desk speaks in sentences: no code of ours, no list of a program, stands where people read."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import competition
from competition.rules import deeds
from competition.rules.permissions import Role
from tests.services import drawn, winning
from tests.services.builders import SLUG
from tests.web.admin.conftest import Hire
from tests.web.admin.editing import Editor
from tests.web.admin.test_approvals import ask, pending
from tests.web.conftest import Site
from tests.web.html_tree import Tree


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


def recorded() -> Iterator[str]:
    """Every action that a service records under a name of its own."""
    for path in Path(competition.__file__).parent.rglob("services/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record":
                yield from (str(one.value) for one in node.args[1:2] if isinstance(one, ast.Constant))


def test_whatever_is_recorded_has_words_that_a_promoter_understands() -> None:
    found = set(recorded())
    assert len(found) > 50
    assert found - set(deeds.WORDS) == set()
    assert deeds.in_words("something_new") == "Something new"


def test_the_record_names_people_beside_their_codes_and_says_what_they_did(site: Site, hire: Hire) -> None:
    site.house.enter()
    site.house.confirm()
    olive, ben = hire(), hire("ben", Role.EDITOR)
    site.house.clock.forward(seconds=5)
    entry = f"/admin/c/{SLUG}/entries/{site.house.entries()[0].public_id}"
    ben.send(entry, f"{entry}/exclude", reason="duplicate")
    ask(ben)
    page = " ".join(Tree(olive.get("/admin/activity").text).one("main").text.split())
    code = ben.person.code
    for words in ("Left a ticket out", "Asked for something that takes two people"):
        assert f"Ben {code} {words}" in page
    for words in ("reason: More than one entry from one person.", "what: Void the draw"):
        assert words in page
    assert f"Ben ({code})" in page
    assert "Win Ai Weiwei: Never Sorry on Blu-ray" in page
    history = " ".join(Tree(olive.get(entry).text).one("main").text.split())
    assert "More than one entry from one person. By Ben" in history
    assert f"By Ben ({code})." in history
    kept = olive.get("/admin/retention").text
    assert "Win Ai Weiwei: Never Sorry on Blu-ray" in kept
    assert f">{SLUG}<" not in kept


def test_the_reasons_for_taking_a_prize_back_are_sentences(site: Site, hire: Hire) -> None:
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)
    winning.told(site.house)
    page = hire().get(f"/admin/c/{SLUG}/awards/1/vacate").text
    assert "The prize could not be delivered." in page
    assert "No reply" not in page
