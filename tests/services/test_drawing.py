"""The draw: once, by the promised round, the same for everyone (N1, N12, F2, F14)."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from competition.draw.beacon import EventValue
from competition.draw.bundle import MemoryRecord
from competition.draw.errors import VerificationError
from competition.draw.verify import audit
from competition.rules.errors import RuleError
from competition.services import draw_files, drawing
from competition.store import freezes
from competition.store.engine import Database
from competition.store.models import Draw, Result
from competition.store.types import CompetitionId
from tests.services.builders import SLUG, House
from tests.services.drawn import (
    ROUND,
    ROUND_AT,
    answer,
    draw_by_clock,
    draw_by_hand,
    files,
    fill,
    freeze_by_clock,
    open_house,
    recorded,
    tick,
)
from tests.services.racing import MANY, at_once


@pytest.fixture
def filled(database: Database) -> House:
    house = open_house(database)
    fill(house)
    return house


@pytest.fixture
def frozen(filled: House) -> House:
    freeze_by_clock(filled)
    filled.clock.at = ROUND_AT
    return filled


def test_the_clock_leads_a_competition_to_a_result_that_verifies(filled: House) -> None:
    draw_by_clock(filled)
    report = audit(MemoryRecord(files(filled)))
    assert [(step.number, step.state, step.note) for step in report.findings()] == []
    found = (report.verdict, report.level, report.outcome, report.entries, len(report.winners))
    assert found == ("verified", "self-consistent", "drawn", 6, 3)
    # The clock of this test ticked on three of the thirty days.
    assert report.remarks == ["27 UTC day(s) between opening and freeze have no count of tickets."]


def test_a_draw_before_its_round_is_refused(frozen: House) -> None:
    frozen.clock.at = ROUND_AT - timedelta(seconds=1)
    with pytest.raises(RuleError, match="does not exist yet"):
        draw_by_hand(frozen, recorded(ROUND))


def test_a_value_of_another_round_is_refused_and_changes_nothing(frozen: House) -> None:
    before = files(frozen)
    with pytest.raises(VerificationError, match="round 1000"):
        draw_by_hand(frozen, recorded(1000))
    assert files(frozen) == before


def test_a_forged_signature_under_the_right_round_is_refused(frozen: House) -> None:
    forged = type(recorded(ROUND))(recorded(ROUND).chain_hash, ROUND, recorded(1000).signature)
    with pytest.raises(VerificationError, match="not one of this round"):
        draw_by_hand(frozen, forged)


def test_a_value_of_another_beacon_is_refused(frozen: House) -> None:
    event = EventValue("lotto-2026-08-31", "1.2.3./", ("ann", "ben"))
    with pytest.raises(RuleError, match="not a value of the beacon"), frozen.write() as session:
        drawing.draw(session, SLUG, event, instance=frozen.instance)


def test_a_second_draw_returns_the_first_result_whatever_it_brings(frozen: House) -> None:
    draw_by_hand(frozen, recorded(ROUND))
    before = files(frozen)
    frozen.clock.at += timedelta(days=1)
    draw_by_hand(frozen, recorded(1000))
    assert files(frozen) == before


def test_two_hundred_draws_at_once_have_one_effect_and_as_many_equal_answers(frozen: House) -> None:
    def draw() -> bytes:
        with frozen.write() as session:
            return drawing.draw(session, SLUG, recorded(ROUND), instance=frozen.instance).seed_file

    answers = at_once(draw)
    assert len(answers) == MANY
    assert len(set(answers)) == 1
    with frozen.database.read() as session:
        assert len(freezes.draws(session, CompetitionId(1))) == 1
    assert audit(MemoryRecord(files(frozen))).verdict == "verified"


def cut_off(house: House) -> None:
    """Draw, and be stopped before the transaction ends."""
    with house.write() as session:
        drawing.draw(session, SLUG, recorded(ROUND), instance=house.instance)
        raise KeyboardInterrupt


def test_a_draw_that_was_cut_off_leaves_nothing_and_comes_out_the_same_afterwards(frozen: House) -> None:
    before = files(frozen)
    with pytest.raises(KeyboardInterrupt):
        cut_off(frozen)
    assert files(frozen) == before
    draw_by_hand(frozen, recorded(ROUND))
    once = files(frozen)
    assert audit(MemoryRecord(once)).verdict == "verified"


def test_the_database_refuses_a_second_draw_of_one_number_and_an_invented_winner(frozen: House) -> None:
    draw_by_hand(frozen, recorded(ROUND))
    with frozen.database.read() as session:
        done = freezes.draws(session, CompetitionId(1))[0]
    again = Draw(
        competition_id=done.competition_id,
        draw=done.draw,
        beacon_file=done.beacon_file,
        seed_file=b"another",
        drawn_at=done.drawn_at,
    )
    with pytest.raises(IntegrityError), frozen.write() as session:
        session.add(again)
    friend = Result(
        competition_id=done.competition_id,
        draw=done.draw,
        position=99,
        kind="prize",
        number=99,
        ticket="f" * 64,
        score="0" * 64,
    )
    with pytest.raises(IntegrityError), frozen.write() as session:
        session.add(friend)


def test_the_bundle_is_the_same_bytes_each_time_and_holds_the_record(filled: House) -> None:
    draw_by_clock(filled)
    with filled.database.read() as session:
        first = draw_files.bundle(session, SLUG)
        second = draw_files.bundle(session, SLUG)
    assert first == second
    with filled.database.read() as session:
        assert draw_files.record_file(session, SLUG, "result.txt") == files(filled)["result.txt"]
        with pytest.raises(RuleError, match="no such page"):
            draw_files.record_file(session, SLUG, "../secrets")


def test_a_lying_relay_is_passed_over_for_an_honest_one(frozen: House) -> None:
    assert tick(frozen, b"<html>", answer(1000), b"[]", answer(ROUND))[0] == "drawn"
    assert audit(MemoryRecord(files(frozen))).verdict == "verified"


def test_the_draw_waits_while_no_relay_has_the_round(frozen: House) -> None:
    assert "drawn" not in tick(frozen)
    frozen.clock.at += timedelta(days=3)
    assert tick(frozen, answer(ROUND))[0] == "drawn"


@pytest.fixture
def rehearsal(database: Database) -> House:
    house = open_house(database, beacon={"kind": "rehearsal"})
    fill(house)
    return house


def test_a_rehearsal_draws_itself_and_says_so(rehearsal: House) -> None:
    freeze_by_clock(rehearsal)
    rehearsal.clock.at = ROUND_AT
    assert tick(rehearsal)[0] == "drawn"
    report = audit(MemoryRecord(files(rehearsal)))
    assert (report.verdict, report.level) == ("verified", "rehearsal")
