"""The form of a draw in which one household wins one prize."""

from typing import Any

import pytest

from tests.web.conftest import Site
from tests.web.reader import Reader, location
from tests.web.test_entering import PAGE, WHOLE

HOME = {"postcode": "ZZ9 9ZZ", "house": "12"}


@pytest.fixture
def described() -> dict[str, Any]:
    return {"group_rule": "household"}


def test_the_form_asks_and_says_why(site: Site, reader: Reader) -> None:
    page = reader.get(PAGE).text
    assert "So that one household wins one prize. Not published." in page
    assert 'autocomplete="postal-code"' in page
    location(reader.send(PAGE, f"{PAGE}/enter", **{**WHOLE, **HOME}))
    site.house.confirm()
    assert site.house.entries()[0].household_digest is not None
    assert "ZZ9 9ZZ" not in " ".join(row.text for row in site.house.messages())


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(site: Site, reader: Reader) -> None:
    page = reader.send(PAGE, f"{PAGE}/enter", **{**WHOLE, "postcode": "LS1 1AA", "house": ""})
    assert page.status_code == 422
    assert "Write the number or the name of your house" in page.text
    assert 'value="LS1 1AA"' in page.text
    assert site.house.entries() == []


def test_the_terms_say_what_a_household_is(reader: Reader) -> None:
    assert "A household is a postcode with a house number or name" in reader.get(f"{PAGE}/terms/1").text
