"""From the form to the receipt, as a browser without scripts and cookies does it."""

import re

import pytest

from tests.services.builders import CONFIRM_BY, SLUG
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader, location

PAGE = f"/c/{SLUG}"
WHOLE = {
    "email": "ann@example.com",
    "name": "Ann Example",
    "eligible": ["1", "2"],
    "answer": "1",
    "publication": "name",
}


def enter(reader: Reader, **typed: object) -> str:
    return location(reader.send(PAGE, f"{PAGE}/enter", **{**WHOLE, **typed}))


def confirmed(site: Site, reader: Reader) -> str:
    """Enter and confirm; returns the address of the entry's page."""
    enter(reader)
    return location(reader.post(f"/confirm/{site.house.token()}"))


def test_a_whole_form_leads_to_check_your_mail_and_sends_one_letter(site: Site, reader: Reader) -> None:
    assert enter(reader) == f"{PAGE}/check-mail"
    assert "Check your mail" in reader.get(f"{PAGE}/check-mail").text
    assert [message.recipient for message in site.house.messages()] == ["ann@example.com"]


def test_the_mailed_button_confirms_and_shows_the_ticket(site: Site, reader: Reader) -> None:
    page = reader.get(confirmed(site, reader)).text
    assert "You are in the draw" in page
    assert re.search(r"[0-9a-f]{4}(-[0-9a-f]{4}){2}", page)


def test_the_mailed_code_does_the_same(site: Site, reader: Reader) -> None:
    enter(reader)
    answer = reader.send(
        f"{PAGE}/check-mail", f"{PAGE}/code", email="ann@example.com", code=site.house.code()
    )
    assert "You are in the draw" in reader.get(location(answer)).text


def test_a_wrong_code_keeps_what_was_typed_and_says_what_to_do(reader: Reader) -> None:
    enter(reader)
    answer = reader.send(f"{PAGE}/check-mail", f"{PAGE}/code", email="ann@example.com", code="000000")
    assert answer.status_code == 422
    assert 'value="ann@example.com"' in answer.text
    assert "press the button in the message" in answer.text


