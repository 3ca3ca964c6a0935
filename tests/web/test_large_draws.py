"""A draw with very many prizes, and one by a public event: the page stays short, and says what is true."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.services import builders, drawn
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader

DRAW = f"/c/{builders.SLUG}/draw"
MANY: Mapping[str, Any] = {**drawn.WITH_ROUND, "prizes": [{"title": "Blu-ray", "quantity": 200}]}
EVENT: Mapping[str, Any] = {
    "beacon": {"kind": "event", "id": "lotto-2026", "description": "The lottery of 31 August", "bits": 64}
}


@pytest.fixture
def described(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    wanted: Mapping[str, Any] = request.param
    return wanted


@pytest.mark.parametrize("described", [MANY], indirect=True)
def test_a_long_list_of_winners_is_read_in_its_file_and_what_nobody_won_is_one_line(
    site: Site, reader: Reader
) -> None:
    drawn.fill(site.house, 60)
    drawn.draw_by_clock(site.house)
    page = reader.get(DRAW).text
    [winners] = [element.text for element in Tree(page).all("ol") if "winners" in element.classes]
    assert winners.count("Name to follow") == 50
    assert "These are the first 50 of 60" in page
    assert "Prizes 61 to 200. There were fewer tickets than prizes." in winners
    assert len(page) < 50_000


@pytest.mark.parametrize("described", [EVENT], indirect=True)
def test_a_number_that_people_type_is_not_promised_from_a_relay(site: Site, reader: Reader) -> None:
    drawn.fill(site.house)
    drawn.freeze_by_clock(site.house)
    assert "It comes from a public event: The lottery of 31 August." in reader.get(DRAW).text
    site.house.clock.at = drawn.ROUND_AT.replace(year=2027)
    page = reader.get(DRAW).text
    assert "Two people read it off the event" in page
    assert "every 30 seconds" not in page
