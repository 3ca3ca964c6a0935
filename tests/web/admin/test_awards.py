"""The awards board: told by hand once, stopped at once, sent, taken back by two, nobody revealed unseen."""

from typing import Any

import pytest

from competition.rules.permissions import Role
from competition.store import activity
from competition.store.types import CompetitionId
from tests.services import drawn, winning
from tests.services.builders import SLUG
from tests.services.winning import RELEASED, held, letters, logged, states
from tests.web.admin.conftest import Desk, Hire
from tests.web.conftest import Site
from tests.web.html_tree import Tree

BOARD = f"/admin/c/{SLUG}/awards"


@pytest.fixture
def described() -> dict[str, Any]:
    return drawn.WITH_ROUND


@pytest.fixture
def finished(site: Site) -> Site:
    """Drawn, an hour ago; nobody is told."""
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)
    site.house.clock.at = RELEASED
    return site


def test_the_first_notices_go_when_somebody_typed_how_many_they_saw(finished: Site, hire: Hire) -> None:
    desk = hire(role=Role.EDITOR)
    assert "3 winners wait for your release" in desk.get(BOARD).text
    page = desk.get(f"{BOARD}/release").text
    assert page.count("r••••@e•••••.com") == 3
    assert "Ann" not in page
    wrong = desk.send(f"{BOARD}/release", "", number="2")
    assert wrong.status_code == 422
    assert "There are 3." in wrong.text
    assert desk.send(f"{BOARD}/release", "", number="3").status_code == 303
    drawn.tick(finished.house)
    assert len(letters(finished.house, "won")) == 3
    assert "They were released." in desk.get(f"{BOARD}/release").text


def test_the_board_has_every_unit_by_state_with_its_next_step_and_no_name(finished: Site, hire: Hire) -> None:
    winning.told(finished.house)
    winning.claim(finished.house, 1)
    winning.decline(finished.house, 2)
    page = hire().get(BOARD).text
    heads = [element.text for element in Tree(page).all("th") if element["scope"] == "colgroup"]
    assert heads == [
        "Not told yet (1)",
        "Told, not yet claimed (1)",
        "Claimed, to post (1)",
        "Passed on (1)",
    ]
    assert "A•••• E•••••" in page
    assert "Example Street" not in page
    assert "@example.com" not in page


def test_a_stop_is_one_press_and_so_is_its_end(finished: Site, hire: Hire) -> None:
    desk = hire()
    winning.release(finished.house)
    for action, word in (("stop", "The mail is stopped."), ("stop-everything", "The mail is stopped.")):
        desk.send(BOARD, f"{BOARD}/{action}")
        assert word in desk.get(BOARD).text
        assert drawn.tick(finished.house) == []
        desk.send(BOARD, f"{BOARD}/{action.replace('stop', 'resume')}")
    assert drawn.tick(finished.house).count("told a winner") == 3


def told(finished: Site) -> None:
    winning.told(finished.house)
    winning.claim(finished.house, 1)


def test_fulfilment_sees_where_a_prize_goes_and_that_is_recorded(finished: Site, hire: Hire) -> None:
    told(finished)
    desk = hire("fay", Role.FULFILMENT)
    path = f"{BOARD}/1/dispatch"
    assert "Leeds LS1 1AA" not in Tree(desk.get(path).text).one("main").text
    shown = desk.send(path, f"{BOARD}/1/address")
    assert "West Yorkshire" in shown.text
    with finished.house.database.read() as session:
        deeds = activity.of_actions(session, CompetitionId(1), ["address_revealed"])
        assert [(deed.actor, deed.subject) for deed in deeds] == [
            (desk.person.code, held(finished.house)[0].ticket)
        ]
    desk.send(path, f"{path}", carrier="Royal Mail", tracking="AB 1")
    assert states(finished.house)[0] == "dispatched"
    desk.send(BOARD, f"{BOARD}/1/ask")
    assert len(letters(finished.house, "has_it_come")) == 1
    desk.send(BOARD, f"{BOARD}/1/received")
    assert states(finished.house)[0] == "received"