def test_the_receipt_can_be_downloaded_as_it_was_signed(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    receipt = reader.get(f"{address}/receipt.note")
    assert receipt.text.startswith("prizedraw/v1 receipt\n")
    assert receipt.headers["Content-Disposition"] == "attachment; filename=receipt.note"


def test_before_confirming_there_is_no_receipt(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    enter(reader, email="ben@example.com")
    assert reader.get(f"/e/{'0' * 32}.{'A' * 43}/receipt.note").status_code == 404
    assert reader.get(f"{address}/proof.txt").status_code == 404


def test_pressing_the_button_twice_is_success_both_times(site: Site, reader: Reader) -> None:
    first = confirmed(site, reader)
    assert "You are in the draw" in reader.get(f"/confirm/{site.house.token()}").text
    assert location(reader.post(f"/confirm/{site.house.token()}")) == first


def test_the_same_form_sent_twice_is_one_entry_and_one_letter(site: Site, reader: Reader) -> None:
    fields = {**reader.form(PAGE, "/enter"), **WHOLE}
    for _ in range(2):
        assert location(reader.post(f"{PAGE}/enter", data=fields)) == f"{PAGE}/check-mail"
    assert len(site.house.entries()) == len(site.house.messages()) == 1


def test_an_unfinished_form_comes_back_with_all_its_faults_and_what_was_typed(
    site: Site, reader: Reader
) -> None:
    answer = reader.send(PAGE, f"{PAGE}/enter", email="ann", name="Ann Example", answer="2", eligible=["1"])
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    for kept in ('value="ann"', 'value="Ann Example"', "Check your e-mail address", "Tick all boxes"):
        assert kept in answer.text
    assert answer.text.count("checked") == 2
    assert site.house.entries() == []


def test_the_corrected_form_is_taken(site: Site, reader: Reader) -> None:
    reader.send(PAGE, f"{PAGE}/enter", **{**WHOLE, "email": "ann"})
    enter(reader)
    assert len(site.house.entries()) == 1


def test_a_likely_slip_in_the_address_is_asked_about_once(site: Site, reader: Reader) -> None:
    first = reader.send(PAGE, f"{PAGE}/enter", **{**WHOLE, "email": "ann@gmial.com"})
    assert first.status_code == 422
    assert "Did you mean ann@gmail.com?" in first.text
    again = re.search(r'name="form_token"\s+value="([^"]+)"', first.text)
    assert again
    fields = {**WHOLE, "email": "ann@gmial.com", "form_token": again[1]}
    assert location(reader.post(f"{PAGE}/enter", data=fields)) == f"{PAGE}/check-mail"
    assert [entry.address for entry in site.house.entries()] == ["ann@gmial.com"]


@pytest.mark.parametrize("token", ["", "x", "W10.x"], ids=["missing", "invented", "unsigned"])
def test_a_form_without_our_token_is_not_taken_and_loses_nothing(
    site: Site, reader: Reader, token: str
) -> None:
    answer = reader.post(f"{PAGE}/enter", data={**WHOLE, "form_token": token})
    assert answer.status_code == 422
    assert "open for too long" in answer.text
    assert 'value="ann@example.com"' in answer.text
    assert site.house.entries() == []


def test_the_closing_instant_is_shown_with_its_zone_and_in_utc(reader: Reader) -> None:
    page = Tree(reader.get(PAGE).text)
    (closing,) = [element for element in page.all("div") if "closing" in element.classes]
    assert "Saturday 29 August 2026, 18:00 BST" in closing.text
    assert "17:00 UTC" in closing.text
    (instant,) = [element["datetime"] for element in page.all("time") if closing in element.inside]
    assert instant == "2026-08-29T17:00:00Z"


def test_after_the_close_the_form_is_gone_and_a_late_one_is_told_when_it_closed(
    site: Site, reader: Reader
) -> None:
    fields = {**reader.form(PAGE, "/enter"), **WHOLE}
    site.house.clock.at = CONFIRM_BY.replace(day=29)
    answer = reader.post(f"{PAGE}/enter", data=fields)
    assert answer.status_code == 409
    assert "This draw closed on Saturday 29 August 2026, 18:00 BST" in answer.text
    assert 'action="/draws/c/never-sorry/enter"' not in reader.get(PAGE).text
    assert site.house.entries() == []


def test_a_late_confirmation_is_told_so(site: Site, reader: Reader) -> None:
    enter(reader)
    link = f"/confirm/{site.house.token()}"
    site.house.clock.at = CONFIRM_BY.replace(minute=1)
    assert "Too late to confirm" in reader.get(link).text
    answer = reader.post(link)
    assert answer.status_code == 410
    assert "Sunday 30 August 2026, 18:00 BST" in answer.text


def test_withdrawing_needs_the_address_typed(site: Site, reader: Reader) -> None:
    page = f"{confirmed(site, reader)}/withdraw"
    refused = reader.send(page, "", email="ben@example.com")
    assert refused.status_code == 422
    assert "not the address of this entry" in refused.text
    assert "You have withdrawn" in reader.get(location(reader.send(page, "", email="Ann@Example.com"))).text
    assert "can no longer be withdrawn" in reader.get(page).text


def test_sending_again_writes_another_letter_and_answers_like_entering(site: Site, reader: Reader) -> None:
    enter(reader)
    again = reader.send(f"{PAGE}/check-mail", f"{PAGE}/resend", email="ann@example.com")
    assert location(again) == f"{PAGE}/check-mail"
    assert len(site.house.messages()) == 2
    malformed = reader.send(f"{PAGE}/check-mail", f"{PAGE}/resend", email="ann")
    assert malformed.status_code == 422


def test_before_confirming_the_holder_of_the_address_sees_what_was_typed(site: Site, reader: Reader) -> None:
    enter(reader, name="Mallory Example", answer="2")
    page = reader.get(f"/confirm/{site.house.token()}").text
    assert "Mallory Example" in page
    assert "Glass" in page


def test_the_receipt_shows_its_ticket_as_a_picture_and_offers_the_draw_for_the_calendar(
    site: Site, reader: Reader
) -> None:
    address = confirmed(site, reader)
    page = reader.get(address).text
    assert "Add the draw to my calendar" in page
    picture = reader.get(f"{address}/ticket.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    calendar = reader.get("/c/never-sorry/draw.ics")
    assert calendar.mimetype == "text/calendar"
    assert "SUMMARY:The draw: Win Ai Weiwei: Never Sorry on Blu-ray" in calendar.text.replace("\r\n ", "")
