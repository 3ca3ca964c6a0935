"""The verifier as one file: off the disk, without a network, it reaches the right verdict and says why."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.audit import golden
from tests.draw.test_damaged_records import CASES, FINDINGS, files_of
from tests.fixtures.verifier_file import Desk, opened
from tests.journeys.keyboard import Keyboard

# Every case of the corpus goes through the same modules in `test_verifier`; here some, spread over all.
SOME = CASES[::30]
WORDS = {"verified": "Verified.", "failed": "Failed, ", "could not check": "Could not check"}
ANN = golden.receipts("simple-drand")[0]
NOTE = Path(ANN["receipt"]).read_bytes()


@pytest.fixture(scope="module")
def shared(chromium: Browser, verifier_path: Path) -> Iterator[Desk]:
    """One opened file for many records, as an auditor has it."""
    with opened(chromium, verifier_path) as desk:
        yield desk


@pytest.fixture
def desk(chromium: Browser, verifier_path: Path) -> Iterator[Desk]:
    with opened(chromium, verifier_path) as desk:
        yield desk


@pytest.mark.parametrize("name", golden.NAMES)
def test_a_worked_record_gets_its_verdict(shared: Desk, name: str) -> None:
    said, wanted = shared.verify({"record.zip": golden.bundle(name)}), golden.expected(name)
    assert said.startswith(WORDS[wanted["verdict"]])
    if wanted["level"]:
        assert f"Evidence: {wanted['level']}" in shared.found()


def test_a_damaged_record_gets_its_verdict_with_step_file_and_line(shared: Desk) -> None:
    wrong = []
    for case in SOME:
        said = shared.verify({"record.zip": golden.zipped(files_of(case))})
        _, file, line = FINDINGS.get(case.says, ("", "-", "-"))
        place = "" if file == "-" else f"{file} line {line}:" if line != "-" else f"{file}:"
        step = f", step {case.step}:" if case.verdict == "failed" else ""
        if not said.startswith(WORDS[case.verdict]) or step not in said or place not in said:
            wrong.append((case.says, said))
    assert wrong == []


def test_nothing_but_the_file_itself_is_ever_fetched(shared: Desk, verifier_path: Path) -> None:
    shared.verify({"record.zip": golden.bundle("simple-drand")})
    assert {url for url in shared.asked_for if not url.startswith("blob:null/")} == {verifier_path.as_uri()}


def test_a_held_freeze_note_raises_the_level(desk: Desk) -> None:
    held = golden.files("simple-drand")["freeze.note"]
    desk.verify({"record.zip": golden.bundle("simple-drand"), "freeze.note": held})
    assert "Evidence: held" in desk.found()


def test_a_held_freeze_note_that_differs_fails_the_record(desk: Desk) -> None:
    held = golden.files("simple-drand")["freeze.note"].replace(b"\nentries 12 ", b"\nentries 13 ")
    said = desk.verify({"record.zip": golden.bundle("simple-drand"), "freeze.note": held})
    assert said.startswith("Failed, step 10:")
    assert "Evidence: held" not in desk.found()


def given(desk: Desk, *, email: str = ANN["address"], record: bytes | None = None) -> str:
    """Ann checks her ticket, with the files that were mailed to her."""
    desk.write("Your e-mail address", email)
    bundle = record or golden.bundle("simple-drand")
    return desk.verify({"record.zip": bundle, "receipt.note": NOTE, "salt.txt": ANN["salt"].encode()})


def test_a_receipt_from_files_says_where_its_ticket_came(desk: Desk) -> None:
    said = given(desk)
    assert said.startswith("You came ")
    assert " of 12" in said
    assert "Your address and salt open ticket e5c1-9b36-55c4" in desk.found()


def test_a_receipt_pasted_out_of_a_mail_is_the_same_receipt(desk: Desk) -> None:
    by_files = given(desk)
    quoted = "\r\n".join(f"> {line}" for line in NOTE.decode().splitlines())
    desk.write("Your receipt as text", f"Hello Ann,\r\n{quoted}\r\n-- \r\nCinema Example")
    desk.write("Your salt", ANN["salt"].upper())
    assert desk.verify({"record.zip": golden.bundle("simple-drand")}) == by_files


def test_a_file_that_is_no_part_of_a_check_is_left_aside_and_named(desk: Desk) -> None:
    """The letter with the receipt brings a calendar too, and people choose all that came."""
    by_files = given(desk)
    files = {"receipt.note": NOTE, "salt.txt": ANN["salt"].encode(), "draw.ics": b"BEGIN:VCALENDAR\r\n"}
    assert desk.verify({"record.zip": golden.bundle("simple-drand"), **files}) == by_files
    assert "Left aside, being no part of a check: draw.ics." in desk.found()


def test_an_address_that_does_not_open_the_ticket_is_told_plainly(desk: Desk) -> None:
    said = given(desk, email="rob@example.com")
    assert said == "Your receipt does not pass: the receipt: address and salt do not open this ticket."


def test_what_is_missing_is_asked_for_and_nothing_is_lost(desk: Desk) -> None:
    assert desk.verify() == "Choose the bundle first. It is a zip, from the page of the draw."
    desk.write("Your receipt as text", "Dear reader")
    assert desk.verify().startswith("There is no receipt in this text.")
    desk.write("Your receipt as text", NOTE.decode())
    assert desk.verify().startswith("The salt is missing.")
    desk.write("Your salt", ANN["salt"])
    assert desk.verify().startswith("Your e-mail address is missing")
    assert desk.page.get_by_label("Your salt", exact=True).input_value() == ANN["salt"]


def test_what_is_no_zip_could_not_be_checked(desk: Desk) -> None:
    assert desk.verify({"record.zip": b"A letter."}).startswith("Could not check.")


def test_a_zip_that_holds_something_else_fails(desk: Desk) -> None:
    bundle = golden.zipped({**golden.files("simple-drand"), "../evil.sh": b""})
    said = desk.verify({"record.zip": bundle})
    assert said == "Failed, step 1: A record holds no file named '../evil.sh'."


def test_where_no_worker_can_be_had_the_page_does_the_work_itself(
    chromium: Browser, verifier_path: Path
) -> None:
    with opened(chromium, verifier_path, script="delete globalThis.Worker") as desk:
        assert desk.verify({"record.zip": golden.bundle("simple-drand")}).startswith("Verified.")


def test_files_that_are_dropped_on_the_page_are_checked(desk: Desk) -> None:
    bundle = json.dumps([*golden.bundle("simple-drand")])
    desk.page.evaluate(
        """bytes => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(JSON.parse(bytes))], "record.zip"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        bundle,
    )
    assert desk.said().startswith("Verified.")


