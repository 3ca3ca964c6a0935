"""The promoter's own fields of the form: asked for, kept with the entry, shown before it is confirmed."""

from typing import Any

import pytest

from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_entering import PAGE, WHOLE

NASTY = '<script>alert("x")</script>'


@pytest.fixture
def described() -> dict[str, Any]:
    return {
        "extras": [
            {"label": "Favourite film", "purpose": "We may quote it in our magazine.", "required": True},
            {"label": "Shoe size", "purpose": "For the second prize."},
        ]
    }


def send(reader: Reader, **typed: object) -> Any:
    return reader.send(PAGE, f"{PAGE}/enter", **{**WHOLE, **typed})


def test_the_form_asks_says_what_for_and_marks_what_may_stay_empty(reader: Reader) -> None:
    page = reader.get(PAGE).text
    assert "Favourite film</label>" in page
    assert "We may quote it in our magazine." in page
    assert "Shoe size (optional)</label>" in page
    assert 'name="extra_3"' not in page


def test_what_was_typed_is_kept_with_the_entry_and_shown_before_it_is_confirmed(
    site: Site, reader: Reader
) -> None:
    location(send(reader, extra_1="  Never   Sorry ", extra_2=""))
    [entry] = site.house.entries()
    assert entry.extras == {"Favourite film": "Never Sorry"}
    assert "Never Sorry" in reader.get(f"/confirm/{site.house.token()}").text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Fill in “Favourite film”."), ("x" * 201, "200 characters at most"), ("a\u2028b", "on one line")],
)
def test_a_wrong_one_is_said_at_its_field_and_nothing_is_lost(
    site: Site, reader: Reader, text: str, sentence: str
) -> None:
    answer = send(reader, extra_1=text, extra_2="42")
    assert answer.status_code == 422
    assert 'href="#extra_1"' in answer.text
    assert sentence in answer.text
    assert 'value="42"' in answer.text
    assert site.house.entries() == []


def test_what_is_typed_there_is_inert_and_in_no_mail(site: Site, reader: Reader) -> None:
    location(send(reader, extra_1=NASTY))
    assert NASTY not in reader.get(f"/confirm/{site.house.token()}").text
    assert all("alert" not in message.text + message.html for message in site.house.messages())


def test_a_field_that_the_competition_does_not_ask_for_is_not_kept(site: Site, reader: Reader) -> None:
    location(send(reader, extra_1="A film", extra_5="smuggled"))
    [entry] = site.house.entries()
    assert entry.extras == {"Favourite film": "A film"}
