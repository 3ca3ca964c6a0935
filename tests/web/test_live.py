"""The live view: a clock, then the winners one by one by the keyboard; without a script all at once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.fixtures.smtp import Mailroom
from tests.journeys.live import live
from tests.services import drawn
from tests.services.builders import SLUG
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader

LIVE = f"/c/{SLUG}/live"


@pytest.fixture
def described() -> dict[str, Any]:
    return {**drawn.WITH_ROUND, "prizes": [{"title": "Disc", "quantity": 3}]}


def test_it_waits_counts_down_and_shows_what_is_public(site: Site, reader: Reader) -> None:
    assert "Soon" in reader.get(LIVE).text
    drawn.fill(site.house)
    drawn.freeze_by_clock(site.house)
    site.house.clock.at = drawn.ROUND_AT - timedelta(minutes=2, seconds=14)
    page = reader.get(LIVE).text
    clock = next(each for each in Tree(page).all("p") if "data-clock" in each)
    assert clock.text == "02:14"
    assert "31,799,517" in page
    site.house.clock.at = drawn.ROUND_AT
    drawn.tick(site.house, drawn.answer())
    tickets = [item.text for item in Tree(reader.get(LIVE).text).all("b") if item.text.count("-") == 2]
    public = Tree(reader.get(f"/c/{SLUG}/draw").text)
    assert len(tickets) == 3
    assert tickets == [code.text for code in public.all("code") if code.text.count("-") == 2][:3]


def test_the_keyboard_reveals_one_winner_at_a_time(
    sqlite_url: str, tmp_path: Path, smtp_server: Mailroom, chromium: Browser
) -> None:
    with live(sqlite_url, tmp_path, smtp_server) as site:
        drawn.fill(site.house)
        drawn.draw_by_clock(site.house)
        context = chromium.new_context(ignore_https_errors=True, reduced_motion="reduce")
        page = context.new_page()
        page.goto(site.base_url + LIVE)
        shown = page.locator(".winners li:visible")
        counts = [shown.count()]
        for key in ("Space", "ArrowRight", "Enter", "ArrowLeft", "a"):
            page.keyboard.press(key)
            counts.append(shown.count())
        page.reload()
        counts.append(shown.count())
        total = page.locator(".winners li").count()
        assert total >= 2
        expected = [0, 1, 2, min(3, total), min(3, total) - 1, total, total]
        assert counts == expected
        still = chromium.new_context(ignore_https_errors=True, java_script_enabled=False).new_page()
        still.goto(site.base_url + LIVE)
        assert still.locator(".winners li:visible").count() == total
