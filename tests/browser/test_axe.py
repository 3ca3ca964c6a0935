"""Every page in a real browser under axe-core: light and dark, with a reader and with an owner."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, ViewportSize

from competition.rules.rulebook import DATES, FORM, PRIZE, WHO
from competition.services import drafts
from competition.web.access import access_of
from tests.fixtures.smtp import Mailroom
from tests.journeys.live import Live, live
from tests.services import drawn, winning
from tests.services.admins.staff import joined
from tests.services.builders import SLUG


def addresses(site: Live) -> Iterator[str]:
    """An address for every route that shows something; what is not there shows the page that says so."""
    letters = " ".join(row.text for row in site.house.messages())
    tokens = {
        kind: found[-1] if (found := re.findall(rf"/{kind}/([^\s/]+)", letters)) else "x"
        for kind in ("confirm", "e", "claim", "appeal", "join")
    }
    adapter = site.app.url_map.bind("localhost")
    for rule in site.app.url_map.iter_rules():
        declared = access_of(site.app, rule.endpoint)
        if "GET" not in (rule.methods or ()) or declared is None or rule.endpoint == "static":
            continue
        first = rule.rule.split("/")[1]
        values = {"slug": SLUG, "token": tokens.get(first, "x")}
        yield adapter.build(rule.endpoint, {name: values.get(name, "1") for name in rule.arguments})


def violations(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    assert answer.status < 500, f"{address} is broken, which hides what is wrong with it"
    found = Axe().run(page).response["violations"]
    return [
        f"{address}: {each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['failureSummary']}"
        for each in found
    ]


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, smtp_server: Mailroom) -> Iterator[Live]:
    """A site that has been lived in: entries, a draw, winners who were told, an owner."""
    with live(sqlite_url, tmp_path, smtp_server) as found:
        drawn.fill(found.house, 4)
        drawn.draw_by_clock(found.house)
        winning.release(found.house)
        drawn.tick(found.house)
        yield found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_knows(
    site: Live, chromium: Browser, scheme: Literal["light", "dark"]
) -> None:
    olive = joined(site.house, "olive")
    phone: ViewportSize = {"width": 390, "height": 844}
    context = chromium.new_context(ignore_https_errors=True, color_scheme=scheme, viewport=phone)
    url = site.base_url.rpartition("/")[0]
    context.add_cookies(
        [{"name": "__Host-admin-session", "value": olive.sign_in(), "url": url, "secure": True}]
    )
    page, found, seen = context.new_page(), list[str](), 0
    for path in addresses(site):
        try:
            found += violations(page, site.base_url + path)
            seen += 1
        except Error as error:
            # A file to keep is no page, and Playwright says so by raising.
            if "Download is starting" not in str(error):
                raise
    assert seen > 25
    assert found == []
    page.goto(f"{site.base_url}/admin")
    assert "Signed in as Olive" in page.inner_text("footer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_of_the_editor_has_a_fault_that_axe_knows(
    site: Live, chromium: Browser, scheme: Literal["light", "dark"]
) -> None:
    """With something wrong in each, and with a local time that has to be chosen."""
    olive, own = joined(site.house, "olive"), site.house.instance
    typed = {
        PRIZE: {"title": "Win a film", "slug": "Not A Slug", "prize-1-title": "A film"},
        WHO: {"min_age": "old"},
        DATES: {"time_zone": "Europe/London", "closes-date": "2026-10-25", "closes-time": "01:30"},
        FORM: {"question": "Why?", "extra-1-label": "Size"},
    }
    with site.house.write() as session:
        number = drafts.begin(session, "blu-ray", instance=own, actor=olive.code)
        for version, (step, fields) in enumerate(typed.items(), 1):
            drafts.save(session, number, step, fields, version=version, instance=own, actor=olive.code)
    context = chromium.new_context(ignore_https_errors=True, color_scheme=scheme)
    url = site.base_url.rpartition("/")[0]
    context.add_cookies(
        [{"name": "__Host-admin-session", "value": olive.sign_in(), "url": url, "secure": True}]
    )
    page, below = context.new_page(), f"{site.base_url}/admin/drafts/{number}"
    paths = [*(str(step) for step in range(1, 8)), "publish", "picture", "discard"]
    assert [fault for path in paths for fault in violations(page, f"{below}/{path}")] == []
    page.goto(f"{below}/3")
    assert page.locator(".errors").count() == 1


def test_control_a_page_with_a_field_without_a_name_is_noticed(site: Live, chromium: Browser) -> None:
    page = chromium.new_context(ignore_https_errors=True).new_page()
    page.goto(site.base_url)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert Axe().run(page).violations_count
