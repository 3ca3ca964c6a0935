"""Moving published dates: lawfully, in public, before the freeze, and never to before now (N7)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from competition.draw import manifest_file
from competition.draw.bundle import MemoryRecord
from competition.draw.verify import audit
from competition.rules import amending as rules
from competition.rules.amending import Amendment
from competition.rules.errors import RuleError
from competition.services import amending, auditing, competitions, facts, records, telling
from competition.services.rehearsing import close_now
from competition.store import competitions as rows
from competition.store import logs
from competition.store.engine import Database
from competition.store.models import Activity
from tests.services.builders import CLOSES, CONFIRM_BY, SLUG, House
from tests.services.drawn import FREEZE_DUE, ROUND_AT, answer, files, fill, open_house, tick

OLD = CLOSES - timedelta(days=2)
NEW = Amendment(
    reason="unfair_otherwise",
    happened="The site could not be reached on 26 and 27 August.",
    closes=CLOSES,
    confirm_by=CONFIRM_BY,
    freeze_by=CONFIRM_BY + timedelta(hours=1),
    draw_at=ROUND_AT,
)
TWO = ("jo", "sam")


@pytest.fixture
def early(database: Database) -> House:
    """A competition that closes two days earlier than the others, with three in the draw."""
    house = open_house(database, closes="2026-08-27 18:00", draw_at=None)
    fill(house, 3)
    return house


def amend(house: House, amendment: Amendment = NEW, approvers: tuple[str, ...] = TWO) -> int:
    with house.write() as session:
        return amending.amend(session, SLUG, amendment, approvers=approvers, instance=house.instance)


def told(house: House) -> list[str]:
    return [message.recipient for message in house.messages() if message.kind == "date_changed"]


def test_a_moved_close_is_obeyed_by_form_and_clock(early: House) -> None:
    amend(early)
    early.clock.at = OLD + timedelta(hours=1)
    assert "closed" not in tick(early)
    early.enter("late@example.com")
    early.confirm("late@example.com")
    early.clock.at = CLOSES
    assert "closed" in tick(early)
    with pytest.raises(RuleError, match="closed on Saturday 29 August"):
        early.enter("later@example.com")


def test_control_without_the_amendment_it_closes_when_it_was_to_close(early: House) -> None:
    early.clock.at = OLD
    assert "closed" in tick(early)
    with pytest.raises(RuleError, match="closed on Thursday 27 August"):
        early.enter("late@example.com")


def test_the_amended_draw_is_made_by_its_new_round_and_verified(early: House) -> None:
    amend(early)
    for at in (CLOSES, FREEZE_DUE):
        early.clock.at = at
        tick(early)
    early.clock.at = ROUND_AT
    assert "drawn" in tick(early, answer())
    report = audit(MemoryRecord(files(early)))
    assert (report.verdict, report.outcome, report.entries) == ("verified", "drawn", 3)
    with early.database.read() as session:
        [found] = auditing.audit_competition(session, SLUG)
    assert (found.verdict, found.rows) == ("verified", ())


def test_the_manifest_follows_the_old_one_and_only_dates_terms_and_round_differ(early: House) -> None:
    with early.database.read() as session:
        before = records.manifest_of(session, facts.public(session, SLUG))
    assert amend(early) == 2
    with early.database.read() as session:
        row = facts.public(session, SLUG)
        after, lines = records.manifest_of(session, row), logs.lines(session, row.id)
    assert after.previous == before.digest()
    fixed = {"closes", "confirm_by", "freeze_by", "draw_at", "beacon", "rules_sha256", "previous"}
    undone = replace(after, **{name: getattr(before, name) for name in fixed})
    assert undone == before
    assert lines[-1].split(" ")[2:5] == [
        "amended",
        f"manifest={after.digest()}",
        f"previous={before.digest()}",
    ]
    assert manifest_file.parse(after.to_bytes()) == after


def test_everyone_reads_what_moved_why_and_that_two_people_decided(early: House) -> None:
    amend(early)
    with early.database.read() as session:
        page = competitions.page(session, SLUG, instance=early.instance)
        terms = competitions.terms(session, SLUG, 2, instance=early.instance)
    [change] = page.amended
    assert change.notice[0] == (
        "The closing time moved from Thursday 27 August 2026, 18:00 BST (17:00 UTC)"
        " to Saturday 29 August 2026, 18:00 BST (17:00 UTC)."
    )
    assert change.notice[-3:] == (
        "What happened: The site could not be reached on 26 and 27 August.",
        "Not to change the date would be unfair to those who entered under the first terms.",
        "Two people of the promoter decided this.",
    )
    assert "29 August 2026" in terms.text
    added = "".join(piece.text for line in terms.changes for piece in line if piece.kind == "added")
    removed = "".join(piece.text for line in terms.changes for piece in line if piece.kind == "removed")
    assert "29" in added
    assert "27" in removed


def test_one_who_decided_alone_is_said_to_be_alone(early: House) -> None:
    amend(early, approvers=("jo", "jo"))
    with early.database.read() as session:
        [change] = competitions.page(session, SLUG, instance=early.instance).amended
    assert change.notice[-1] == "One person decided this: the promoter has no second one."


def test_every_entrant_is_told_once_and_nobody_who_never_confirmed(early: House) -> None:
    early.enter("pending@example.com")
    amend(early)
    assert told(early) == []
    tick(early)
    tick(early)
    assert told(early) == [f"reader{number}@example.com" for number in range(3)]
    [letter] = [one for one in early.messages() if one.kind == "date_changed"][:1]
    for part in (letter.text, letter.html):
        assert "Saturday 29 August 2026, 18:00 BST" in part
        assert "https://cinema.example/draws/c/never-sorry/terms/2" in part


def test_a_pass_that_was_cut_off_is_made_again(early: House, monkeypatch: pytest.MonkeyPatch) -> None:
    amend(early)
    monkeypatch.setattr("competition.services.telling._BATCH", 1)
    monkeypatch.setattr("competition.services.telling._write", _fails_at("reader1@example.com"))
    assert any("not done" in what for what in tick(early))
    monkeypatch.undo()
    tick(early)
    assert sorted(told(early)) == [f"reader{number}@example.com" for number in range(3)]


def _fails_at(address: str) -> object:
    write = telling._write

    def failing(*arguments: object) -> None:
        if getattr(arguments[2], "address", "") == address:
            raise OSError("cut off")
        write(*arguments)  # type: ignore[arg-type]

    return failing


def test_a_second_change_is_told_as_well(early: House) -> None:
    amend(early)
    tick(early)
    amend(early, replace(NEW, draw_at=ROUND_AT + timedelta(days=1)))
    tick(early)
    assert len(told(early)) == 6
    with early.database.read() as session:
        assert len(competitions.page(session, SLUG, instance=early.instance).amended) == 2


NOW = OLD - timedelta(hours=1)
UNLAWFUL = {
    "for no reason": ({"reason": ""}, "Choose the reason"),
    "because few have entered": ({"reason": "few_entries"}, "that few have entered is none"),
    "without saying what happened": ({"happened": " \n"}, "Write what happened"),
    "to before now": (
        {"closes": NOW - timedelta(seconds=1)},
        "The closing time cannot be moved",
    ),
    "to this very moment": ({"closes": NOW}, "The closing time cannot be moved"),
    "beyond the last confirmation": ({"closes": CONFIRM_BY}, "must be later than the closing time"),
    "beyond the frozen list": (
        {"confirm_by": NEW.draw_at},
        "must not be earlier than the last",
    ),
    "with too little time before the number": ({"draw_at": NEW.freeze_by}, "The draw must be at least 86400"),
    "to where it was": (dict.fromkeys(rules.MOVABLE), "Set at least one date that differs"),
}


@pytest.mark.parametrize("how", UNLAWFUL)
def test_a_date_is_not_moved(early: House, how: str) -> None:
    changes, sentence = UNLAWFUL[how]
    early.clock.at = NOW
    with pytest.raises(RuleError, match=sentence) as refused:
        amend(early, replace(NEW, **changes))  # type: ignore[arg-type]
    assert refused.value.field
    with early.database.read() as session:
        row = facts.public(session, SLUG)
        assert row.closes == OLD
        assert len(rows.manifests(session, row.id)) == 1


def test_what_has_closed_does_not_open_again(early: House) -> None:
    early.clock.at = OLD
    with pytest.raises(RuleError, match="The closing time has passed, so it stays as it was"):
        amend(early)
    later = replace(NEW, closes=None)
    assert amend(early, later) == 2


def frozen(house: House) -> Iterator[None]:
    """Open, close and freeze under the first dates."""
    for at in (house.clock.at, OLD, OLD + timedelta(hours=24, minutes=30)):
        house.clock.at = at
        tick(house)
        yield


def test_nothing_moves_once_the_list_is_frozen(early: House) -> None:
    list(frozen(early))
    with pytest.raises(RuleError, match="The list is frozen"):
        amend(early, replace(NEW, closes=None, confirm_by=None, freeze_by=None))


def unchecked(amendment: Amendment, _status: object, before: object, _now: datetime, **_: object) -> object:
    return amendment.moved(before)  # type: ignore[arg-type]


def test_control_without_the_rule_a_close_is_moved_into_the_past_and_shuts_people_out(
    early: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    early.clock.at = NOW
    monkeypatch.setattr(amending, "check", unchecked)
    amend(early, replace(NEW, closes=NOW - timedelta(hours=1)))
    with pytest.raises(RuleError, match="closed"):
        early.enter("shut-out@example.com")


def test_terms_of_the_promoters_own_are_written_anew(database: Database) -> None:
    house = open_house(database, closes="2026-08-27 18:00", draw_at=None, rules="It closes on the 27th.")
    with pytest.raises(RuleError, match="write them anew") as refused:
        amend(house)
    assert refused.value.field == "rules"
    amend(house, replace(NEW, rules="It closes on the 29th."))
    with house.database.read() as session:
        assert (
            competitions.terms(session, SLUG, 2, instance=house.instance).text == "It closes on the 29th.\n"
        )


def test_what_was_asked_for_is_what_is_done(early: House) -> None:
    with early.write() as session:
        amending.carry_out(session, SLUG, NEW.as_plain(), TWO, early.instance)
    with early.database.read() as session:
        assert facts.public(session, SLUG).closes == CLOSES
        row = session.scalars(select(Activity).where(Activity.action == "amended")).one()
    assert (row.actor, row.details) == ("sam", {"approvers": ["jo", "sam"], "reason": "unfair_otherwise"})


def test_looking_at_what_would_be_changes_nothing(early: House) -> None:
    with early.database.read() as session:
        assert amending.propose(session, SLUG, NEW, instance=early.instance).closes == CLOSES
        assert len(rows.manifests(session, facts.public(session, SLUG).id)) == 1


def test_a_rehearsal_that_is_closed_by_hand_tells_nobody(database: Database) -> None:
    house = open_house(database, beacon={"kind": "rehearsal"}, draw_at=None)
    fill(house, 2)
    tick(house)
    with house.write() as session:
        close_now(session, SLUG, instance=house.instance)
    tick(house)
    assert told(house) == []


def test_the_audit_notices_a_page_that_was_described_anew_without_a_manifest(early: House) -> None:
    amend(early)
    for at in (CLOSES, FREEZE_DUE):
        early.clock.at = at
        tick(early)
    with early.write() as session:
        row = facts.public(session, SLUG)
        row.details = {**row.details, "standfirst": "Another page."}
        digest = facts.page_digest(row)
        facts.record(session, "described", row, at=early.clock.at, actor="operator", subject=digest)
    with early.database.read() as session:
        [found] = auditing.audit_competition(session, SLUG)
    assert "competition: its page, picture or key is not what was published" in found.rows
