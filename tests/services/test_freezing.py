"""Freezing: one list, sealed and signed, that nothing changes afterwards (N2, N3, N13)."""

import base64
from datetime import timedelta

import pytest

from competition.draw import inclusion
from competition.draw.bundle import MemoryRecord
from competition.draw.freeze import parse
from competition.draw.notes import parse_note
from competition.draw.report import UNCHECKED
from competition.draw.verify import audit
from competition.rules.errors import RuleError
from competition.services import entries, excluding, freezing
from competition.store import freezes
from competition.store.engine import Database
from competition.store.types import CompetitionId
from tests.services import builders
from tests.services.builders import SLUG, House
from tests.services.drawn import (
    FREEZE_DUE,
    ROUND_AT,
    answer,
    files,
    fill,
    freeze_by_clock,
    open_house,
    tick,
)
from tests.services.racing import at_once


@pytest.fixture
def filled(database: Database) -> House:
    house = open_house(database)
    fill(house)
    return house


def freeze(house: House) -> None:
    with house.write() as session:
        freezing.freeze(session, SLUG, instance=house.instance)


def log_of(house: House) -> list[str]:
    return files(house)["log.txt"].decode().splitlines()


def test_the_list_cannot_be_frozen_while_entries_may_be_confirmed(filled: House) -> None:
    tick(filled)
    filled.clock.at = builders.CONFIRM_BY - timedelta(seconds=1)
    with pytest.raises(RuleError, match="may be confirmed until"):
        freeze(filled)


def test_the_record_of_a_frozen_list_is_sound_but_for_what_is_still_to_come(filled: House) -> None:
    freeze_by_clock(filled)
    report = audit(MemoryRecord(files(filled)))
    assert report.verdict == UNCHECKED
    assert {step.note for step in report.findings()} == {"not drawn yet"}
    assert report.outcome == "frozen"


def test_a_second_freeze_returns_the_first(filled: House) -> None:
    freeze_by_clock(filled)
    before = files(filled)
    filled.clock.at += timedelta(minutes=5)
    freeze(filled)
    assert files(filled) == before


def test_two_hundred_freezes_at_once_make_one(filled: House) -> None:
    for at in (filled.clock.at, builders.CLOSES):
        filled.clock.at = at
        tick(filled)
    filled.clock.at = FREEZE_DUE
    at_once(lambda: freeze(filled))
    with filled.database.read() as session:
        assert len(freezes.freezes(session, CompetitionId(1))) == 1
    assert sum(" frozen " in line for line in log_of(filled)) == 1


def test_wrong_answers_and_withdrawn_entries_are_left_out_in_public(filled: House) -> None:
    filled.enter("wrong@example.com", answer="2")
    filled.confirm("wrong@example.com")
    filled.enter("gone@example.com")
    token = filled.confirm("gone@example.com")
    with filled.write() as session:
        page = entries.withdraw_page(session, token, instance=filled.instance)
        entries.withdraw(
            session, token, withdraw_token=page.token, email="gone@example.com", instance=filled.instance
        )
    freeze_by_clock(filled)
    reasons = sorted(line.split()[1] for line in files(filled)["excluded.txt"].decode().splitlines())
    assert reasons == ["withdrawn", "wrong_answer"]
    assert "count issued=8" in " ".join(log_of(filled))
    assert audit(MemoryRecord(files(filled))).excluded == 2


def test_an_excluded_ticket_stays_public_with_its_reason_and_its_holder_is_told(filled: House) -> None:
    ticket = filled.entries()[0].ticket or ""
    with filled.write() as session:
        whole = excluding.exclude(
            session, SLUG, ticket[:12], "duplicate", actor="ann", instance=filled.instance
        )
    assert whole == ticket
    assert [row.kind for row in filled.messages()][-1] == "excluded"
    freeze_by_clock(filled)
    assert files(filled)["excluded.txt"].decode() == f"{ticket} duplicate\n"
    with pytest.raises(RuleError, match="frozen and public"), filled.write() as session:
        excluding.exclude(session, SLUG, ticket, "duplicate", actor="ann", instance=filled.instance)


