"""The journey of somebody who wants to know, to correct and to be forgotten: on a phone, without scripts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.smtp import Mailroom
from tests.journeys.live import Live, live
from tests.journeys.test_entrant import PHONE, download, heading, link_in, to
from tests.services import builders, drawn
from tests.services.test_erasing import loser, verdicts
from tests.services.test_marketing import stored


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, smtp_server: Mailroom) -> Iterator[Live]:
    with live(sqlite_url, tmp_path, smtp_server) as site:
        yield site


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False, ignore_https_errors=True
    )
    yield context.new_page()
    context.close()


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).click()


def arrived(page: Page, words: str) -> None:
    """Wait for the page that a press leads to; it fits the phone."""
    expect(page.locator("h1")).to_have_text(words)
    assert heading(page) == words


def erase(page: Page, address: str) -> None:
    """From the page of the entry to the last one."""
    follow(page, "See, correct or erase your details")
    follow(page, "Erase my details")
    arrived(page, "Erase your details")
    press(page, "Erase my details")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Your e-mail address").fill(address)
    press(page, "Erase my details")
    arrived(page, "Your details are erased")


def test_before_the_freeze_somebody_says_yes_to_advertising_corrects_a_name_and_is_forgotten(
    site: Live, phone: Page, smtp_server: Mailroom
) -> None:
    drawn.fill(site.house)
    site.house.enter("zoe@example.com", marketing=True)
    entry = site.house.confirm("zoe@example.com")
    site.deliver()
    phone.goto(link_in(to(smtp_server, "zoe@example.com", "may write to you"), "/marketing/"))
    press(phone, "Yes, write to me")
    arrived(phone, "We may write to you")

    phone.goto(f"{site.base_url}/e/{entry}/data")
    arrived(phone, "Your details")
    phone.get_by_label("Your name").fill("Zoë Example")
    press(phone, "Save")
    phone.wait_for_load_state()
    expect(phone.get_by_label("Your name")).to_have_value("Zoë Example")
    data = json.loads(download(phone, "Download it as a file"))
    assert (data["name"], data["address"]) == ("Zoë Example", "zoe@example.com")
    assert data["advertising"]["confirmed"]

    phone.goto(f"{site.base_url}/e/{entry}")
    erase(phone, "zoe@example.com")
    assert phone.goto(f"{site.base_url}/e/{entry}").status == 404  # type: ignore[union-attr]
    assert stored(site.house) == []
    for at in (builders.CLOSES, drawn.FREEZE_DUE, drawn.ROUND_AT):
        site.wait_until(at)
    assert drawn.files(site.house)["excluded.txt"].endswith(b" withdrawn\n")
    assert verdicts(site.house) == ({"verified"}, [])


def test_after_the_draw_somebody_is_forgotten_and_the_draw_still_verifies(
    site: Live, phone: Page, smtp_server: Mailroom
) -> None:
    drawn.fill(site.house)
    for at in (site.house.clock.at, builders.CLOSES, drawn.FREEZE_DUE, drawn.ROUND_AT):
        site.wait_until(at)
    email, record = loser(site.house), drawn.files(site.house)
    phone.goto(link_in(to(smtp_server, email, "You are in the draw"), "/e/"))
    arrived(phone, "The draw has been made")
    erase(phone, email)
    assert email not in {row.address for row in site.house.entries()}
    assert drawn.files(site.house) == record
    assert verdicts(site.house) == ({"verified"}, [])


def test_somebody_complains_and_keeps_a_reference(site: Live, phone: Page, smtp_server: Mailroom) -> None:
    phone.goto(f"{site.base_url}/c/{builders.SLUG}")
    follow(phone, "Questions, complaints and data requests")
    phone.get_by_label("Your e-mail address").fill("yan@example.com")
    phone.get_by_label("See what you store about me").check()
    phone.get_by_label("What should we know or do?").fill("All of it, please.")
    press(phone, "Send it")
    arrived(phone, "We have it")
    site.deliver()
    reference = phone.locator(".standfirst .mono").inner_text()
    assert reference in str(to(smtp_server, "yan@example.com", "We have your message")["Subject"])
    assert "All of it, please." in str(to(smtp_server, "draws@cinema.example", "To answer by"))
