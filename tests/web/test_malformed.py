"""What no form of ours sends is refused whole, quickly and without a fault of ours (guarantees O22, O9)."""

import time
from urllib.parse import urlencode

import pytest

from tests.web.conftest import Site
from tests.web.reader import Reader
from tests.web.test_entering import PAGE, WHOLE

ENTER = f"{PAGE}/enter"
FORM = "application/x-www-form-urlencoded"


def whole(reader: Reader) -> str:
    return urlencode({**reader.form(PAGE, "/enter"), **WHOLE}, doseq=True)


BODIES: dict[str, tuple[str, int]] = {
    "a field twice": ("&email=ben@example.com", 400),
    "a choice twice": ("&eligible=1", 400),
    "a field that the page does not have": ("&prize=1", 400),
    "bytes that are no UTF-8": ("&answer=%ff%fe", 400),
    "a lone surrogate": ("&answer=%ed%a0%80", 400),
    "a NUL": ("%00", 400),
    "raw bytes": ("&\xe9=1", 400),
    "no pair of name and value": ("&&&", 400),
    "ten thousand fields": ("&x=1" * 10_000, 400),
    "ten megabytes": ("x" * 10_000_000, 413),
    "deep nesting": ("&" + "a[" * 5000 + "]" * 5000 + "=1", 400),
}


@pytest.mark.parametrize(("more", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_malformed_body_is_refused_whole(site: Site, reader: Reader, more: str, status: int) -> None:
    body = (whole(reader) + more).encode("latin-1")
    start = time.monotonic()
    assert reader.post(ENTER, data=body, content_type=FORM).status_code == status
    assert time.monotonic() - start < 1
    assert site.house.entries() == []


def test_the_same_body_without_the_fault_is_taken(site: Site, reader: Reader) -> None:
    assert reader.post(ENTER, data=whole(reader).encode(), content_type=FORM).status_code == 303
    assert len(site.house.entries()) == 1


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_a_body_of_another_kind_is_refused(site: Site, reader: Reader, kind: str) -> None:
    assert reader.post(ENTER, data=b'{"email":"ann@example.com"}', content_type=kind).status_code == 415
    assert site.house.entries() == []


@pytest.mark.parametrize("character", ["\r\nBcc: eve@example.com", "\n", "\x85", "\u2028", "\x0b", "\x0c"])
@pytest.mark.parametrize("field", ["name", "email"])
def test_a_line_break_of_any_kind_makes_no_header_and_no_fault(
    site: Site, reader: Reader, field: str, character: str
) -> None:
    typed = {**WHOLE, field: f"{WHOLE[field]}{character}x"}
    assert reader.send(PAGE, ENTER, **typed).status_code == 422
    assert site.house.messages() == []


@pytest.mark.parametrize(
    "path",
    [
        "/c/%00",
        "/c/%ff",
        "/c/..",
        "/c/A",
        f"{PAGE}/terms/0",
        f"{PAGE}/terms/99999999999999999999",
        f"{PAGE}/terms/-1",
        f"{PAGE}/record/../../config.toml",
        f"{PAGE}/record/%00",
        "/e/%00",
        "/e/x",
        "/confirm/%f0%9f%8e%9f",
        f"/confirm/{'0' * 5000}",
        "/demo/mail",
        "/static/../app.py",
    ],
)
def test_an_address_that_is_not_there_is_not_found(reader: Reader, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize(
    "asked", ["%00", "%ff", "'; drop table ticket", "<script>alert(1)</script>", "x" * 5000]
)
def test_a_ticket_that_is_none_is_looked_up_in_vain(reader: Reader, asked: str) -> None:
    answer = reader.get(f"{PAGE}/draw?ticket={asked}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_what_was_typed_is_shown_inert(reader: Reader) -> None:
    answer = reader.send(PAGE, ENTER, **{**WHOLE, "email": '"><script>alert(1)</script>'})
    assert "&#34;&gt;&lt;script&gt;" in answer.text
