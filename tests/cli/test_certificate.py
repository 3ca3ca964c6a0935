"""The certificate of a draw from a list: one printed page, however much stands on it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from competition.services.list_draws.certificate import SHOWN, Certificate, Winner, page

AT = datetime(2026, 8, 31, 18, 45, 15, tzinfo=UTC)
PEOPLE = tuple(Winner(number, "6f1d-09ab-44c2", "a••••@e•••••.com") for number in range(1, SHOWN + 1))
ORDINARY = Certificate(
    title="Three Blu-rays of “Never Sorry”",
    promoter="The Film Site",
    promoter_address="1 Example Street, Leeds",
    identity="list-draw/lists/three-blu-rays-of-never-sorry-2026-08-31",
    rehearsal=False,
    entries=1204,
    root="5eed" * 16,
    list_digest="1157" * 16,
    statement="f4ee" * 16,
    frozen_at=AT,
    due=AT,
    source="drand round 31799517",
    value="da1e" * 16,
    seed="5eed" * 16,
    prizes=3,
    winners=PEOPLE[:3],
    reserves=(),
    more_winners=0,
    more_reserves=0,
    unawarded=0,
)
FULLEST = replace(
    ORDINARY,
    title="W" * 120,
    promoter="W" * 120,
    promoter_address="W" * 120,
    identity="w" * 128,
    rehearsal=True,
    source="W" * 120,
    value="1234567890123456./" * 27,
    winners=PEOPLE,
    reserves=PEOPLE,
    prizes=100_000,
    more_winners=40,
    more_reserves=99_000,
    unawarded=12_345,
)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("made", [ORDINARY, FULLEST], ids=["ordinary", "the fullest"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_to_exactly_one_page(chromium: Browser, made: Certificate, paper: str) -> None:
    sheet = chromium.new_page()
    sheet.set_content(page(made))
    assert pages_of(sheet.pdf(format=paper, prefer_css_page_size=False, print_background=True)) == 1
    sheet.close()


def test_control_a_longer_one_would_not(chromium: Browser) -> None:
    sheet = chromium.new_page()
    sheet.set_content(page(replace(FULLEST, winners=PEOPLE * 4)))
    assert pages_of(sheet.pdf(format="A4")) > 1
    sheet.close()


def test_it_is_one_file_that_loads_nothing_and_takes_words_as_words(chromium: Browser) -> None:
    asked: list[str] = []
    sheet = chromium.new_page()
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.set_content(page(replace(ORDINARY, title="<script>document.title = 'x'</script>")))
    assert sheet.locator("h1").inner_text() == "<script>document.title = 'x'</script>"
    assert not asked
    sheet.close()


def test_it_fits_a_phone(chromium: Browser, tmp_path: Path) -> None:
    sheet = chromium.new_page(viewport={"width": 320, "height": 640})
    sheet.set_content(page(FULLEST))
    assert sheet.evaluate("document.documentElement.scrollWidth") == 320
    sheet.close()
