"""The winner's page: looking changes nothing, the form claims, and no program can give a prize away."""

from datetime import timedelta
from typing import Any

import pytest

from competition.services.awards import digital, sending
from tests.services import drawn, winning
from tests.services.winning import RELEASED, held, letters, logged, states
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader, location
from tests.web.test_access import dump
from tests.web.test_scanner import press_everything

WHOLE = {**winning.ADDRESS, "eligible": "y", "publication": "surname"}


@pytest.fixture
def described() -> dict[str, Any]:
    return drawn.WITH_ROUND


@pytest.fixture
def told(site: Site) -> Site:
    """Three winners were told."""
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)
    site.house.clock.at = RELEASED
    winning.release(site.house)
    drawn.tick(site.house)
    return site


@pytest.fixture
def link(told: Site) -> str:
    """The page of who holds the first unit, as the letter has it."""
    address = next(
        word for word in letters(told.house, "won")[0].text.split() if "/claim/" in word
    ).removeprefix("https://cinema.example/draws")
    assert winning.token(told.house) in address
    return address


def heading(reader: Reader, path: str) -> str:
    return Tree(reader.get(path).text).one("h1").text


def send(reader: Reader, link: str, **typed: str) -> Any:
    fields = dict.fromkeys(("more", "second_email", "phone"), "")
    return reader.post(link, data={**fields, **WHOLE, **typed})


def test_a_winner_claims_and_loading_the_page_again_is_success(told: Site, reader: Reader, link: str) -> None:
    assert heading(reader, link) == "You have won"
    for _ in range(2):
        assert location(send(reader, link)) == link
    assert heading(reader, link) == "The prize is yours"
    assert logged(told.house, "claimed") == ["claimed"]
    assert len(letters(told.house, "claim_received")) == 1


def test_looking_at_a_claim_any_number_of_times_changes_nothing(
    told: Site, reader: Reader, link: str
) -> None:
    before = dump(told)
    for method in ("GET", "HEAD", "OPTIONS") * 2:
        for path in (link, f"{link}/decline", "/real"):
            assert reader.open(path, method=method).status_code == 200
    assert dump(told) == before


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    told: Site, reader: Reader, link: str
) -> None:
    answer = send(reader, link, postcode="", publication="", street="1 <b>Example</b> Street", phone="0113")
    assert answer.status_code == 422
    page = Tree(answer.text)
    assert page.one("title").text.startswith("Error: ")
    assert "two things to put right" in answer.text
    kept = {element["name"]: element["value"] for element in page.all("input")}
    assert kept["street"] == "1 <b>Example</b> Street"
    assert kept["phone"] == "0113"
    assert states(told.house) == ["notified"] * 3


def test_a_claim_without_the_declaration_is_not_taken(told: Site, reader: Reader, link: str) -> None:
    fields = {name: value for name, value in WHOLE.items() if name != "eligible"}
    answer = reader.post(link, data=fields)
    assert answer.status_code == 422
    assert "Tick the box if it is true." in answer.text


def test_a_late_claim_is_told_so(told: Site, reader: Reader, link: str) -> None:
    told.house.clock.at = RELEASED + timedelta(days=28, seconds=1)
    assert heading(reader, link) == "Too late to claim"
    answer = send(reader, link)
    assert answer.status_code == 409
    assert "could be claimed until Monday 28 September 2026, 20:45 BST" in answer.text


def test_a_program_that_presses_every_button_neither_claims_nor_declines(
    told: Site, reader: Reader, link: str
) -> None:
    seen = press_everything(reader, link)
    assert f"{link}/decline" in seen, "the program did not get to the dangerous page"
    assert states(told.house) == ["notified"] * 3


def test_a_program_that_presses_every_button_says_nothing_about_a_prize_on_its_way(
    told: Site, reader: Reader, link: str
) -> None:
    send(reader, link)
    winning.do(told.house, sending.dispatch, 1, carrier="Royal Mail")
    assert heading(reader, link) == "Your prize is on its way"
    assert reader.form(link, "/received") == {}
    press_everything(reader, link)
    assert states(told.house)[0] == "dispatched"
    assert reader.post(f"{link}/received", data={}).status_code == 422
    assert location(reader.post(f"{link}/received", data={"received": "y"})) == link
    assert states(told.house)[0] == "received"


def test_a_program_that_knew_the_address_would_have_declined(told: Site, reader: Reader, link: str) -> None:
    winner = winning.address_of(told.house, held(told.house)[0])
    wrong = reader.send(f"{link}/decline", "", email="somebody@example.com")
    assert wrong.status_code == 422
    assert "This is not the address of this entry." in wrong.text
    assert location(reader.send(f"{link}/decline", "", email=winner)) == link
    assert heading(reader, link) == "You said no"
    assert states(told.house)[:2] == ["declined", "drawn"]
    assert "was sent, received or passed on" not in reader.get(link).text


