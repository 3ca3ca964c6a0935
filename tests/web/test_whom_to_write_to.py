"""Who has a question about a draw is given the address of its promoter, and not that of the site."""

from typing import Any

import pytest

from competition.services import excluding
from competition.services.awards import digital
from competition.services.review import conflicts
from tests.services import builders, drawn, winning
from tests.services.test_erasing import entry_token
from tests.services.winning import do, held
from tests.web.conftest import Site
from tests.web.reader import Reader
from tests.web.test_unreadable_description import damage

OWN = "films@promoter.example.com"
PROMOTER = {"name": "Films Ltd", "address": "2 Example Street, Leeds", "contact": OWN}
SITE = "draws@cinema.example"


@pytest.fixture
def described() -> dict[str, Any]:
    return {**drawn.WITH_ROUND, "promoter": PROMOTER}


@pytest.fixture
def told(site: Site) -> Site:
    """Three winners were told."""
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)
    return Site(site.app, site.config, winning.told(site.house))


def check(page: str) -> None:
    """The promoter's address stands there, and can be pressed; no other does."""
    assert f'href="mailto:{OWN}"' in page
    assert SITE not in page


def test_on_the_page_of_an_entry_that_was_left_out(site: Site, reader: Reader) -> None:
    site.house.enter()
    site.house.confirm()
    [entry] = site.house.entries()
    do(site.house, excluding.exclude, entry.ticket, "duplicate")
    drawn.freeze_by_clock(site.house)
    check(reader.get(f"/e/{entry_token(site.house)}").text)


def test_on_the_page_of_somebody_who_cannot_confirm(site: Site, reader: Reader) -> None:
    site.house.clock.at = builders.OPENS.replace(month=7)
    do(site.house, conflicts.load, ["jo@example.com"])
    site.house.clock.at = builders.OPENS.replace(day=2)
    site.house.enter("jo@example.com")
    check(reader.get(f"/confirm/{site.house.token('jo@example.com')}").text)


def test_on_the_page_of_a_winner_whose_prize_has_passed_on(told: Site, reader: Reader) -> None:
    link = f"/claim/{winning.token(told.house)}"
    winning.decline(told.house)
    check(reader.get(link).text)


def test_on_the_page_of_a_prize_that_is_a_code(told: Site, reader: Reader) -> None:
    do(told.house, digital.load, 1, ["AAAA-1111"])
    winning.claim(told.house)
    link = f"/claim/{winning.token(told.house)}"
    check(reader.send(link, f"{link}/code", ready="y").text)


def test_beside_a_check_code_that_is_ours(told: Site, reader: Reader) -> None:
    check(reader.send("/real", "/real", code=held(told.house)[0].check_code).text)


def test_a_code_that_is_nobody_s_belongs_to_no_promoter_so_the_site_is_told(reader: Reader) -> None:
    page = reader.send("/real", "/real", code="WWWW-WWWW").text
    assert f'href="mailto:{SITE}"' in page
    assert OWN not in page


def test_where_a_description_was_damaged_the_site_s_address_stands_in(told: Site, reader: Reader) -> None:
    damage(told, {})
    page = reader.send("/real", "/real", code=held(told.house)[0].check_code).text
    assert f'href="mailto:{SITE}"' in page
