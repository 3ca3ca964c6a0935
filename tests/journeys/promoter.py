"""A promoter at the desk, who has a phone for the codes and no mouse."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyotp
from playwright.sync_api import Page, expect

from competition.services.admins import accounts
from tests.journeys.keyboard import Keyboard
from tests.journeys.live import Live
from tests.services.admins.staff import PASSWORD
from tests.services.builders import SLUG

EMAIL = "olive@example.com"
FIRST_STEPS = "Before your first competition"
DISC = "Ai Weiwei: Never Sorry on Blu-ray"
TITLE = f"Win {DISC}"


@dataclass(frozen=True, slots=True)
class Promoter:
    """Olive, who has set up her account."""

    site: Live
    hands: Keyboard
    phone: pyotp.TOTP

    @property
    def page(self) -> Page:
        return self.hands.page

    def open(self, path: str, heading: str) -> None:
        """Type an address of the desk; sign in again where the session has ended."""
        self.page.goto(f"{self.site.base_url}/admin{path}")
        if self.page.locator("h1").inner_text() == "Sign in":
            self._sign_in(heading)
        expect(self.page.locator("h1")).to_have_text(heading)

    def _sign_in(self, heading: str) -> None:
        # The code of a moment counts once.
        self.site.house.clock.forward(seconds=31)
        self.hands.write("E-mail address", EMAIL)
        self.hands.write("Password", PASSWORD)
        self.hands.press("Go on to the second factor", to="Show your second factor")
        self.hands.write("Code", digits(self.site, self.phone))
        self.hands.press("Sign in", to=heading)

    def awards(self) -> None:
        self.open("", "Competitions")
        self.hands.follow(f"Awards of {TITLE}", to="Awards")

    def move_draw(self, to: str) -> None:
        self.open("", "Competitions")
        self.hands.follow(f"Move dates of {TITLE}", to="Move the dates")
        self.hands.write("Draw", to)
        self.hands.choose("Those who entered under the first terms lose nothing by the change.")
        self.hands.write("What happened that you could not control", "The hall closes at eight that day.")
        self.hands.press("Move them now", to="Approvals")

    def release(self, number: int) -> None:
        self.awards()
        self.hands.follow("Look at the recipients, then tell them", to="Tell the winners")
        expect(self.page.locator("tbody tr")).to_have_count(number)
        self.hands.write("How many recipients do you see?", str(number))
        self.hands.press("Tell them", to="Awards")

    def post(self, unit: int, place: str) -> None:
        """Look where a prize goes, and mark it as posted."""
        heading = f"Mark prize unit {unit} as posted"
        self.awards()
        self.hands.follow(f"Mark as posted prize unit {unit}", to=heading)
        self.hands.press("Show where it goes", to=heading)
        expect(self.page.locator("address")).to_contain_text(place)
        self.hands.write("Carrier", "Royal Mail")
        self.hands.write("Tracking number", "AB 123 456 789 GB")
        self.hands.press("It is on its way", to="Awards")


def first_sign_in(site: Live, page: Page) -> Promoter:
    """By the link that the operator was given, to a desk with nothing on it."""
    with site.house.write() as session:
        link = accounts.owner_link(session, EMAIL, "Olive", instance=site.house.instance)
    hands = Keyboard(page)
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Welcome, Olive")
    hands.write("Password", PASSWORD)
    hands.press("Set this password", to="Set up your second factor")
    phone = pyotp.TOTP(page.locator("main code").inner_text().replace(" ", ""))
    hands.write("Code", digits(site, phone))
    hands.press("Set it up", to=FIRST_STEPS)
    _set_up(site, hands)
    return Promoter(site, hands, phone)


def _set_up(site: Live, hands: Keyboard) -> None:
    """All that a new desk asks for before the first competition."""
    hands.press("Keep this promoter", to=FIRST_STEPS)
    hands.press("Send me a letter", to=FIRST_STEPS)
    site.deliver()
    hands.tick("I have a copy elsewhere")
    hands.press("Write it down", to=FIRST_STEPS)
    hands.follow("made on your account", to="My account")
    hands.press("Make new codes for paper", to="Codes for paper")


def digits(site: Live, phone: pyotp.TOTP) -> str:
    return phone.at(int(site.house.clock.at.timestamp()))


def publish(olive: Promoter, closes: datetime, picture: Path) -> None:
    """From the template through every step of the editor, until the checklist is green, and out."""
    hands, page = olive.hands, olive.page
    olive.open("", "Competitions")
    hands.follow("New competition", to="A new competition")
    hands.choose("One Blu-ray")
    hands.press("Begin", to="Win a Blu-ray")
    _prize(olive, picture)
    _go_on(olive, "When it opens, closes and is drawn")
    hands.set_instant("closes", closes)
    _go_on(olive, "What the form asks")
    hands.write("Question", "What were the seeds made of?")
    hands.write("Answers", "Porcelain\nGlass")
    hands.write("Which is right", "1")
    _go_on(olive, "How winners are found and told")
    hands.write("Reserves", "2")
    _go_on(olive, "The terms")
    hands.tick("I have read these terms as they stand, and what I added")
    _go_on(olive, "See it as your readers will")
    expect(page.locator(".checklist .state.on")).to_have_count(0)
    hands.press("Go on to publishing", to="Publish")
    hands.write("The competition’s short name", SLUG)
    hands.press("Publish it now", to=TITLE)


def _prize(olive: Promoter, picture: Path) -> None:
    hands, page = olive.hands, olive.page
    hands.write("Title", TITLE)
    hands.write("Short name", SLUG)
    hands.write("Name of the prize", DISC, group="Prize 1")
    hands.write("How many", "2", group="Prize 1")
    hands.press("Save, and add a picture", to="Picture")
    hands.upload("Picture", picture)
    hands.press("Use this picture", to=TITLE)
    hands.write("What it shows", "The disc in its case.")
    # What is still to do is said with its number, and can be settled from the list itself.
    expect(page.locator(".checklist li", has=page.locator(".state.on"))).to_contain_text(
        ["8.17.4", "8.23", "8.28.2"]
    )
    hands.press("There is none : Cash alternative", to=TITLE)
    _go_on(olive, "Who may enter")


def _go_on(olive: Promoter, step: str) -> None:
    olive.hands.press("Save and go on", to=TITLE)
    expect(olive.page.locator("h2").first).to_have_text(step)