def test_declining_needs_the_token_of_that_page(told: Site, reader: Reader, link: str) -> None:
    winner = winning.address_of(told.house, held(told.house)[0])
    other = reader.form(f"/claim/{winning.token(told.house, 2)}/decline", "")["decline_token"]
    for stolen in (other, winning.token(told.house), ""):
        sent = {"email": winner, "decline_token": stolen}
        assert reader.post(f"{link}/decline", data=sent).status_code == 404
    assert states(told.house) == ["notified"] * 3


def test_a_link_for_an_entry_claims_nothing(told: Site, reader: Reader) -> None:
    from competition.adapters.tokens import Purpose

    issue = told.house.instance.tokens.issue
    entry = told.house.entries()[0].public_id
    award = held(told.house)[0].public_id
    for wrong in (issue(Purpose.ENTRY, entry), issue(Purpose.CLAIM, entry), issue(Purpose.DECLINE, award)):
        assert reader.get(f"/claim/{wrong}").status_code == 404
        assert send(reader, f"/claim/{wrong}").status_code == 404


class TestCodes:
    @pytest.fixture(autouse=True)
    def _loaded(self, told: Site) -> None:
        winning.do(told.house, digital.load, 1, ["AAAA-1111", "BBBB-2222", "AAAA-1111", ""])

    def test_a_code_is_shown_once_to_who_claimed_and_asks_no_address(
        self, told: Site, reader: Reader, link: str
    ) -> None:
        assert "postcode" not in reader.get(link).text
        reader.post(link, data={"eligible": "y", "publication": "none"})
        shown = reader.post(f"{link}/code", data={"ready": "y"})
        assert "AAAA-1111" in shown.text
        assert shown.headers["Cache-Control"] == "no-store"
        assert reader.post(f"{link}/code", data={"ready": "y"}).status_code == 409
        assert "AAAA-1111" not in reader.get(link).text
        assert states(told.house)[0] == "dispatched"

    def test_no_code_stands_in_the_database_the_log_or_a_letter(
        self, told: Site, reader: Reader, link: str
    ) -> None:
        reader.post(link, data={"eligible": "y", "publication": "none"})
        reader.post(f"{link}/code", data={"ready": "y"})
        assert not any(code in line for code in ("AAAA-1111", "BBBB-2222") for line in dump(told))

    def test_a_program_that_presses_every_button_burns_no_code(
        self, told: Site, reader: Reader, link: str
    ) -> None:
        reader.post(link, data={"eligible": "y", "publication": "none"})
        assert reader.form(link, "/code") == {}
        press_everything(reader, link)
        assert states(told.house)[0] == "claimed"
        assert reader.post(f"{link}/code", data={}).status_code == 422

    def test_two_winners_get_two_codes_and_a_third_is_told_that_they_have_run_out(
        self, told: Site, reader: Reader
    ) -> None:
        codes = []
        for unit in (1, 2, 3):
            address = f"/claim/{winning.token(told.house, unit)}"
            reader.post(address, data={"eligible": "y", "publication": "none"})
            answer = reader.post(f"{address}/code", data={"ready": "y"})
            codes += [code for code in ("AAAA-1111", "BBBB-2222") if code in answer.text]
        assert codes == ["AAAA-1111", "BBBB-2222"]
        assert "The codes have run out" in reader.get(address).text


class TestReal:
    def code(self, told: Site) -> str:
        lines = letters(told.house, "won")[0].text.splitlines()
        return next(line for line in lines if line.startswith("Check code: ")).partition(": ")[2]

    def ask(self, reader: Reader, code: str) -> Any:
        return reader.send("/real", "/real", code=code)

    def test_the_code_of_a_letter_is_known_in_any_spelling_and_names_nobody(
        self, told: Site, reader: Reader
    ) -> None:
        code = self.code(told)
        for spelt in (code, code.lower(), code.replace("-", " "), f" {code.replace('-', '')} "):
            page = self.ask(reader, spelt).text
            assert "This code is ours" in page
            award = next(one for one in held(told.house) if one.check_code == code.replace("-", ""))
            assert award.ticket[:4] not in page
            assert winning.address_of(told.house, award) not in page
            assert "Ann" not in page

    def test_another_code_is_not_ours_and_no_code_at_all_is_said_at_the_field(
        self, told: Site, reader: Reader
    ) -> None:
        assert "This code is not ours" in self.ask(reader, "AAAA-AAAA").text
        for typed in ("", "W7Q4", "W7Q4-M2KX-1", "ÄÖÜ!-1234"):
            assert self.ask(reader, typed).status_code == 422

    def test_a_code_that_nobody_was_sent_is_not_ours(self, site: Site, reader: Reader) -> None:
        drawn.fill(site.house)
        drawn.draw_by_clock(site.house)
        assert "This code is not ours" in self.ask(reader, held(site.house)[0].check_code).text

    @pytest.fixture
    def sections(self) -> dict[str, dict[str, Any]]:
        return {"limits": {"entries_per_minute": 5}}

    def test_few_codes_a_minute_may_be_tried(self, site: Site, reader: Reader) -> None:
        fields = reader.form("/real", "/real")
        answers = [reader.post("/real", data={**fields, "code": "AAAA-AAAA"}).status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]
