"""One competition whose stored description cannot be read costs no reader the others."""

import logging
from typing import Any

import pytest
from sqlalchemy import update

from competition.services import competitions, facts
from competition.services.overview import overview
from competition.store.models import Competition
from tests.services import builders
from tests.web.conftest import Site

BROKEN: list[Any] = [{}, {"title": "ann@example.com", "closes": "tomorrow"}, [], "text", None]
OTHER = "another"


@pytest.fixture(params=BROKEN, ids=str)
def broken(request: pytest.FixtureRequest, site: Site) -> Site:
    """A site with two competitions that are open, of which the first was damaged."""
    later = {"opens": "2026-08-02 09:30", "closes": "2026-08-30 18:00"}
    builders.publish(site.house.database, site.house.instance, slug=OTHER, title="The other", **later)
    site.house.clock.at = builders.OPENS.replace(day=3)
    damage(site, request.param)
    return site


def damage(site: Site, details: Any) -> None:
    with site.house.write() as session:
        clause = Competition.slug == builders.SLUG
        session.execute(update(Competition).where(clause).values(details=details))


def test_its_own_page_is_a_fault_of_ours_and_gives_no_advice_about_files(broken: Site) -> None:
    answer = broken.reader().get(f"/c/{builders.SLUG}")
    assert answer.status_code == 500
    assert "Something is wrong on our side" in answer.text
    assert "`" not in answer.text


def test_what_is_raised_is_a_sentence_that_names_it(broken: Site) -> None:
    with broken.house.database.read() as session, pytest.raises(LookupError) as raised:
        competitions.page(session, builders.SLUG, instance=broken.house.instance)
    assert str(raised.value) == f"competition {builders.SLUG}: its stored description cannot be read"


def test_the_index_shows_the_others_and_the_log_names_its_slug_alone(
    broken: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = broken.reader().get("/")
    assert answer.status_code == 200
    assert "The other" in answer.text
    assert f"/c/{builders.SLUG}" not in answer.text
    assert [record.getMessage() for record in caplog.records] == [
        f"{builders.SLUG}: its stored description cannot be read"
    ]


def test_the_overview_has_it_among_the_others(broken: Site) -> None:
    with broken.house.database.read() as session:
        found = overview(session, instance=broken.house.instance)
    assert {one.slug: one.rehearsal for one in found.competitions} == {builders.SLUG: None, OTHER: False}


def test_control_a_description_that_reads_well_is_on_the_index(site: Site) -> None:
    with site.house.database.read() as session:
        lead = competitions.index(session, instance=site.house.instance).lead
        assert lead is not None
        assert facts.public(session, lead.slug).slug == builders.SLUG
