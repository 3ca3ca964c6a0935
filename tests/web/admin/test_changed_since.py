"""Who presses on a page that is out of date changes nothing unseen, and reads what has changed since."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from competition.rules.permissions import Role
from tests.services import drawn, winning
from tests.services.builders import SLUG
from tests.services.winning import held, logged, states
from tests.web.admin.conftest import Desk, Hire
from tests.web.admin.test_entries import appeal_link
from tests.web.conftest import Site

BOARD = f"/admin/c/{SLUG}/awards"
DISPATCH, VACATE = f"{BOARD}/1/dispatch", f"{BOARD}/1/vacate"


@pytest.fixture
def described() -> dict[str, Any]:
    return drawn.WITH_ROUND


@pytest.fixture
def entered(site: Site) -> str:
    """The page of one confirmed entry."""
    site.house.enter()
    site.house.confirm()
    return f"/admin/c/{SLUG}/entries/{site.house.entries()[0].public_id}"


@pytest.fixture
def told(site: Site) -> Site:
    """Three winners were told, and the first has claimed."""
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)
    winning.claim(winning.told(site.house))
    return site


def form(desk: Desk, path: str, action: str = "") -> dict[str, str]:
    """The form as it is before the other one presses."""
    return desk.browser.form(path, action)


def press_late(desk: Desk, path: str, sent: dict[str, str], **typed: str) -> TestResponse:
    answer = desk.post(path, {**sent, **typed})
    assert answer.status_code == 409, answer.status
    return answer


class TestAnEntry:
    def test_that_another_left_out_meanwhile(self, site: Site, hire: Hire, entered: str) -> None:
        ben, pia = hire("ben", Role.EDITOR), hire("pia", Role.EDITOR)
        old = form(pia, entered, "/exclude")
        ben.send(entered, f"{entered}/exclude", reason="duplicate")
        late = press_late(pia, f"{entered}/exclude", old, reason="ineligible")
        assert "This ticket was left out already, by Ben, Sunday 2 August 2026" in late.text
        assert "More than one entry from one person." in late.text
        # For the same reason both are right.
        assert pia.post(f"{entered}/exclude", {**old, "reason": "duplicate"}).status_code == 303
        assert [row.kind for row in site.house.messages()].count("excluded") == 1

    def test_whose_appeal_another_has_decided(self, site: Site, hire: Hire, entered: str) -> None:
        ben, pia, kim = (hire(name, Role.EDITOR) for name in ("ben", "pia", "kim"))
        ben.send(entered, f"{entered}/exclude", reason="duplicate")
        site.reader().send(appeal_link(site), "", text="We are two people at home.")
        old = form(kim, entered, "/appeal")
        pia.send(entered, f"{entered}/appeal", decision="grant")
        late = press_late(kim, f"{entered}/appeal", old, decision="refuse")
        assert "This appeal was granted already, by Pia, Sunday 2 August 2026" in late.text
        assert kim.post(f"{entered}/appeal", {**old, "decision": "grant"}).status_code == 303
        assert site.house.entries()[0].status == "confirmed"

    def test_that_was_left_out_and_appealed_again(self, site: Site, hire: Hire, entered: str) -> None:
        ben, pia, kim = (hire(name, Role.EDITOR) for name in ("ben", "pia", "kim"))
        for reason in ("duplicate", "ineligible"):
            ben.send(entered, f"{entered}/exclude", reason=reason)
            site.house.clock.forward(minutes=1)
            site.reader().send(appeal_link(site), "", text="We are two people at home.")
            if reason == "duplicate":
                old = form(kim, entered, "/appeal")
                pia.send(entered, f"{entered}/appeal", decision="grant")
        late = press_late(kim, f"{entered}/appeal", old, decision="refuse")
        assert "Another appeal was sent since you opened this page. Read it first." in late.text
        assert "1 open appeal" in kim.get("/admin").text


class TestAPrize:
    def test_that_another_has_posted(self, told: Site, hire: Hire) -> None:
        fay, gus = hire("fay", Role.FULFILMENT), hire("gus", Role.FULFILMENT)
        old = form(gus, DISPATCH, "/dispatch")
        fay.send(DISPATCH, DISPATCH, carrier="Royal Mail", tracking="AB 1")
        late = press_late(gus, DISPATCH, old, carrier="Royal Mail", tracking="CD 2")
        assert "It was marked as posted already, by Fay" in late.text
        assert "with: Royal Mail, AB 1. What you typed was not stored: Royal Mail, CD 2." in late.text
        assert "Not sent: something has changed since" in late.text
        assert gus.post(DISPATCH, {**old, "carrier": "Royal Mail", "tracking": "AB 1"}).status_code == 303

    def test_that_has_passed_on(self, told: Site, hire: Hire) -> None:
        olive = hire()
        posting, taking = form(olive, DISPATCH, "/dispatch"), form(olive, VACATE)
        olive.send(VACATE, "", reason="undeliverable", evidence="Came back.")
        assert states(told.house)[:2] == ["undeliverable", "drawn"]
        late = press_late(olive, VACATE, taking, reason="ineligible", evidence="Lives abroad.")
        assert "prize unit 1 has passed on since you opened this page, by Olive" in late.text
        assert "The prize could not be delivered." in late.text
        assert "Lives abroad." in late.text
        drawn.tick(told.house)
        winning.claim(told.house)
        assert "has passed on" in press_late(olive, DISPATCH, posting, carrier="Royal Mail", tracking="").text
        assert states(told.house)[:2] == ["undeliverable", "claimed"]

    def test_that_came_to_another_than_the_board_showed(self, told: Site, hire: Hire) -> None:
        olive = hire()
        olive.send(DISPATCH, DISPATCH, carrier="Royal Mail", tracking="")
        old = form(olive, BOARD, "/1/received")
        olive.send(VACATE, "", reason="undeliverable", evidence="Came back.")
        drawn.tick(told.house)
        winning.claim(told.house)
        olive.send(DISPATCH, DISPATCH, carrier="Royal Mail", tracking="")
        assert "has passed on" in press_late(olive, f"{BOARD}/1/received", old).text
        assert states(told.house)[:2] == ["undeliverable", "dispatched"]

    def test_control_a_form_that_names_no_holder_would_take_it_from_the_next(
        self, told: Site, hire: Hire
    ) -> None:
        olive = hire()
        olive.send(VACATE, "", reason="undeliverable", evidence="Came back.")
        old = form(olive, VACATE)
        olive.post(VACATE, {**old, "reason": "undeliverable", "evidence": "", "ticket": second(told)})
        assert logged(told.house, "vacated", "promoted") == ["vacated", "promoted"] * 2


def second(told: Site) -> str:
    return next(one.ticket for one in held(told.house) if one.unit == 1 and not one.ended_at)


class TestADraft:
    def test_that_another_has_saved(self, site: Site, hire: Hire) -> None:
        jo, sam = hire("jo", Role.EDITOR), hire("sam", Role.EDITOR)
        jo.send("/admin/drafts/new", "", template="blu-ray")
        step = "/admin/drafts/1/1"
        old, older = form(sam, step, "/1"), form(sam, "/admin/drafts/1/discard")
        jo.post(step, {**form(jo, step, "/1"), "title": "Win a film"})
        late = press_late(sam, step, old, title="Win a disc")
        assert "Jo" in late.text.partition("Read what has changed")[2].partition("</ul>")[0]
        assert "Win a disc" in late.text
        assert "Jo changed title" in press_late(sam, "/admin/drafts/1/discard", older).text