def test_a_prize_is_taken_back_when_a_second_person_approves(finished: Site, hire: Hire) -> None:
    told(finished)
    sam, jo = hire("sam", Role.EDITOR), hire("jo", Role.EDITOR)
    finished.house.clock.forward(seconds=5)
    asked = jo.send(f"{BOARD}/1/vacate", "", reason="ineligible", evidence="Lives abroad.")
    assert asked.status_code == 303, asked.text
    assert states(finished.house)[0] == "claimed"
    request = next(
        a["href"].removeprefix("/draws")
        for a in Tree(sam.get("/admin/approvals").text).all("a")
        if a["href"].startswith("/draws/admin/approvals/")
    )
    assert "Lives abroad." in sam.get(request).text
    assert not has_form(jo, request), "whoever asked is offered to approve"
    sam.send(request, "", decision="approve")
    assert states(finished.house)[:2] == ["ineligible", "drawn"]
    line = next(
        line for line in drawn.files(finished.house)["log.txt"].decode().split("\n") if " vacated " in line
    )
    assert line.endswith(f"approvers={jo.person.code}+{sam.person.code}")
    assert winning.audited(finished.house).verdict == "verified"


def has_form(desk: Desk, path: str) -> bool:
    return any(form["method"] == "post" for form in Tree(desk.get(path).text).all("form"))


def test_one_admin_alone_takes_it_back_at_once_and_the_log_shows_one_code(finished: Site, hire: Hire) -> None:
    told(finished)
    desk = hire()
    assert desk.send(f"{BOARD}/1/vacate", "", reason="", evidence="x").status_code == 422
    desk.send(f"{BOARD}/1/vacate", "", reason="undeliverable", evidence="Came back.")
    assert states(finished.house)[0] == "undeliverable"
    assert logged(finished.house, "vacated", "promoted") == ["vacated", "promoted"]


def test_a_link_for_a_distributor_is_shown_once_gives_a_file_and_can_be_deleted(
    finished: Site, hire: Hire
) -> None:
    told(finished)
    desk = hire()
    made = desk.send(f"{BOARD}/handover", "", days="7")
    link = next(word for word in made.text.split() if "/handover/" in word and "https" in word)
    address = link.partition("/draws")[2].partition("<")[0]
    stranger = finished.reader()
    assert "1 winner waits" in stranger.get(address).text
    taken = stranger.post(address)
    assert taken.mimetype == "text/csv"
    assert "1 Example Street" in taken.text
    page = desk.get(f"{BOARD}/handover")
    assert address not in page.text
    action = next(
        form["action"] for form in Tree(page.text).all("form") if form["action"].endswith("/delete")
    )
    desk.send(f"{BOARD}/handover", action.removeprefix("/draws"))
    assert stranger.get(address).status_code == 404
    assert desk.send(f"{BOARD}/handover", "", days="99").status_code == 422


def test_codes_are_loaded_and_the_page_shows_none_of_them(finished: Site, hire: Hire) -> None:
    desk = hire()
    done = desk.send(f"{BOARD}/codes", "", codes="AAAA-1111\r\nBBBB-2222")
    assert "2 new codes loaded" in done.text
    assert "AAAA" not in done.text
    assert desk.send(f"{BOARD}/codes", "", codes="x" * 501).status_code == 422


def test_the_evidence_pack_is_one_press(finished: Site, hire: Hire) -> None:
    pack = hire(role=Role.OBSERVER, name="obi").get(f"{BOARD}/evidence.zip")
    assert pack.mimetype == "application/zip"


def test_an_observer_can_change_nothing(finished: Site, hire: Hire) -> None:
    told(finished)
    desk = hire("obi", Role.OBSERVER)
    page = Tree(desk.get(BOARD).text)
    assert [form for form in page.all("form") if form["method"] == "post"] == []
