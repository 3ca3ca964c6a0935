"""Entrants and winners on their phones, by the links that they were mailed."""

from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.fixtures.smtp import Mailroom
from tests.journeys.live import Live
from tests.services.builders import SLUG

COUNTY = "West Yorkshire"


def subjects(room: Mailroom, address: str) -> list[str]:
    """What this person was sent so far, in its order."""
    return [str(one["Subject"]) for one in room.messages if one["To"] == address]


def newest(room: Mailroom, address: str) -> EmailMessage:
    return [one for one in room.messages if one["To"] == address][-1]


def enter(site: Live, phone: Page, address: str) -> None:
    phone.goto(f"{site.base_url}/c/{SLUG}")
    phone.get_by_label("E-mail address").fill(address)
    phone.get_by_label("Your name").fill("Ann Example")
    phone.get_by_label("Porcelain").check()
    for box in phone.get_by_role("group", name="Can you enter?").get_by_role("checkbox").all():
        box.check()
    phone.get_by_role("group", name="how may we name you").get_by_role("radio").first.check()
    press(phone, "Send my entry", to="Check your mail")


def confirm(phone: Page, link: str) -> None:
    phone.goto(link)
    press(phone, "Confirm my entry", to="You are in the draw")


def claim(phone: Page, link: str, street: str) -> None:
    """Say where the prize goes; the name stands there already."""
    phone.goto(link)
    fields = {"House number and street": street, "Town": "Leeds", "County": COUNTY, "Postcode": "LS1 1AA"}
    for label, text in {**fields, "Country": "United Kingdom"}.items():
        phone.get_by_label(label, exact=True).fill(text)
    phone.get_by_label("Surname and county").check()
    phone.get_by_label("This is still true").check()
    press(phone, "Claim my prize", to="The prize is yours")


def say_received(phone: Page, link: str) -> None:
    phone.goto(link)
    phone.get_by_label("It has come").check()
    press(phone, "Say that it has come", to="It has come")


def press(phone: Page, words: str, *, to: str) -> None:
    phone.get_by_role("button", name=words).click()
    expect(phone.locator("h1")).to_have_text(to)