def test_a_hostile_text_in_a_record_stays_a_text(desk: Desk) -> None:
    """A title is free text; the record does not pass here, but what it says is shown."""
    files = golden.files("simple-drand")
    title = json.loads(files["manifest.json"])["title"]
    files["manifest.json"] = files["manifest.json"].replace(title.encode(), b"<img src=x onerror=alert(1)>")
    assert desk.verify({"record.zip": golden.zipped(files)}).startswith("Failed, ")
    assert desk.page.locator("main img").count() == 0


def test_the_policy_of_the_file_runs_its_own_program_and_nothing_else(desk: Desk) -> None:
    blocked = desk.page.evaluate(
        """() => new Promise(resolve => {
          addEventListener("securitypolicyviolation", event => resolve(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "globalThis.ran = true";
          document.body.append(script);
        })"""
    )
    assert blocked.startswith("script-src")
    assert desk.page.evaluate("globalThis.ran") is None


def test_the_whole_check_is_made_with_the_keyboard_alone(desk: Desk, tmp_path: Path) -> None:
    bundle = tmp_path / "record.zip"
    bundle.write_bytes(golden.bundle("simple-drand"))
    desk.page.emulate_media(reduced_motion="reduce")
    hands = Keyboard(desk.page)
    hands.upload("Files", bundle)
    hands.reach(desk.page.get_by_role("button", name="Verify this draw"))
    desk.page.keyboard.press("Enter")
    assert desk.said().startswith("Verified.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_neither_form_nor_report_has_a_fault_or_a_sideways_scroll(
    chromium: Browser, verifier_path: Path, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    with opened(chromium, verifier_path, color_scheme=scheme, viewport=size, bypass_csp=True) as desk:
        given(desk)
        desk.page.get_by_text("Every step of this check").click()
        found = Axe().run(desk.page).response["violations"]
        assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_printed_the_report_stands_and_the_form_does_not(desk: Desk) -> None:
    desk.verify({"record.zip": golden.bundle("simple-drand")})
    desk.page.emulate_media(media="print")
    expect(desk.page.locator(".checks")).to_be_visible()
    expect(desk.page.locator("form")).to_be_hidden()


def test_without_scripts_the_file_says_what_it_needs(chromium: Browser, verifier_path: Path) -> None:
    with opened(chromium, verifier_path, java_script_enabled=False) as desk:
        expect(
            desk.page.get_by_text("It is a program in JavaScript: switch scripts on to use it.")
        ).to_be_visible()
        expect(desk.page.locator("form")).to_be_hidden()
