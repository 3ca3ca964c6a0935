"""Check my ticket: from a receipt, or from my own entry, in the reader's browser and nowhere else."""

import base64
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from competition.draw.seed import score, seed_of
from competition.rules import excluding
from competition.rules.wording import number
from competition.services.entries import withdraw, withdraw_page
from tests.browser.conftest import Drawn, Visitor
from tests.fixtures.smtp import Mailroom
from tests.journeys.keyboard import Keyboard
from tests.journeys.live import live
from tests.services import drawn
from tests.services.builders import House

SIZES = [(390, 844), (1280, 900)]
READER = "reader7@example.com"
ENDS = {1: "st", 2: "nd", 3: "rd"}


def mailed(house: House, address: str) -> dict[str, bytes]:
    """The files that came with somebody's receipt."""
    [letter] = [row for row in house.messages() if (row.kind, row.recipient) == ("receipt", address)]
    return {file["name"]: base64.b64decode(file["content"]) for file in letter.attachments}


def my_page(house: House, address: str) -> str:
    [letter] = [row for row in house.messages() if (row.kind, row.recipient) == ("receipt", address)]
    [path, *_] = re.findall(r"/e/\S+", letter.text)
    return str(path)


def ranked(house: House) -> list[str]:
    """The tickets from the lowest score to the highest, worked out here."""
    files = drawn.files(house)
    seed, tickets = seed_of(files["seed.txt"]), files["entries.txt"].decode().split()
    return sorted(tickets, key=lambda ticket: score(seed, ticket))


def ticket_of(files: dict[str, bytes]) -> str:
    [ticket] = re.findall(r"(?m)^ticket (.*)$", files["receipt.note"].decode())
    return str(ticket)


def answer(page: Page, where: str) -> str:
    status = page.locator(f"[{where}] [data-said]")
    expect(status).not_to_be_empty()
    expect(page.locator(f"[{where}] [data-running]")).to_be_hidden(timeout=30_000)
    return status.inner_text()


def give(page: Page, files: dict[str, bytes], email: str) -> str:
    """Open the form on the draw page, choose the files, type the address, press the button."""
    if not page.locator("[data-claim] form").is_visible():
        page.get_by_text("Check it with my receipt").click()
    payloads = [FilePayload(name=name, mimeType="", buffer=data) for name, data in files.items()]
    page.get_by_label("The files that we mailed you").set_input_files(payloads)
    page.get_by_label("Your e-mail address").fill(email)
    page.locator("[data-claim] [data-said]").evaluate("status => status.replaceChildren()")
    page.get_by_role("button", name="Check my ticket").click()
    return answer(page, "data-claim")


def expected(place: int) -> str:
    """What the page must say of a place, of twenty tickets, three prizes, two reserves."""
    came = f"You came {place}{ENDS.get(place, 'th')} of 20"
    if place <= 3:
        return f"{came} and won prize {place}, Ai Weiwei: Never Sorry on Blu-ray."
    if place <= 5:
        return f"{came}: reserve {place - 3}. If a winner cannot take a prize, it passes on in this order."
    return f"{came}. The last prize went to rank 3."


@pytest.mark.parametrize("visitor", SIZES, indirect=True)
def test_every_receipt_gets_its_place_in_words(drawn_site: Drawn, visitor: Visitor) -> None:
    visitor.page.goto(drawn_site.draw)
    order, house = ranked(drawn_site.live.house), drawn_site.live.house
    for reader in range(0, 20, 3):
        files = mailed(house, f"reader{reader}@example.com")
        place = order.index(ticket_of(files)) + 1
        assert give(visitor.page, files, f"Reader{reader}@EXAMPLE.com") == expected(place)
    assert visitor.faults == []


def test_nothing_of_a_receipt_leaves_the_browser(drawn_site: Drawn, visitor: Visitor) -> None:
    files = mailed(drawn_site.live.house, READER)
    visitor.page.goto(drawn_site.draw)
    assert give(visitor.page, files, READER).startswith("You came ")
    told = "\n".join(visitor.sent)
    assert READER not in told
    assert files["salt.txt"].decode().strip() not in told
    assert ticket_of(files) not in told
    assert visitor.page.locator("[data-claim] [name]").count() == 0


def test_control_an_address_that_left_would_be_seen(drawn_site: Drawn, visitor: Visitor) -> None:
    visitor.page.goto(drawn_site.draw)
    visitor.page.evaluate("address => fetch(`?email=${address}`)", READER)
    assert READER in "\n".join(visitor.sent)


def test_an_address_that_does_not_open_the_ticket_is_told(drawn_site: Drawn, visitor: Visitor) -> None:
    visitor.page.goto(drawn_site.draw)
    said = give(visitor.page, mailed(drawn_site.live.house, READER), "reader8@example.com")
    assert said == "Your receipt does not pass: the receipt: address and salt do not open this ticket."


