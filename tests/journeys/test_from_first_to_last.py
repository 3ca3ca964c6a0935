"""The journey of a promoter without a mouse: from the first sign-in until every prize has arrived."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.smtp import Mailroom
from tests.journeys import offline, windows
from tests.journeys.live import Live, empty
from tests.journeys.promoter import DISC, TITLE, Promoter, first_sign_in, publish
from tests.journeys.readers import claim, confirm, enter, newest, say_received, subjects
from tests.journeys.test_entrant import download, link_in
from tests.services import builders, drawn, winning
from tests.services.builders import SLUG

PEOPLE = [f"reader{number}@example.com" for number in range(5)]
# The draw is moved to the minute of the recorded round; the editor would have it at eight.
DRAW_AT = "2026-08-31 19:45:15"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""


@dataclass(frozen=True, slots=True)
class Story:
    """One site, one promoter, and a phone that goes from hand to hand."""

    site: Live
    room: Mailroom
    olive: Promoter
    phone: Page

    def holders(self) -> list[str]:
        """The addresses of all who held a prize, in the order of units and of succession."""
        return [winning.address_of(self.site.house, one) for one in winning.held(self.site.house)]

    def link(self, address: str, path: str) -> str:
        return link_in(newest(self.room, address), path)

    def go_on(self) -> None:
        """Let the worker do what is due at this moment."""
        self.site.wait_until(self.site.house.clock.at)


@pytest.fixture
def story(sqlite_url: str, tmp_path: Path, smtp_server: Mailroom, chromium: Browser) -> Iterator[Story]:
    """A promoter who has just set up the account, at a desk with nothing on it."""
    with (
        empty(sqlite_url, tmp_path, smtp_server) as site,
        windows.desk(chromium, site) as desk,
        windows.phone(chromium) as phone,
    ):
        yield Story(site, smtp_server, first_sign_in(site, desk), phone)


def test_a_promoter_goes_from_the_first_sign_in_to_the_last_prize_by_keyboard_alone(
    story: Story, tmp_path: Path
) -> None:
    olive = story.olive
    Image.new("RGB", (900, 600), "goldenrod").save(tmp_path / "disc.png")
    publish(olive, builders.CLOSES.astimezone(ZoneInfo("Europe/London")), tmp_path / "disc.png")
    everybody_enters(story)
    olive.move_draw(DRAW_AT)
    story.go_on()
    assert subjects(story.room, PEOPLE[0])[-1].startswith("A date has changed")
    draw_by_the_clock(story)

    olive.release(2)
    story.go_on()
    first, silent = story.holders()
    send(story, 1, winner=first, street="1 Example Street")
    say_received(story.phone, story.link(first, "/claim/"))
    wait_in_vain(story, silent)

    reserve = story.holders()[-1]
    assert subjects(story.room, reserve)[-1].startswith("A prize has passed to you")
    send(story, 2, winner=reserve, street="2 Example Street")
    olive.hands.press("It has come prize unit 2", to="Awards")
    story.go_on()
    olive.open("", "Competitions")
    expect(olive.page.locator(".board .state")).to_have_text("Completed")
    assert_public(story, tmp_path)
    olive.awards()
    assert_packed(olive.hands.download("Evidence pack, by rule number", tmp_path / "evidence.zip"))


def everybody_enters(story: Story) -> None:
    """On the second day, by the form and the link in the mail."""
    for at in (builders.OPENS, builders.OPENS + DAY):
        story.site.wait_until(at)
    for person in PEOPLE:
        enter(story.site, story.phone, person)
        story.site.deliver()
        confirm(story.phone, story.link(person, "/confirm/"))
    story.site.deliver()
    assert {subjects(story.room, person)[-1] for person in PEOPLE} == {f"You are in the draw: {TITLE}"}


def draw_by_the_clock(story: Story) -> None:
    """Closed, frozen and drawn; the promoter looks, and there is nothing to press."""
    for at, said in (
        (builders.CLOSES, "the list freezes by itself"),
        (drawn.FREEZE_DUE, "The list is sealed. The number comes by itself"),
        (drawn.ROUND_AT, "The result is public, and everybody is told."),
    ):
        story.site.wait_until(at)
        story.olive.open("", "Competitions")
        story.olive.hands.follow(TITLE, to="Freeze and draw")
        expect(story.olive.page.locator(".standfirst")).to_contain_text(said)
        expect(story.olive.page.locator("main button")).to_have_count(0)


def send(story: Story, unit: int, *, winner: str, street: str) -> None:
    """The winner claims by the mailed link, and the promoter posts the prize."""
    claim(story.phone, story.link(winner, "/claim/"), street)
    story.olive.post(unit, street)
    story.site.deliver()
    assert subjects(story.room, winner)[-2:] == [
        f"Your claim has come: {DISC}",
        f"Your prize is on its way: {DISC}",
    ]


def wait_in_vain(story: Story, silent: str) -> None:
    """Four weeks without an answer: the reminders, the final notice, and the end."""
    told, came = story.site.house.clock.at, list[tuple[int, str]]()
    for day in range(1, 30):
        before = len(subjects(story.room, silent))
        story.site.wait_until(told + day * DAY)
        came += [(day, subject.partition(":")[0]) for subject in subjects(story.room, silent)[before:]]
    assert came == [
        *((day, "Your prize is waiting") for day in (3, 7, 14, 21)),
        (27, "Last day for your prize"),
        (29, "The prize has passed on"),
    ]


def assert_public(story: Story, folder: Path) -> None:
    """The page of the draw says who followed whom and why, and its record proves it."""
    story.phone.goto(f"{story.site.base_url}/c/{SLUG}/draw")
    first, second = story.phone.locator(".winners li").all()
    expect(first).to_contain_text("Example, West Yorkshire")
    expect(first).to_contain_text("Received")
    expect(second).to_contain_text("reserve 1")
    expect(second).to_contain_text("No reply in the time to claim.")
    (folder / "record.zip").write_bytes(download(story.phone, f"{SLUG}.zip"))
    (folder / "competition-audit.pyz").write_bytes(download(story.phone, "competition-audit.pyz"))
    said = offline.audit("verify", "record.zip", cwd=folder)
    assert said.rstrip().endswith("\nverified")
    whole = json.loads(offline.audit("verify", "--json", "record.zip", cwd=folder))
    holders = [one.ticket for one in winning.held(story.site.house) if not one.ended_at]
    assert whole["outcome"] == "completed"
    assert [*whole["holders_now"].values()] == holders
    assert f"passed on since to {holders[1]}" in said


def assert_packed(pack: Path) -> None:
    """Its index leads to every file in it, by the number of the rule."""
    with ZipFile(pack) as files:
        index, page = json.loads(files.read("evidence.json")), files.read("index.html").decode()
        named = {f"rule-{rule['number']}/{name}" for rule in index["rules"] for name in rule["files"]}
        assert named <= set(files.namelist())
        assert all(f'href="{name}"' in page for name in named)
        assert "It was changed" in page
        assert not any(b"@example.com" in files.read(name) for name in files.namelist())