def test_a_reason_that_the_manifest_does_not_name_is_refused(filled: House) -> None:
    ticket = filled.entries()[0].ticket or ""
    with pytest.raises(RuleError, match="no reason of this draw"), filled.write() as session:
        excluding.exclude(session, SLUG, ticket, "rude", actor="ann", instance=filled.instance)


def test_everyone_is_mailed_the_freeze_note_and_a_proof_that_verifies(filled: House) -> None:
    filled.enter("wrong@example.com", answer="2")
    filled.confirm("wrong@example.com")
    freeze_by_clock(filled)
    letters = [row for row in filled.messages() if row.kind == "list_frozen"]
    assert len(letters) == 7
    lists = set()
    for letter in letters:
        attached = {one["name"]: base64.b64decode(one["content"]).decode() for one in letter.attachments}
        assert attached["freeze.note"].encode() == files(filled)["freeze.note"]
        proof = inclusion.parse(attached["proof.txt"], file="proof.txt")
        proof.verify()
        statement = parse(parse_note(attached["freeze.note"].encode(), file="freeze.note").text)
        assert proof.statement == statement.digest()
        assert proof.root in (statement.entries.root, statement.excluded.root)
        lists.add(proof.list)
    assert lists == {"entries", "excluded"}


def test_the_letters_are_written_once_however_often_the_clock_ticks(filled: House) -> None:
    freeze_by_clock(filled)
    before = len(filled.messages())
    tick(filled)
    assert len(filled.messages()) == before


def test_a_list_frozen_too_late_moves_the_draw_to_a_later_round_in_public(filled: House) -> None:
    for at in (filled.clock.at, builders.CLOSES):
        filled.clock.at = at
        tick(filled)
    # The worker was away until after the round; a value that exists already must not be used.
    filled.clock.at = ROUND_AT + timedelta(hours=1)
    tick(filled, answer())
    kinds = [line.split()[2] for line in log_of(filled)]
    assert kinds[-3:] == ["rescheduled", "count", "frozen"]
    assert audit(MemoryRecord(files(filled))).verdict == UNCHECKED
    (notice,) = [text for name, text in files(filled).items() if name.startswith("notices/")]
    assert b"not frozen in time" in notice


def test_a_late_list_waits_while_its_round_is_close(filled: House) -> None:
    for at in (filled.clock.at, builders.CLOSES):
        filled.clock.at = at
        tick(filled)
    filled.clock.at = ROUND_AT - timedelta(hours=1)
    assert any("once its round has passed" in what for what in tick(filled))


def test_a_draw_that_nobody_entered_is_voided_with_its_reason(database: Database) -> None:
    house = open_house(database)
    freeze_by_clock(house)
    report = audit(MemoryRecord(files(house)))
    assert (report.verdict, report.outcome) == ("verified", "voided")
    with database.read() as session:
        assert freezes.draws(session, CompetitionId(1)) == []


def test_a_list_from_which_everyone_was_left_out_is_voided_truthfully_and_everyone_is_told(
    database: Database,
) -> None:
    house = open_house(database)
    fill(house, 2, answer="2")
    freeze_by_clock(house)
    (notice,) = [text.decode() for name, text in files(house).items() if name.startswith("notices/")]
    assert notice == "There is nothing to draw: each of the 2 tickets was left out with a reason.\n"
    tick(house)
    told = [row.recipient for row in house.messages() if row.kind == "excluded"]
    assert told == ["reader0@example.com", "reader1@example.com"]


def test_a_list_is_frozen_although_no_worker_ever_opened_or_closed_it(filled: House) -> None:
    filled.clock.at = FREEZE_DUE
    freeze(filled)
    assert audit(MemoryRecord(files(filled))).outcome == "frozen"
