"""Verify this draw: the reader's own browser fetches the public files and does the whole sum again."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from competition.audit import wording
from competition.draw.bundle import MemoryRecord
from competition.draw.verify import audit
from tests.browser.conftest import Drawn, Visitor
from tests.journeys.keyboard import Keyboard
from tests.services import drawn

SIZES = [(390, 844), (1280, 900)]


def verify(page: Page, address: str) -> str:
    """Press the button, and read what the status says in the end."""
    page.goto(address)
    page.get_by_role("button", name="Verify this draw").click()
    return ended(page)


def ended(page: Page) -> str:
    status = page.locator("[data-proof] [data-said]")
    expect(status).not_to_be_empty()
    expect(page.locator("[data-proof] [data-running]")).to_be_hidden(timeout=30_000)
    return status.inner_text()


def found(page: Page) -> str:
    return page.locator("[data-proof] [data-found]").inner_text()


@pytest.mark.parametrize("visitor", SIZES, indirect=True)
def test_an_honest_draw_is_verified_with_a_line_for_each_step(drawn_site: Drawn, visitor: Visitor) -> None:
    assert verify(visitor.page, drawn_site.draw) == "Verified. Every step comes out as it was published."
    steps = visitor.page.locator("[data-proof] .checks li")
    assert steps.count() == 11
    assert all(re.search("Passed|Nothing to check", line) for line in steps.all_inner_texts())
    assert "Evidence: self-consistent" in found(visitor.page)
    assert visitor.faults == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_says_what_the_command_line_says(drawn_site: Drawn, visitor: Visitor) -> None:
    verify(visitor.page, drawn_site.draw)
    said = " ".join(found(visitor.page).split()).lower()
    report = audit(MemoryRecord(drawn.files(drawn_site.live.house)))
    for step in report.steps:
        assert step.title.lower() in said
        assert step.note.lower() in said
    sentences = (*wording.PROVES, *wording.PROVES_NOT, wording.LEVELS[report.level or ""])
    assert [sentence for sentence in sentences if sentence.lower() not in said] == []
    for unit, ticket in report.winners.items():
        assert f"prize {unit}, ai weiwei: never sorry on blu-ray: ticket {ticket[:4]}-{ticket[4:8]}" in said


def test_a_doctored_result_is_told_with_step_file_and_line(drawn_site: Drawn, visitor: Visitor) -> None:
    """The control of the test above: the same page, and one file of the record that is another."""

    def swapped(result: bytes) -> bytes:
        first, second, *rest = result.splitlines(keepends=True)
        names = [line.split(b" ", 2)[2] for line in (first, second)]
        return b"prize 1 " + names[1] + b"prize 2 " + names[0] + b"".join(rest)

    with drawn_site.doctored("result.txt", swapped):
        said = verify(visitor.page, drawn_site.draw)
    assert said.startswith("Failed, step 7: result.txt line 1:")
    assert "Not reached" in found(visitor.page)
    assert "This proves" not in found(visitor.page)


@pytest.mark.parametrize(
    ("name", "doctor", "says"),
    [
        ("entries.txt", lambda data: data[65:], "Failed, step 3: freeze.note: "),
        ("rules.txt", lambda data: data + b"Staff may enter.\n", "Failed, step 2: rules.txt: "),
        ("beacon.json", lambda data: data.replace(b'd":3', b'd":4'), "Failed, step 5: beacon.json: "),
        ("log.txt", lambda data: data.replace(b"issued=20", b"issued=21"), "Failed, step 8: log.txt line "),
    ],
)  # fmt: skip
def test_whatever_file_is_doctored_it_is_named(
    drawn_site: Drawn, visitor: Visitor, name: str, doctor: object, says: str
) -> None:
    with drawn_site.doctored(name, doctor):  # type: ignore[arg-type]
        assert verify(visitor.page, drawn_site.draw).startswith(says)


def test_a_log_that_grows_while_its_files_are_fetched_is_fetched_again(
    drawn_site: Drawn, visitor: Visitor
) -> None:
    late = ["one"]

    def before(log: bytes) -> bytes:
        """The first time, as it stood before its last line."""
        return b"".join(log.splitlines(keepends=True)[:-1]) if late and late.pop() else log

    drawn_site.asked.clear()
    with drawn_site.doctored("log.txt", before):
        assert verify(visitor.page, drawn_site.draw).startswith("Verified.")
    assert drawn_site.asked.count("log.txt") == 2


def test_control_a_log_that_stays_behind_its_checkpoint_fails(drawn_site: Drawn, visitor: Visitor) -> None:
    with drawn_site.doctored("log.txt", lambda log: b"".join(log.splitlines(keepends=True)[:-1])):
        assert verify(visitor.page, drawn_site.draw).startswith("Failed, ")


def test_a_site_that_answers_with_a_fault_is_no_verdict(drawn_site: Drawn, visitor: Visitor) -> None:
    visitor.page.context.route("**/record/entries.txt", lambda route: route.fulfill(status=503))
    said = verify(visitor.page, drawn_site.draw)
    assert said == "Could not check. entries.txt did not arrive: the site answered 503."


def test_a_check_can_be_stopped_and_made_again(drawn_site: Drawn, visitor: Visitor) -> None:
    visitor.page.context.route("**/record/entries.txt", lambda route: None)
    visitor.page.goto(drawn_site.draw)
    visitor.page.get_by_role("button", name="Verify this draw").click()
    expect(visitor.page.locator("[data-proof] [data-count]")).to_contain_text("Fetching entries.txt")
    visitor.page.get_by_role("button", name="Stop").click()
    assert ended(visitor.page) == "Stopped. Nothing was found out."
    visitor.page.context.unroute("**/record/entries.txt")
    visitor.page.get_by_role("button", name="Verify this draw").click()
    expect(visitor.page.locator("[data-proof] [data-said]")).to_contain_text("Verified.")


def test_nothing_but_public_files_is_asked_for(drawn_site: Drawn, visitor: Visitor) -> None:
    verify(visitor.page, drawn_site.draw)
    assert all(line.startswith(f"GET {drawn_site.live.base_url}/") for line in visitor.sent)


def test_the_keyboard_alone_is_enough(drawn_site: Drawn, visitor: Visitor) -> None:
    visitor.page.goto(drawn_site.draw)
    Keyboard(visitor.page).reach(visitor.page.get_by_role("button", name="Verify this draw"))
    visitor.page.keyboard.press("Enter")
    assert ended(visitor.page).startswith("Verified.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("visitor", SIZES, indirect=True)
def test_the_report_has_no_fault_that_axe_knows(drawn_site: Drawn, visitor: Visitor, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    verify(visitor.page, drawn_site.draw)
    violations = Axe().run(visitor.page).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in violations] == []


def test_without_scripts_the_page_leads_to_the_commands(drawn_site: Drawn, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, ignore_https_errors=True)
    page = context.new_page()
    page.goto(drawn_site.draw)
    expect(page.get_by_role("button", name="Verify this draw")).to_be_hidden()
    expect(page.get_by_text("Without scripts, use the commands below.")).to_be_visible()
    expect(page.get_by_text("Check it with my receipt")).to_be_hidden()
    expect(page.locator("figure.scores svg")).to_be_visible()
    context.close()