def test_a_kept_freeze_note_alone_raises_the_level(drawn_site: Drawn, visitor: Visitor) -> None:
    visitor.page.goto(drawn_site.draw)
    note = drawn.files(drawn_site.live.house)["freeze.note"]
    assert give(visitor.page, {"freeze.note": note}, "").startswith("Verified.")
    assert "Evidence: held" in visitor.page.locator("[data-claim] [data-found]").inner_text()


def test_the_own_ticket_is_marked_in_the_picture_where_the_server_marks_it(
    drawn_site: Drawn, visitor: Visitor
) -> None:
    files, marks = mailed(drawn_site.live.house, READER), visitor.page.locator("figure.scores .you")
    visitor.page.goto(drawn_site.draw)
    assert marks.count() == 0
    give(visitor.page, files, READER)
    ours = [mark.get_attribute("d") or mark.get_attribute("x") for mark in marks.all()]
    visitor.page.goto(f"{drawn_site.draw}?ticket={ticket_of(files)[:12]}")
    assert [mark.get_attribute("d") or mark.get_attribute("x") for mark in marks.all()] == ours
    assert len(ours) == 2


@pytest.mark.parametrize("visitor", SIZES, indirect=True)
def test_my_entry_is_checked_with_one_press(drawn_site: Drawn, visitor: Visitor) -> None:
    house = drawn_site.live.house
    visitor.page.goto(drawn_site.live.base_url + my_page(house, READER))
    visitor.page.get_by_role("button", name="Check my ticket").click()
    place = ranked(house).index(ticket_of(mailed(house, READER))) + 1
    assert answer(visitor.page, "data-mine") == expected(place)
    assert f"Rank {place} of 20" in visitor.page.locator(".standfirst").first.inner_text()
    assert visitor.faults == []
    visitor.page.get_by_role("link", name="See it among all tickets").click()
    expect(visitor.page.locator("figure.scores desc")).to_contain_text(f"rank {place} of 20")


def test_the_private_address_of_my_entry_is_told_to_nobody(drawn_site: Drawn, visitor: Visitor) -> None:
    path = my_page(drawn_site.live.house, READER)
    visitor.page.goto(drawn_site.live.base_url + path)
    before = len(visitor.sent)
    visitor.page.get_by_role("button", name="Check my ticket").click()
    answer(visitor.page, "data-mine")
    fetched = [line for line in visitor.sent[before:] if "/record/" in line]
    assert len(fetched) > 8
    assert path not in "\n".join(fetched)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_and_answer_have_no_fault_that_axe_knows(
    drawn_site: Drawn, visitor: Visitor, scheme: str
) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visitor.page.goto(drawn_site.draw)
    give(visitor.page, mailed(drawn_site.live.house, READER), READER)
    visitor.page.get_by_text("Every step of this check").click()
    violations = Axe().run(visitor.page).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in violations] == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_alone_is_enough_for_a_receipt(
    drawn_site: Drawn, visitor: Visitor, tmp_path: Path
) -> None:
    files = mailed(drawn_site.live.house, READER)
    (tmp_path / "receipt.note").write_bytes(files["receipt.note"])
    page, hands = visitor.page, Keyboard(visitor.page)
    page.goto(drawn_site.draw)
    hands.reach(page.locator("[data-claim] > summary"))
    page.keyboard.press("Enter")
    hands.upload("The files that we mailed you", tmp_path / "receipt.note")
    hands.write("Your salt", files["salt.txt"].decode().strip())
    hands.write("Your e-mail address", READER)
    page.keyboard.press("Enter")
    assert answer(page, "data-claim").startswith("You came ")


def test_before_the_draw_a_ticket_is_on_the_list_or_left_out_with_its_reason(
    sqlite_url: str, tmp_path: Path, smtp_server: Mailroom, visitor: Visitor
) -> None:
    with live(sqlite_url, tmp_path, smtp_server) as site:
        drawn.fill(site.house, 4)
        token = my_page(site.house, "reader3@example.com").removeprefix("/e/")
        with site.house.write() as session:
            own = site.house.instance
            page = withdraw_page(session, token, instance=own)
            withdraw(session, token, withdraw_token=page.token, email="reader3@example.com", instance=own)
        drawn.freeze_by_clock(site.house)
        visitor.page.goto(f"{site.base_url}/c/never-sorry/draw")
        on = give(visitor.page, mailed(site.house, "reader0@example.com"), "reader0@example.com")
        out = give(visitor.page, mailed(site.house, "reader3@example.com"), "reader3@example.com")
    assert on == f"Your ticket is on the frozen list of {number(3)}. The draw has not been made yet."
    assert out == f"Your ticket was left out of the draw. {excluding.SENTENCES['withdrawn']}"
