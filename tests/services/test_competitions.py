"""Drafts, publishing, and the pages of competitions."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from competition.draw import manifest_file
from competition.draw.manifest import check
from competition.draw.notes import parse_note, verify_checkpoint
from competition.rules.errors import RuleError
from competition.services import competitions, facts
from competition.services.instance import Instance
from competition.store import competitions as rows
from competition.store.engine import Database
from competition.store.models import Activity, Checkpoint, LogLine
from tests.services import builders
from tests.services.builders import CLOSES, OPENS, SLUG, FakeClock, House, described

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def own(clock: FakeClock) -> Instance:
    return builders.instance(clock)


def code_of(error: pytest.ExceptionInfo[RuleError]) -> str:
    return error.value.code


def test_a_draft_is_seen_by_nobody(database: Database, own: Instance) -> None:
    with database.write() as session:
        assert competitions.create(session, described(), instance=own) == SLUG
    with database.read() as session:
        assert competitions.index(session, instance=own).next is None
        for slug in (SLUG, "no-such-draw"):
            with pytest.raises(RuleError) as refused:
                competitions.page(session, slug, instance=own)
            assert code_of(refused) == "unknown"


def test_a_draft_is_replaced_and_a_published_competition_is_not(database: Database, own: Instance) -> None:
    for title in ("First title", "Second title"):
        with database.write() as session:
            competitions.create(session, described(title=title), instance=own)
    with database.write() as session:
        competitions.publish(session, SLUG, instance=own)
        assert competitions.page(session, SLUG, instance=own).title == "Second title"
    with database.write() as session, pytest.raises(RuleError) as refused:
        competitions.create(session, described(title="Third title"), instance=own)
    assert code_of(refused) == "slug_taken"


def test_the_manifest_published_is_one_that_the_auditor_takes(house: House) -> None:
    with house.database.read() as session:
        row = rows.by_slug(session, SLUG)
        assert row is not None
        stored = facts.manifest(session, row)
        manifest = manifest_file.parse(stored.file)
        lines = list(session.scalars(select(LogLine.line)))
        note = session.scalars(select(Checkpoint.note)).one()
    check(manifest)
    assert manifest.competition == "cinema.example/draws/c/never-sorry"
    assert manifest.rules_sha256 == sha256(stored.rules.encode()).hexdigest()
    assert manifest.closes == int(CLOSES.timestamp())
    assert manifest.exclusion_reasons == ("duplicate", "ineligible", "withdrawn", "wrong_answer")
    assert stored.digest == manifest.digest() == sha256(stored.file).hexdigest()
    assert lines == [f"0 2026-07-31T08:00:00Z opened manifest={manifest.digest()}"]
    verify_checkpoint(parse_note(note.encode(), file="checkpoint.note"), manifest.verifier_keys, ())


def test_publishing_is_once(house: House) -> None:
    with house.write() as session, pytest.raises(RuleError) as refused:
        competitions.publish(session, SLUG, instance=house.instance)
    assert code_of(refused) == "published"
    with house.database.read() as session:
        assert session.scalars(select(Activity.action)).all() == ["created", "published", "described"]


@pytest.mark.parametrize(
    "beacon",
    [
        {"kind": "drand", "chain": "default"},
        {"kind": "event", "id": "lotto", "description": "The lottery", "bits": 64},
        {"kind": "rehearsal"},
    ],
)
def test_every_kind_of_beacon_can_be_published(
    database: Database, own: Instance, beacon: dict[str, object]
) -> None:
    builders.publish(database, own, beacon=beacon)
    with database.read() as session:
        row = rows.by_slug(session, SLUG)
        assert row is not None
        manifest = manifest_file.parse(facts.manifest(session, row).file)
        shown = competitions.page(session, SLUG, instance=own)
    check(manifest)
    assert manifest.beacon.to_json()["kind"] == beacon["kind"]
    assert shown.rehearsal == (beacon["kind"] == "rehearsal")


def test_without_an_opening_instant_a_draw_opens_when_it_is_published(
    database: Database, own: Instance, clock: FakeClock
) -> None:
    with database.write() as session:
        competitions.create(session, described(opens=None), instance=own)
    clock.at += timedelta(hours=3, microseconds=1)
    with database.write() as session:
        competitions.publish(session, SLUG, instance=own)
        shown = competitions.page(session, SLUG, instance=own)
    assert shown.opens == clock.at.replace(microsecond=0) + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("late", "code"), [(OPENS + timedelta(seconds=1), "opens_passed"), (CLOSES, "opens_passed")]
)
def test_a_draw_is_not_published_too_late(
    database: Database, own: Instance, clock: FakeClock, late: object, code: str
) -> None:
    with database.write() as session:
        competitions.create(session, described(), instance=own)
    moved = replace(own, clock=lambda _session: late)  # type: ignore[arg-type,return-value]
    with database.write() as session, pytest.raises(RuleError) as refused:
        competitions.publish(session, SLUG, instance=moved)
    assert code_of(refused) == code


def test_a_picture_comes_with_what_it_shows(database: Database, own: Instance) -> None:
    picture = {"file": "seeds.svg", "alt": "Sunflower seeds"}
    with database.write() as session, pytest.raises(RuleError):
        competitions.create(session, described(picture=picture), instance=own)
    with database.write() as session:
        competitions.create(session, described(picture=picture), instance=own, picture=SVG)
    with database.write() as session:
        competitions.publish(session, SLUG, instance=own)
    with database.read() as session:
        assert competitions.picture(session, SLUG) == competitions.Picture(SVG, "image/svg+xml")
        assert competitions.page(session, SLUG, instance=own).picture_alt == "Sunflower seeds"


def test_a_draw_without_a_picture_has_none(house: House) -> None:
    with house.database.read() as session, pytest.raises(RuleError):
        competitions.picture(session, SLUG)


@pytest.mark.parametrize(
    ("hours", "place", "status"),
    [(-1, "next", "scheduled"), (0, "lead", "open"), (28 * 24 + 9, "past", "closed")],
)
def test_the_pages_follow_the_instants_even_if_the_worker_is_behind(
    house: House, hours: int, place: str, status: str
) -> None:
    house.clock.at = OPENS + timedelta(hours=hours)
    with house.database.read() as session:
        index = competitions.index(session, instance=house.instance)
        page = competitions.page(session, SLUG, instance=house.instance)
    where = {"next": index.next, "lead": index.lead, "past": index.past[0] if index.past else None}
    assert [name for name, view in where.items() if view] == [place]
    assert page.status == status
    assert [step.title for step in page.timeline if step.progress == "now"] == [
        {
            "scheduled": "The draw opens",
            "open": "The draw closes",
            "closed": "The list is frozen and published",
        }[status]
    ]


def test_the_terms_of_each_version_are_kept(house: House) -> None:
    with house.database.read() as session:
        terms = competitions.terms(session, SLUG, 1, instance=house.instance)
        assert "Example Cinema Ltd" in terms.text
        assert terms.this.digest == sha256(terms.text.encode()).hexdigest()
        assert terms.versions == (terms.this,)
        with pytest.raises(RuleError):
            competitions.terms(session, SLUG, 2, instance=house.instance)


def test_a_competition_of_another_promoter_names_that_one(database: Database, own: Instance) -> None:
    builders.publish(database, own, promoter={"name": "Another Ltd", "address": "2 Example Street"})
    with database.read() as session:
        assert competitions.page(session, SLUG, instance=own).promoter == "Another Ltd"
        assert "Another Ltd, 2 Example Street" in competitions.terms(session, SLUG, 1, instance=own).text
