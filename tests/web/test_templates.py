"""Templates and stylesheet as whole sets: their size, and that nothing slips past the escaping."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from competition.adapters.templates import folder
from competition.rules import wording
from competition.web import app
from tests.web.conftest import Site
from tests.web.reader import Reader
from tests.web.test_entering import PAGE

STATIC = Path(app.__file__).parent / "static"
PAGES = sorted(path for path in folder().rglob("*.html") if "mail" not in path.parts)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(folder())))
def test_a_template_is_short_and_trusts_nobody(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 60
    assert not re.search(r"\|\s*safe|autoescape|Markup", text)


def test_the_stylesheet_and_pictures_keep_their_budget() -> None:
    assert (STATIC / "site.css").stat().st_size <= 16_000
    assert (STATIC / "desk.css").stat().st_size <= 4_000
    assert (STATIC / "verify.css").stat().st_size <= 4_000
    assert all(picture.stat().st_size <= 40_000 for picture in STATIC.glob("*.svg"))


def test_the_longest_page_keeps_its_budget(reader: Reader) -> None:
    page = len(reader.get(PAGE).data) + (STATIC / "site.css").stat().st_size
    assert page <= 50_000


def test_a_misspelt_name_in_a_template_is_an_error(site: Site) -> None:
    template = site.app.jinja_env.from_string("{{ competition.tilte }}")
    with pytest.raises(Exception, match="tilte"):
        template.render(competition="x")


def test_the_running_countdown_says_what_the_server_says(chromium: Browser) -> None:
    now = datetime(2026, 8, 23, 13, 0, tzinfo=UTC)
    spans = [timedelta(seconds=30), timedelta(minutes=1, seconds=30), timedelta(hours=5, seconds=9)]
    spans += [timedelta(days=1, seconds=9), timedelta(days=6, hours=4, minutes=59)]
    page = chromium.new_page()
    page.clock.install(time=now)
    page.set_content(
        "".join(
            f'<p data-countdown="{wording.machine(now + span)}" data-now="{wording.machine(now)}"></p>'
            for span in spans
        )
    )
    page.add_script_tag(path=STATIC / "countdown.js")
    page.clock.run_for(15_000)
    later = now + timedelta(seconds=15)
    expected = [f"{wording.time_left(now + span, later)} left" for span in spans]
    assert page.locator("p").all_text_contents() == expected
    page.close()
