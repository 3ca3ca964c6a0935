"""Drafts: saved step by step, held against the checklist, and published by the one way there is."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from competition.rules import describing
from competition.rules.checklist import ChecklistError
from competition.rules.errors import RuleError
from competition.rules.rulebook import DATES, PRIZE, TERMS
from competition.services import competitions, drafts
from competition.services.drafts import StaleError
from competition.services.views.drafts import DraftView
from competition.store import competitions as competition_rows
from competition.store import drafts as rows
from competition.store.engine import Database
from competition.store.errors import StoreBusy
from competition.store.models import Activity, Draft, DraftSave
from tests.adapters.test_images import picture, written
from tests.services import builders
from tests.services.builders import SLUG, FakeClock, House

STEP_1 = {"title": "Win a film", "slug": "win-a-film", "prize-1-title": "A film", "prize-1-quantity": "2"}
STEP_3 = {"time_zone": "Europe/London", "closes-date": "2026-09-29", "closes-time": "18:00"}


@pytest.fixture
def desk(database: Database) -> House:
    """A house in which nothing is published yet."""
    clock = FakeClock()
    return House(database, builders.instance(clock), clock)


def begin(house: House, template: str = "blu-ray") -> int:
    with house.write() as session:
        return drafts.begin(session, template, instance=house.instance, actor="jo")


def look(house: House, draft: int) -> DraftView:
    with house.database.read() as session:
        return drafts.editor(session, draft, instance=house.instance)


def save(
    house: House,
    draft: int,
    step: int,
    typed: dict[str, str],
    *,
    version: int | None = None,
    actor: str = "jo",
) -> int:
    before = version if version is not None else look(house, draft).version
    with house.write() as session:
        return drafts.save(session, draft, step, typed, version=before, instance=house.instance, actor=actor)


def mark(house: House, draft: int, number: str = "8.28.2", *, needed: bool = False) -> None:
    version = look(house, draft).version
    with house.write() as session:
        drafts.mark(
            session, draft, number, needed=needed, version=version, instance=house.instance, actor="jo"
        )


def publish(house: House, draft: int, *, version: int | None = None) -> str:
    before = version if version is not None else look(house, draft).version
    with house.write() as session:
        return drafts.publish(session, draft, version=before, instance=house.instance, actor="jo")


def finished(house: House) -> int:
    draft = begin(house)
    save(house, draft, PRIZE, STEP_1)
    save(house, draft, DATES, STEP_3)
    mark(house, draft)
    save(house, draft, TERMS, {"terms_read": look(house, draft).terms_fingerprint})
    return draft


def missing(view: DraftView) -> list[str]:
    return [one.number for one in view.findings if one.state == "missing"]


def test_a_draft_is_finished_step_by_step_and_then_published(desk: House) -> None:
    draft = begin(desk)
    assert missing(look(desk, draft)) == ["8.17.1", "8.17.4", "8.23", "8.28.2"]
    save(desk, draft, PRIZE, STEP_1)
    assert missing(look(desk, draft)) == ["8.17.4", "8.23", "8.28.2"]
    save(desk, draft, DATES, STEP_3)
    mark(desk, draft)
    assert missing(look(desk, draft)) == ["8.23"]
    save(desk, draft, TERMS, {"terms_read": look(desk, draft).terms_fingerprint})
    view = look(desk, draft)
    assert (missing(view), view.to_do) == ([], "")
    assert publish(desk, draft) == "win-a-film"
    with desk.database.read() as session:
        page = competitions.page(session, "win-a-film", instance=desk.instance)
    assert page.status == "open"
    assert look(desk, draft).published == "win-a-film"


def test_a_draft_and_a_file_that_say_the_same_publish_the_same(desk: House) -> None:
    draft = finished(desk)
    publish(desk, draft)
    with desk.database.read() as session:
        made = competition_rows.by_slug(session, "win-a-film")
        assert made is not None
        details = dict(made.details)
    described = describing.parse({**details, "slug": "from-a-file"})
    with desk.write() as session:
        competitions.create(session, described, instance=desk.instance)
    with desk.database.read() as session:
        other = competition_rows.by_slug(session, "from-a-file")
        assert other is not None
        assert {**other.details, "slug": "win-a-film"} == details


@pytest.mark.parametrize(
    ("step", "typed", "number"),
    [
        (PRIZE, {**STEP_1, "prize-1-quantity": "many"}, "8.17.6"),
        (DATES, {**STEP_3, "closes-date": ""}, "8.17.4"),
        (TERMS, {}, "8.23"),
    ],
)
def test_publishing_is_refused_while_a_rule_is_missing(
    desk: House, step: int, typed: dict[str, str], number: str
) -> None:
    draft = finished(desk)
    save(desk, draft, step, typed)
    with pytest.raises(ChecklistError) as refused:
        publish(desk, draft)
    assert number in [one.number for one in refused.value.missing]
    with desk.database.read() as session:
        assert competition_rows.by_slug(session, "win-a-film") is None


def test_terms_that_have_changed_since_they_were_read_must_be_read_again(desk: House) -> None:
    draft = finished(desk)
    save(desk, draft, DATES, {**STEP_3, "closes-time": "19:00"})
    assert missing(look(desk, draft)) == ["8.23"]
    assert not look(desk, draft).terms_read


def test_nothing_typed_is_lost_by_being_wrong(desk: House) -> None:
    draft = begin(desk)
    wrong = {**STEP_1, "prize-1-quantity": "three", "slug": "Not A Slug!"}
    save(desk, draft, PRIZE, wrong)
    view = look(desk, draft)
    assert {name: view.typed.get(name) for name in wrong} == wrong
    assert view.wrong["prize-1-quantity"].startswith("The number of prize 1 must be a whole number")
    assert "lower-case words" in view.wrong["slug"]


def test_a_stale_save_is_refused_with_who_changed_which_fields_when(desk: House) -> None:
    draft = begin(desk)
    opened = look(desk, draft).version
    desk.clock.at += timedelta(minutes=5)
    save(desk, draft, DATES, STEP_3, actor="sam")
    with pytest.raises(StaleError) as refused:
        save(desk, draft, PRIZE, STEP_1, version=opened)
    [change] = refused.value.changes
    assert (change.by, change.at) == ("sam", desk.clock.at)
    assert change.fields == ("beacon", "closes-date", "closes-time")
    assert refused.value.version == opened + 1
    # Whoever has read that may send the same again.
    assert save(desk, draft, PRIZE, STEP_1, version=refused.value.version) == opened + 2


def save_at_once(house: House, *, alike: bool = False) -> tuple[int, int]:
    """Eight save one step from one page; how many are told that they did, and how many saves there are."""
    draft = begin(house)
    start, saved = Barrier(8), list[int]()

    def run(number: int) -> None:
        start.wait(10)
        while True:
            with suppress(StoreBusy):
                title = "One title" if alike else f"Title {number}"
                saved.append(save(house, draft, PRIZE, {**STEP_1, "title": title}, version=1))
                return

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(run, number) for number in range(8)]:
            with suppress(StaleError):
                done.result()
    with house.database.read() as session:
        return len(saved), len(session.scalars(select(DraftSave)).all())


def test_of_eight_who_save_from_one_page_one_does(desk: House) -> None:
    assert save_at_once(desk) == (1, 1)


def test_of_eight_who_save_the_same_one_does_and_all_succeed(desk: House) -> None:
    assert save_at_once(desk, alike=True) == (8, 1)


def test_control_without_the_version_in_the_statement_the_others_overwrite(
    desk: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(session: Session, draft_id: int, **_: object) -> bool:
        session.execute(update(Draft).where(Draft.id == draft_id).values(version=Draft.version + 1))
        return True

    monkeypatch.setattr(rows, "advance", careless)
    monkeypatch.setattr(rows, "add_save", lambda _session, _save: None)
    saved, _ = save_at_once(desk)
    assert saved == 8


def test_a_button_pressed_twice_saves_once_and_succeeds_twice(desk: House) -> None:
    draft = begin(desk)
    before = look(desk, draft).version
    pressed = [save(desk, draft, PRIZE, STEP_1, version=before) for _ in range(2)]
    assert pressed == [before + 1, before + 1]


def test_a_rule_that_applies_to_every_draw_cannot_be_marked(desk: House) -> None:
    draft = begin(desk)
    for number in ("8.17.4", "8.24", "9.9"):
        with pytest.raises(RuleError, match="cannot be left out"):
            mark(desk, draft, number)


def test_a_mark_says_who_and_when_and_can_be_taken_back(desk: House) -> None:
    draft = begin(desk)
    mark(desk, draft)
    [finding] = [one for one in look(desk, draft).findings if one.number == "8.28.2"]
    assert finding.state == "not applicable"
    assert finding.mark is not None
    assert (finding.mark.by, finding.mark.at) == ("jo", desk.clock.at)
    mark(desk, draft, needed=True)
    assert "8.28.2" in missing(look(desk, draft))


def test_a_picture_is_made_anew_and_wants_words(desk: House) -> None:
    draft = finished(desk)
    version = look(desk, draft).version
    with desk.write() as session:
        data = written(picture(), "PNG")
        drafts.illustrate(session, draft, data, version=version, instance=desk.instance, actor="jo")
    assert missing(look(desk, draft)) == ["8.17.1"]
    save(desk, draft, PRIZE, {**STEP_1, "picture_alt": "A film"})
    publish(desk, draft)
    with desk.database.read() as session:
        assert competitions.picture(session, "win-a-film").type == "image/jpeg"
        assert competitions.page(session, "win-a-film", instance=desk.instance).picture_alt == "A film"


def test_a_draft_from_an_earlier_competition_has_its_words_and_not_its_dates(house: House) -> None:
    with house.write() as session:
        draft = drafts.duplicate(session, SLUG, instance=house.instance, actor="jo")
    typed = look(house, draft).typed
    assert typed["question"] == "What were the seeds made of?"
    assert not any("date" in name for name in typed)
    assert "slug" not in typed


def test_an_address_that_is_taken_is_said_at_its_field_and_nothing_is_made(house: House) -> None:
    draft = finished(house)
    save(house, draft, PRIZE, {**STEP_1, "slug": SLUG})
    with pytest.raises(RuleError, match="Choose another address") as refused:
        publish(house, draft)
    assert refused.value.field == "slug"
    assert look(house, draft).published == ""


def test_a_published_draft_is_locked(desk: House) -> None:
    draft = finished(desk)
    publish(desk, draft)
    for change in (
        lambda: save(desk, draft, PRIZE, STEP_1),
        lambda: mark(desk, draft),
        lambda: publish(desk, draft),
    ):
        with pytest.raises(RuleError, match="published already"):
            change()


def test_what_has_changed_since_it_was_looked_at_is_not_published(desk: House) -> None:
    draft = finished(desk)
    seen = look(desk, draft).version
    mark(desk, draft)
    with pytest.raises(StaleError):
        publish(desk, draft, version=seen)


def test_a_draft_can_be_thrown_away_and_is_listed_until_then(desk: House) -> None:
    kept, gone = begin(desk), begin(desk, "codes")
    with desk.write() as session:
        drafts.discard(session, gone, version=1, instance=desk.instance, actor="jo")
    with desk.database.read() as session:
        [row] = drafts.listing(session, instance=desk.instance)
    assert (row.number, row.title, row.to_do) == (kept, "Win a Blu-ray", 4)


def test_every_change_of_a_draft_is_recorded_without_what_it_says(desk: House) -> None:
    draft = finished(desk)
    with desk.database.read() as session:
        found = session.scalars(select(Activity).order_by(Activity.id)).all()
    assert [row.action for row in found] == ["draft_begun", *["draft_saved"] * 4]
    assert all((row.actor, row.subject) == ("jo", f"draft {draft}") for row in found)
    assert "Win a film" not in str([row.details for row in found])


def test_what_follows_from_the_closing_time_is_said_in_one_sentence(desk: House) -> None:
    draft = finished(desk)
    view = look(desk, draft)
    assert view.defaults == (
        "By itself: it opens when it is published; entries can be confirmed until Wednesday 30 September"
        " 2026, 18:00 BST; the list is frozen by Wednesday 30 September 2026, 19:00 BST; the draw is on"
        " Thursday 1 October 2026, 20:00 BST."
    )
    assert view.shown_as["closes"] == "Tuesday 29 September 2026, 18:00 BST (17:00 UTC)"
    assert "drand round" in view.number_said


def test_of_eight_who_publish_at_once_one_does_and_all_hear_of_the_same(desk: House) -> None:
    draft = finished(desk)
    version = look(desk, draft).version
    start, heard = Barrier(8), list[str]()

    def run(_number: int) -> None:
        start.wait(10)
        while True:
            try:
                heard.append(publish(desk, draft, version=version))
            except StoreBusy:
                continue
            except RuleError as refused:
                heard.append(refused.code)
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(8)))
    assert sorted(set(heard)) in (["published", "win-a-film"], ["changed", "published", "win-a-film"])
    assert heard.count("win-a-film") == 1
    with desk.database.read() as session:
        made = competition_rows.by_slug(session, "win-a-film")
        assert made is not None
        assert len(competition_rows.manifests(session, made.id)) == 1
