"""What chance looks like: drawn for whoever looks, within bounds, and with words for the picture."""

import re

import pytest

from competition.services.chance import MOST
from tests.web.reader import Reader
from tests.web.test_entering import PAGE

LARGEST = f"/chance?entries={MOST.entries}&prizes={MOST.prizes}&draws={MOST.draws}"


def dots(page: str) -> list[str]:
    return re.findall(r"M\d+ \d+h-?\d+", page)


def test_a_list_is_drawn_many_times_and_shown_in_a_picture_and_in_words(reader: Reader) -> None:
    page = reader.get("/chance").text
    assert "50 entries, drawn 60 times just now" in page
    assert len(dots(page)) == 120
    assert "in a row." in page
    assert '<svg viewBox="0 0 720 240"' in page
    assert 'role="img"' in page


def test_each_look_draws_with_other_values_and_is_kept_nowhere(reader: Reader) -> None:
    first, second = reader.get("/chance"), reader.get("/chance")
    assert dots(first.text) != dots(second.text)
    assert first.headers["Cache-Control"] == "no-store"


def test_the_shape_is_that_of_the_address(reader: Reader) -> None:
    page = reader.get("/chance?entries=5&prizes=1&draws=10").text
    assert "5 entries, drawn 10 times just now" in page
    assert len(dots(page)) == 10
    assert "Each entry won" in page
    assert 'value="5"' in page


def test_the_largest_list_is_a_small_page(reader: Reader) -> None:
    page = reader.get(LARGEST)
    assert page.status_code == 200
    assert len(dots(page.text)) == MOST.prizes * MOST.draws
    assert len(page.data) < 34_000


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("entries=1000000", "Type a number of entries from 2 to 100."),
        ("entries=x", "Type a number of entries from 2 to 100."),
        ("prizes=-1", "Type a number of prizes from 1 to 10."),
        ("entries=3&prizes=4", "There cannot be more prizes than entries."),
        ("draws=" + "9" * 5000, "Type a number of draws from 2 to 100."),
        ("draws=%00", "Type a number of draws from 2 to 100."),
    ],
)
def test_what_cannot_be_drawn_is_said_at_its_field_and_nothing_is_lost(
    reader: Reader, asked: str, said: str
) -> None:
    answer = reader.get(f"/chance?{asked}")
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert "<title>Error: What chance looks like" in answer.text
    assert not dots(answer.text)


def test_what_was_typed_is_inert(reader: Reader) -> None:
    page = reader.get("/chance?entries=%22%3E%3Cb%3Ex").text
    assert "<b>x" not in page
    assert "&#34;&gt;&lt;b&gt;x" in page


def test_it_is_found_from_how_draws_work_and_from_a_draw(reader: Reader) -> None:
    for page in ("/how", f"{PAGE}/draw"):
        assert re.search(r'href="[^"]*/chance"', reader.get(page).text), page
