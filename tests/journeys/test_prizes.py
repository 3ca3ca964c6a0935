"""The journeys of who sends the prizes, of a distributor, and of somebody who may only look."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from competition.rules.permissions import ROLES, Role
from competition.web.access import access_of
from tests.fixtures.smtp import Mailroom
from tests.journeys import windows
from tests.journeys.keyboard import Keyboard
from tests.journeys.live import Live, live
from tests.journeys.readers import COUNTY, newest, press
from tests.services import drawn, winning
from tests.services.builders import SLUG

BOARD = f"/admin/c/{SLUG}/awards"
# What only others of the promoter's people have on the board and in the menu.
NOT_FOR_FULFILMENT = ("Take it back", "Hand the addresses", "Load codes", "Activity", "People", "Retention")
# All that a page may offer to somebody who only looks.
LOOKING = {"Show", "Find it"}
SENT = "address => fetch(address, {method: 'POST', body: new URLSearchParams()}).then(said => said.status)"


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, smtp_server: Mailroom) -> Iterator[Live]:
    """Three winners were told; the first and the second have claimed."""
    with live(sqlite_url, tmp_path, smtp_server) as site:
        drawn.fill(site.house)
        drawn.draw_by_clock(site.house)
        winning.told(site.house)
        for unit in (1, 2):
            winning.claim(site.house, unit, street=f"{unit} Example Street")
        site.deliver()
        yield site


def test_who_sends_prizes_sees_where_they_go_and_nothing_else(
    site: Live, chromium: Browser, smtp_server: Mailroom
) -> None:
    with windows.desk(chromium, site, "fay", Role.FULFILMENT) as page:
        page.goto(site.base_url + BOARD)
        for words in NOT_FOR_FULFILMENT:
            assert page.get_by_role("link", name=words).count() == 0, words
        assert "Example Street" not in page.content()
        page.get_by_role("link", name="Mark as posted prize unit 1").click()
        press(page, "Show where it goes", to="Mark prize unit 1 as posted")
        expect(page.locator("address")).to_contain_text("1 Example Street")
        page.get_by_label("Carrier").fill("Royal Mail")
        press(page, "It is on its way", to="Awards")
        site.deliver()
        winner = winning.address_of(site.house, winning.held(site.house)[0])
        assert str(newest(smtp_server, winner)["Subject"]).startswith("Your prize is on its way")
        press(page, "Ask now prize unit 1", to="Awards")
        press(page, "It has come prize unit 1", to="Awards")
        expect(page.locator(".board")).to_contain_text("Received (1)")
        for path in (f"{BOARD}/release", f"{BOARD}/1/vacate", f"{BOARD}/handover", "/admin/people"):
            assert opened(page, site, path) == 403, path


def opened(page: Page, site: Live, path: str) -> int:
    answer = page.goto(site.base_url + path)
    assert answer is not None
    return answer.status


def test_a_distributor_gets_the_addresses_of_those_who_wait_until_the_link_ends(
    site: Live, chromium: Browser, tmp_path: Path
) -> None:
    with windows.desk(chromium, site, "olive") as page, windows.desk(chromium, site) as distributor:
        first, second = (made(page, site) for _ in range(2))
        distributor.goto(first)
        expect(distributor.locator("h1")).to_have_text("Addresses to send to")
        expect(distributor.locator(".standfirst")).to_have_text("2 winners wait for a prize.")
        kept = Keyboard(distributor).kept(
            tmp_path / "addresses.csv", distributor.get_by_role("button", name="Take the addresses").click
        )
        head, *rows = csv.reader(io.StringIO(kept.read_text(encoding="utf-8-sig")))
        assert [row[head.index("street")] for row in rows] == ["1 Example Street", "2 Example Street"]
        assert all(COUNTY in row for row in rows)
        assert "@" not in kept.read_text(encoding="utf-8-sig")

        page.goto(f"{site.base_url}{BOARD}/handover")
        press(page, "Delete it link 1", to="Hand the addresses over")
        shown = [link for link in (first, second) if opens(distributor, link)]
        assert len(shown) == 1, "one of the two links was deleted"
        site.house.clock.at += timedelta(days=7)
        assert not opens(distributor, shown[0])
        expect(distributor.locator("main")).to_contain_text("This link opened until")


def made(page: Page, site: Live) -> str:
    page.goto(f"{site.base_url}{BOARD}/handover")
    press(page, "Make a link", to="Hand the addresses over")
    return page.locator(".command").inner_text()


def opens(page: Page, link: str) -> bool:
    answer = page.goto(link)
    return answer is not None and answer.ok


def test_an_observer_walks_through_the_whole_desk_and_can_change_nothing(
    site: Live, chromium: Browser
) -> None:
    with windows.desk(chromium, site, "obi", Role.OBSERVER) as page:
        before = site.rows()
        seen = walked(page, site)
        assert {f"/admin/c/{SLUG}/{part}" for part in ("draw", "awards", "entries")} <= seen
        page.goto(f"{site.base_url}/admin")
        answers = {path: page.evaluate(SENT, path) for path in forbidden(site)}
        assert len(answers) > 25
        assert set(answers.values()) == {403}, answers
        assert site.rows() == before


def test_control_somebody_who_may_change_things_does_not_get_through_that_walk(
    site: Live, chromium: Browser
) -> None:
    with (
        windows.desk(chromium, site, "olive") as page,
        pytest.raises(AssertionError, match="Send the invitation"),
    ):
        walked(page, site)


def walked(page: Page, site: Live) -> set[str]:
    """Every page of the desk that links lead to from the first; none of them has a button that changes."""
    host, waiting, seen = site.base_url.removesuffix("/draws"), ["/draws/admin"], set[str]()
    while waiting:
        path = waiting.pop()
        assert page.goto(host + path).status == 200, path  # type: ignore[union-attr]
        seen.add(path)
        # Everybody may do as they like with their own account.
        own = path == "/draws/admin/account"
        buttons = [text.strip() for text in page.locator("main button").all_text_contents()]
        assert own or set(buttons) <= LOOKING, (path, buttons)
        links = page.locator("a:not([download])").evaluate_all("all => all.map(one => one.href)")
        found = {parts.path for link in links if (parts := urlsplit(link)).path.startswith("/draws/admin")}
        waiting += sorted(found - seen - set(waiting))
    return {path.removeprefix("/draws") for path in seen}


def forbidden(site: Live) -> Iterator[str]:
    """The address of every form of the desk that an observer is not let near."""
    adapter = site.app.url_map.bind("localhost")
    values = {"slug": SLUG, "unit": 1, "number": 1, "step": 1}
    for rule in site.app.url_map.iter_rules():
        declared = access_of(site.app, rule.endpoint)
        if "POST" in (rule.methods or ()) and declared and declared.may not in {None, *ROLES[Role.OBSERVER]}:
            named = {name: values.get(name, "x") for name in rule.arguments}
            yield "/draws" + adapter.build(rule.endpoint, named, method="POST")
