"""The journey of an entrant: on a phone, without scripts, from the form to the result."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from competition.draw import inclusion
from tests.fixtures.smtp import Mailroom
from tests.journeys import offline
from tests.journeys.live import Live, live
from tests.plain_forms import freeze_of, note_of, root
from tests.services import builders, drawn

ANN = "ann@example.com"
PHONE = ViewportSize(width=390, height=844)
TICKET = re.compile(r"\b[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}\b")


@pytest.fixture
def site(database_url: str, tmp_path: Path, smtp_server: Mailroom) -> Iterator[Live]:
    with live(database_url, tmp_path, smtp_server) as site:
        yield site


@pytest.fixture
def small_site(sqlite_url: str, tmp_path: Path, smtp_server: Mailroom) -> Iterator[Live]:
    """For what does not depend on the engine."""
    with live(sqlite_url, tmp_path, smtp_server) as site:
        yield site


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False, ignore_https_errors=True
    )
    yield context.new_page()
    context.close()


def to(room: Mailroom, address: str, subject: str) -> EmailMessage:
    """The one message of this kind that came for this address."""
    (message,) = [one for one in room.messages if one["To"] == address and subject in one["Subject"]]
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def link_in(message: EmailMessage, path: str) -> str:
    return next(word for word in text_of(message).split() if path in word)


def attached(message: EmailMessage) -> dict[str, bytes]:
    """The files with a message, as a mail program saves them."""
    content: dict[str, Any] = {
        part.get_filename() or "": part.get_payload(decode=True) for part in message.iter_attachments()
    }
    return content


def heading(page: Page) -> str:
    # The locator waits for a page that is still on its way; `page.evaluate` does not.
    fits = page.locator("html").evaluate("html => html.scrollWidth <= window.innerWidth")
    assert fits, f"{page.url} is wider than a phone"
    return page.locator("h1").inner_text()


def fill_in(page: Page) -> None:
    page.get_by_label("E-mail address").fill(ANN)
    page.get_by_label("Your name").fill("Ann Example")
    page.get_by_label("Porcelain").check()
    for box in page.get_by_role("group", name="Can you enter?").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("group", name="how may we name you").get_by_role("radio").first.check()
    page.get_by_role("button", name="Send my entry").click()


def download(page: Page, words: str) -> bytes:
    with page.expect_download() as expected:
        page.get_by_role("link", name=words).click()
    return expected.value.path().read_bytes()


def test_an_entrant_goes_from_the_form_to_the_result_and_can_prove_every_step(
    site: Live, phone: Page, smtp_server: Mailroom, tmp_path: Path
) -> None:
    drawn.fill(site.house)
    enter(site, phone)
    confirm(site, phone, link_in(to(smtp_server, ANN, "Confirm"), "/confirm/"))
    mine, (short,) = phone.url, TICKET.findall(phone.locator("output").inner_text())
    site.deliver()
    letter = attached(to(smtp_server, ANN, "in the draw"))
    assert download(phone, "Download the receipt") == letter["receipt.note"]

    for at in (builders.CLOSES, drawn.FREEZE_DUE):
        site.wait_until(at)
    frozen = to(smtp_server, ANN, "frozen")
    assert short in text_of(frozen)
    site.wait_until(drawn.ROUND_AT)
    phone.goto(mine)
    assert heading(phone) == "The draw has been made"

    seal = attached(frozen)
    keep(site, {**letter, **seal}, tmp_path)
    rank = checked_offline(letter["salt.txt"].decode().strip(), short, tmp_path)
    assert f"Rank {rank} of 7" in phone.locator(".standfirst").inner_text()
    assert ("has won" in text_of(to(smtp_server, ANN, "The result"))) is (rank <= 3)
    assert_proven(site, seal, text_of(frozen))


def enter(site: Live, phone: Page) -> None:
    phone.goto(f"{site.base_url}/c/{builders.SLUG}")
    assert "Never Sorry" in heading(phone)
    fill_in(phone)
    assert heading(phone) == "Check your mail"
    site.deliver()


def confirm(site: Live, phone: Page, link: str) -> None:
    """Look at the link twice, which changes nothing; press its button twice, which is success both times."""
    before = site.rows()
    for _ in range(2):
        phone.goto(link)
        assert heading(phone) == "Confirm your entry"
    assert site.rows() == before
    phone.get_by_role("button", name="Confirm my entry").click()
    assert heading(phone) == "You are in the draw"
    mine = phone.url
    phone.goto(link)
    phone.get_by_role("button").first.click()
    assert heading(phone) == "You are in the draw"
    assert phone.url == mine


def keep(site: Live, mailed: dict[str, bytes], folder: Path) -> None:
    """What came by mail, and what everybody may download."""
    for name, content in mailed.items():
        (folder / name).write_bytes(content)
    for path in ("/competition-audit.pyz", f"/c/{builders.SLUG}/record.zip"):
        (folder / path.rpartition("/")[2]).write_bytes(site.fetch(path))


def checked_offline(salt: str, short: str, folder: Path) -> int:
    """Check the receipt and the mailed note against the record; returns the rank of the ticket."""
    own = ("--salt", salt, "--email", ANN, "--held", "freeze.note")
    told = offline.audit("receipt", "receipt.note", "record.zip", *own, cwd=folder)
    assert "evidence level held" in told
    assert told.rstrip().endswith("verified")
    rank = re.search(r"came (\d) of 7", offline.audit("rank", short, "record.zip", cwd=folder))
    assert rank
    return int(rank[1])


def assert_proven(site: Live, seal: dict[str, bytes], letter: str) -> None:
    """The mailed proof leads to the root of the mailed note, which is that of the published list."""
    proof = inclusion.parse(seal["proof.txt"].decode(), file="proof.txt")
    proof.verify()
    said = freeze_of(note_of(seal["freeze.note"])[0])
    lines = site.fetch(f"/c/{builders.SLUG}/record/entries.txt").splitlines()
    assert lines[proof.index].decode() == proof.line
    assert said["entries"] == f"{proof.size} {proof.root}" == f"{len(lines)} {root(lines).hex()}"
    assert proof.root in letter


def test_the_form_can_be_filled_in_with_the_keyboard_alone(
    small_site: Live, phone: Page, smtp_server: Mailroom
) -> None:
    phone.goto(f"{small_site.base_url}/c/{builders.SLUG}")
    reach(phone, "[name=email]")
    phone.keyboard.type(ANN)
    reach(phone, "[name=name]")
    phone.keyboard.type("Ann Example")
    reach(phone, "[name=answer]")
    phone.keyboard.press("Space")
    for value in ("1", "2"):
        reach(phone, f"[name=eligible][value='{value}']")
        phone.keyboard.press("Space")
    reach(phone, "[name=publication]")
    phone.keyboard.press("Space")
    reach(phone, "button")
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_have_text("Check your mail")
    small_site.deliver()
    assert [message["To"] for message in smtp_server.messages] == [ANN]


def reach(page: Page, wanted: str) -> None:
    """Press Tab until this is in focus, as it must be visible to be used."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{wanted}:focus").count():
            assert page.locator(f"{wanted}:focus-visible").count(), f"{wanted} does not show its focus"
            return
    pytest.fail(f"{wanted} is not reached with the Tab key")


def test_a_program_that_opens_the_link_and_runs_scripts_confirms_nothing(
    small_site: Live, chromium: Browser, smtp_server: Mailroom
) -> None:
    small_site.house.enter(ANN)
    small_site.deliver()
    before = small_site.rows()
    context = chromium.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.goto(link_in(to(smtp_server, ANN, "Confirm"), "/confirm/"), wait_until="networkidle")
    assert heading(page) == "Confirm your entry"
    context.close()
    assert small_site.rows() == before
    small_site.house.clock.at += timedelta(hours=1)
    assert small_site.house.confirm(ANN)
