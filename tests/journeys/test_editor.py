"""The journey of an editor, by keyboard alone and without scripts: from a template to a published page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from competition.rules.permissions import Role
from tests.fixtures.smtp import Mailroom
from tests.journeys.live import Live, live
from tests.services.admins.staff import joined

MOST_STEPS = 120


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, smtp_server: Mailroom) -> Iterator[Live]:
    with live(sqlite_url, tmp_path, smtp_server) as site:
        yield site


@pytest.fixture
def page(site: Live, chromium: Browser) -> Iterator[Page]:
    """A browser in which an editor is signed in."""
    token = joined(site.house, "jo", Role.EDITOR).sign_in()
    context = chromium.new_context(java_script_enabled=False, ignore_https_errors=True, locale="en-GB")
    host = site.base_url.removesuffix("/draws")
    context.add_cookies([{"name": "__Host-admin-session", "value": token, "url": f"{host}/", "secure": True}])
    yield context.new_page()
    context.close()


def reach(page: Page, selector: str) -> None:
    """Go on with the Tab key until what is wanted has the focus."""
    for _ in range(MOST_STEPS):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the Tab key does not lead to {selector}")


def write(page: Page, selector: str, text: str) -> None:
    reach(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    page.keyboard.press("Enter")


def test_an_editor_publishes_by_keyboard_alone(site: Live, page: Page) -> None:
    page.goto(f"{site.base_url}/admin")
    press(page, "a:text('New competition')")
    reach(page, "#template-0")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h2").first).to_have_text("What there is to win")
    write(page, "#title", "Win a film")
    write(page, "#slug", "Not A Slug")
    # Enter in a field saves and goes on; what is wrong is said, and kept.
    page.keyboard.press("Enter")
    expect(page).to_have_title("Error: Prize – Win a film – Cinema Example")
    press(page, ".errors a")
    expect(page.locator("#slug")).to_have_value("Not A Slug")
    write(page, "#slug", "win-a-film")
    press(page, "button[value='mark 8.28.2']")
    expect(page.locator(".checklist")).to_contain_text("Not needed")
    press(page, "a:text('3 Dates')")
    # Reads the same in every order of day and month, and with or without a half of the day.
    write(page, "#closes-date", "09092026")
    write(page, "#closes-time", "0900am")
    page.keyboard.press("Enter")
    expect(page.locator("h2").first).to_have_text("What the form asks")
    press(page, "a:text('6 Terms')")
    reach(page, "#terms_read")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    press(page, "button[value='publish']")
    expect(page.locator("h1")).to_have_text("Publish")
    write(page, "#slug", "win-a-film")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Win a film")
    assert page.url == f"{site.base_url}/c/win-a-film"
    expect(page.locator(".closing")).to_contain_text("Wednesday 9 September 2026, 09:00 BST")


def test_control_a_button_out_of_the_order_of_the_keyboard_would_be_missed(site: Live, page: Page) -> None:
    page.goto(f"{site.base_url}/admin/drafts/new")
    with pytest.raises(pytest.fail.Exception, match="does not lead to"):
        reach(page, "button[tabindex='-1']")
