"""Saying yes to advertising and ending it, as a browser and as a mail program do it (O24, RFC 8058)."""

import pytest

from tests.services.test_marketing import letter, stored, token
from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_entering import confirmed, enter

ONE_CLICK = "List-Unsubscribe=One-Click"
MULTIPART = (
    '--mark\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--mark--\r\n'
)


def ticked(site: Site, reader: Reader) -> None:
    enter(reader, marketing="y")
    reader.post(f"/confirm/{site.house.token()}")


def test_the_box_stands_alone_and_is_not_ticked(reader: Reader) -> None:
    page = reader.get("/c/never-sorry").text
    assert 'name="marketing"' in page
    assert "marketing" not in reader.form("/c/never-sorry", "/enter")
    assert "It makes no difference to your chance" in page


def test_the_mailed_button_says_yes_and_the_page_then_says_so(site: Site, reader: Reader) -> None:
    ticked(site, reader)
    link = f"/marketing/{token(site.house)}"
    assert "Yes, write to me" in reader.get(link).text
    assert stored(site.house)[0].confirmed_at is None
    assert location(reader.send(link, "")) == link
    assert "You said yes" in reader.get(link).text
    assert stored(site.house)[0].confirmed_at


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ONE_CLICK, "application/x-www-form-urlencoded"),
        (MULTIPART, "multipart/form-data; boundary=mark"),
    ],
    ids=["as a form", "as the standard prefers"],
)
def test_a_mail_program_ends_it_with_one_post_and_no_page(
    site: Site, reader: Reader, body: str, kind: str
) -> None:
    ticked(site, reader)
    address = (letter(site.house).unsubscribe or "").removeprefix("https://cinema.example/draws")
    answer = reader.post(address, data=body, content_type=kind)
    assert answer.status_code == 200
    assert stored(site.house) == []
    assert [entry.status for entry in site.house.entries()] == ["confirmed"]
    assert reader.post(address, data=body, content_type=kind).status_code == 200


def test_looking_at_the_link_ends_nothing_and_its_button_does(site: Site, reader: Reader) -> None:
    ticked(site, reader)
    link = f"/unsubscribe/{token(site.house, 'unsubscribe')}"
    for method in ("GET", "HEAD", "OPTIONS"):
        assert reader.open(link, method=method).status_code == 200
    assert len(stored(site.house)) == 1
    assert "You are no longer on the list" in reader.send(link, "").text
    assert stored(site.house) == []


def test_an_unknown_link_of_either_kind_is_alike(site: Site, reader: Reader) -> None:
    confirmed(site, reader)
    wrong = f"{'0' * 32}.{'A' * 43}"
    for path in ("marketing", "unsubscribe"):
        assert reader.get(f"/{path}/{wrong}").status_code == 404
        assert reader.post(f"/{path}/{wrong}").status_code == 404
