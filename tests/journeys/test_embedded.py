"""Entering through a frame of another site, in Chromium with no cookie, no storage, no Referer (O14, O16)."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import request
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from competition.services import embedding
from competition.web import security
from tests.fixtures.browser import FLAGS
from tests.fixtures.smtp import Mailroom
from tests.journeys.live import Live, live
from tests.journeys.publishing import Publisher, publisher
from tests.services.builders import SLUG

SETTINGS = {"enable_referrers": False, "profile": {"default_content_setting_values": {"cookies": 2}}}


@pytest.fixture
def review() -> Iterator[Publisher]:
    with publisher() as own:
        yield own


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, smtp_server: Mailroom) -> Iterator[Live]:
    with live(sqlite_url, tmp_path, smtp_server) as found:
        found.house.clock.forward(minutes=1)
        yield found


@pytest.fixture
def private(chromium: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser that takes no cookie, keeps nothing, and tells no site where one came from."""
    folder = tmp_path / "profile" / "Default"
    folder.mkdir(parents=True)
    (folder / "Preferences").write_text(json.dumps(SETTINGS))
    # The fixture of the browser has found it.
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    context = chromium.browser_type.launch_persistent_context(
        folder.parent,
        executable_path=program,
        args=FLAGS,
        ignore_https_errors=True,
    )
    yield context
    context.close()


def allow(site: Live, *origins: str) -> None:
    with site.house.write() as session:
        embedding.allow(session, SLUG, list(origins), instance=site.house.instance, actor="operator")


def frame_of(page: Page, review: Publisher, shows: str) -> Frame:
    review.shows = shows
    page.goto(review.origin)
    page.wait_for_load_state("networkidle")
    return page.frames[1]


def heard(site: Live) -> list[tuple[str, str | None, str | None]]:
    """From now on, (path, cookies, Referer) of each request to us."""
    said: list[tuple[str, str | None, str | None]] = []

    @site.app.after_request
    def listen(response: object) -> object:
        said.append((request.path, request.headers.get("Cookie"), request.headers.get("Referer")))
        return response

    return said


def fill(frame: Frame) -> None:
    frame.get_by_label("E-mail address").fill("ann@example.com")
    frame.get_by_label("Your name").fill("Ann Example")
    frame.get_by_label("Porcelain").check()
    frame.get_by_label("I am 18 or over").check()
    frame.get_by_label("I live in the United Kingdom").check()
    frame.get_by_label("Please do not publish my name").check()


def test_a_reader_enters_from_the_review_and_confirms_by_mail(
    site: Live, review: Publisher, private: BrowserContext, smtp_server: Mailroom
) -> None:
    allow(site, review.origin)
    said = heard(site)
    page = private.new_page()
    frame = frame_of(page, review, f"{site.base_url}/c/{SLUG}/embed")
    # A slip first: what is wrong is said in the frame, and what was typed is still there.
    fill(frame)
    frame.get_by_label("Your name").fill("")
    frame.get_by_role("button", name="Send my entry").click()
    expect(frame.locator(".errors")).to_contain_text("Write your first name")
    assert frame.get_by_label("E-mail address").input_value() == "ann@example.com"
    fill(frame)
    frame.get_by_role("button", name="Send my entry").click()
    expect(frame.get_by_role("heading", name="Check your mail")).to_be_visible()
    assert page.url == f"{review.origin}/"
    assert {(cookies, referer) for _, cookies, referer in said} == {(None, None)}
    site.deliver()
    [letter] = smtp_server.wait_for(1)
    body = letter.get_body(("plain",))
    assert body is not None
    page.goto(next(word for word in body.get_content().split() if "/confirm/" in word))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("h1")).to_contain_text("You are in the draw")


def test_axe_finds_nothing_in_the_form_alone_and_behind_it(site: Live, private: BrowserContext) -> None:
    page = private.new_page()
    for path in ("embed", "embed/sent"):
        page.goto(f"{site.base_url}/c/{SLUG}/{path}")
        assert Axe().run(page).violations_count == 0, path


def test_a_link_in_the_frame_that_leads_away_opens_outside_it(
    site: Live, review: Publisher, private: BrowserContext
) -> None:
    allow(site, review.origin)
    page = private.new_page()
    frame = frame_of(page, review, f"{site.base_url}/c/{SLUG}/embed")
    frame.get_by_role("link", name="The full terms").click()
    page.wait_for_url(f"{site.base_url}/c/{SLUG}/terms/1")


def test_control_a_form_that_needs_a_cookie_is_dead_in_that_frame(
    review: Publisher, private: BrowserContext, chromium: Browser
) -> None:
    frame = frame_of(private.new_page(), review, review.needy)
    # Neither is there anything to remember with.
    assert (
        frame.evaluate("() => { try { return typeof localStorage } catch (e) { return e.name } }") != "object"
    )
    frame.get_by_role("button", name="Send").click()
    expect(frame.locator("body")).to_have_text("refused")
    # Outside a frame, where its cookie comes back, the same form works.
    page = chromium.new_context().new_page()
    page.goto(review.needy)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("body")).to_have_text("taken")


def shown(page: Page, review: Publisher, address: str) -> bool:
    """Whether the frame shows our page; a browser puts one of its own in the place of what it refuses."""
    return frame_of(page, review, address).locator("main#main").count() == 1


def test_a_site_that_is_not_listed_shows_an_empty_frame_and_no_other_page_is_shown_by_anybody(
    site: Live, review: Publisher, chromium: Browser
) -> None:
    page, form = chromium.new_context(ignore_https_errors=True).new_page(), f"{site.base_url}/c/{SLUG}/embed"
    assert not shown(page, review, form)
    allow(site, "https://other.example")
    assert not shown(page, review, form)
    allow(site, review.origin)
    assert shown(page, review, form)
    for path in ("", f"/c/{SLUG}", f"/c/{SLUG}/check-mail", "/admin/sign-in"):
        assert not shown(page, review, f"{site.base_url}{path}"), path


def test_control_without_the_policy_everybody_shows_everything(
    site: Live, review: Publisher, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "_ancestors", lambda: "*")
    page = chromium.new_context(ignore_https_errors=True).new_page()
    assert shown(page, review, f"{site.base_url}/c/{SLUG}/embed")
    assert shown(page, review, f"{site.base_url}/admin/sign-in")
