"""Seeing, putting right, taking away and erasing what is stored, behind the mailed link."""

import json

from competition.adapters.tokens import Purpose
from tests.services.test_marketing import press, stored
from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_entering import confirmed, enter
from tests.web.test_scanner import press_everything

HOSTILE = '<img src=x onerror="alert(1)">&quot; Ann'


def test_the_page_shows_all_that_is_stored(site: Site, reader: Reader) -> None:
    enter(reader, marketing="y")
    address = location(reader.post(f"/confirm/{site.house.token()}"))
    page = reader.get(f"{address}/data").text
    assert "See, correct or erase your details" in reader.get(address).text
    for shown in (
        "ann@example.com",
        "Ann Example",
        "Porcelain",
        "I am 18 or over. I live in the United Kingdom.",
        "Also send me the Cinema Example newsletter.",
        "Not confirmed, so nothing is sent.",
        "You are in the draw: Win Ai Weiwei",
        "The address cannot be changed: your ticket is made from it.",
    ):
        assert shown in page


def test_a_name_is_put_right_and_the_page_shows_it(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    answer = reader.send(f"{address}/data", "", name="Anne Example", publication="none")
    assert location(answer) == f"{address}/data"
    assert 'value="Anne Example"' in reader.get(f"{address}/data").text
    assert [(row.name, row.publication) for row in site.house.entries()] == [("Anne Example", "none")]


def test_what_cannot_be_kept_comes_back_as_typed_with_a_sentence(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    answer = reader.send(f"{address}/data", "", name="12345")
    assert answer.status_code == 422
    assert 'value="12345"' in answer.text
    assert "Write your first name and surname." in answer.text


def test_a_name_that_is_markup_is_only_a_name(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    reader.send(f"{address}/data", "", name=HOSTILE)
    for path in (f"{address}/data", f"{address}/erase", address):
        assert "<img src=x" not in reader.get(path).text


def test_the_switch_is_on_only_once_the_consent_is_confirmed_and_switching_off_ends_it(
    site: Site, reader: Reader
) -> None:
    enter(reader, marketing="y")
    address = location(reader.post(f"/confirm/{site.house.token()}"))
    assert "marketing" not in reader.form(f"{address}/data", "")
    press(site.house)
    form = reader.form(f"{address}/data", "")
    assert form["marketing"] == "y"
    del form["marketing"]
    reader.post(f"{address}/data", data=form)
    assert stored(site.house) == []
    assert [row.status for row in site.house.entries()] == ["confirmed"]


def test_it_can_be_taken_away_as_a_file(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    answer = reader.get(f"{address}/data.json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.text)["address"] == "ann@example.com"


def test_erasing_needs_the_address_typed_and_ends_at_a_page_that_knows_nobody(
    site: Site, reader: Reader
) -> None:
    address = confirmed(site, reader)
    for typed in ("", "eve@example.com"):
        assert reader.send(f"{address}/erase", "", email=typed).status_code == 422
    answer = reader.send(f"{address}/erase", "", email="ann@example.com")
    assert location(answer) == "/erased"
    assert "Your details are erased" in reader.get("/erased").text
    assert [row.status for row in site.house.entries()] == ["erased"]
    for path in (address, f"{address}/data", f"{address}/data.json", f"{address}/erase"):
        assert reader.get(path).status_code == 404
    assert "This entry has ended" in reader.get(confirm_link(site)).text


def confirm_link(site: Site) -> str:
    [entry] = site.house.entries()
    return f"/confirm/{site.house.instance.tokens.issue(Purpose.CONFIRM, entry.public_id)}"


def test_sending_the_erasure_twice_is_once(site: Site, reader: Reader) -> None:
    address = confirmed(site, reader)
    form = {**reader.form(f"{address}/erase", ""), "email": "ann@example.com"}
    assert [location(reader.post(f"{address}/erase", data=form)) for _ in range(2)] == ["/erased"] * 2


def test_a_scanner_that_presses_every_button_erases_nobody(site: Site, reader: Reader) -> None:
    enter(reader, marketing="y")
    seen = press_everything(reader, f"/confirm/{site.house.token()}")
    assert any(path.endswith("/erase") for path in seen), "the scanner did not get to the dangerous page"
    assert [entry.status for entry in site.house.entries()] == ["confirmed"]
    assert [entry.name for entry in site.house.entries()] == ["Ann Example"]


def test_control_a_scanner_that_knew_the_address_would_have_erased(site: Site, reader: Reader) -> None:
    enter(reader)
    pages = press_everything(reader, f"/confirm/{site.house.token()}")
    (page,) = {path for path in pages if path.endswith("/erase")}
    reader.send(page, "", email="ann@example.com")
    assert [entry.status for entry in site.house.entries()] == ["erased"]
