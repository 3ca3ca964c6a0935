"""The journey of an owner: from the operator's link to a site that is set up, without a script."""

from pathlib import Path

import pyotp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from competition.services.admins import founding
from tests.fixtures.smtp import Mailroom
from tests.journeys.live import Live, live
from tests.services.admins.staff import PASSWORD


def link(site: Live) -> str:
    with site.house.write() as session:
        found = founding.link(session, instance=site.house.instance)
    assert found is not None
    return found


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def make_account(site: Live, page: Page) -> None:
    page.goto(link(site))
    page.get_by_label("Your name").fill("Olive")
    page.get_by_label("E-mail address").fill("olive@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make my account")
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(int(site.house.clock.at.timestamp())))
    press(page, "Set it up")


def test_an_owner_sets_the_site_up(
    sqlite_url: str, tmp_path: Path, smtp_server: Mailroom, chromium: Browser, quick_passwords: None
) -> None:
    with live(sqlite_url, tmp_path, smtp_server) as site:
        page = chromium.new_context(ignore_https_errors=True, java_script_enabled=False).new_page()
        make_account(site, page)
        assert page.locator("h1").inner_text() == "Before your first competition"
        page.get_by_label("Promoter’s name").fill("Other Films Ltd")
        press(page, "Keep this promoter")
        press(page, "Send me a letter")
        assert "Waiting" in page.locator("#mail ~ p").first.inner_text()
        site.deliver()
        [letter] = smtp_server.messages
        assert letter["To"] == "olive@example.com"
        page.get_by_role("link", name="Look again").click()
        assert "Delivered to the mail server" in page.locator("#mail ~ p").first.inner_text()
        page.get_by_label("I have a copy elsewhere").check()
        press(page, "Write it down")
        page.get_by_role("link", name="made on your account").click()
        press(page, "Make new codes for paper")
        page.goto(f"{site.base_url}/admin")
        assert "Before your first competition" not in page.inner_text("main")
        page.goto(f"{site.base_url}/admin/first-steps")
        assert "All of it is done." in page.inner_text("main")
        page.goto(f"{site.base_url}/admin/drafts/new")
        page.get_by_label("One Blu-ray").check()
        press(page, "Begin")
        assert page.get_by_label("Promoter’s name").input_value() == "Other Films Ltd"


def test_axe_finds_nothing_on_the_page_of_the_link(
    sqlite_url: str, tmp_path: Path, smtp_server: Mailroom, chromium: Browser
) -> None:
    with live(sqlite_url, tmp_path, smtp_server) as site:
        page = chromium.new_context(ignore_https_errors=True).new_page()
        page.goto(link(site))
        assert Axe().run(page).violations_count == 0
