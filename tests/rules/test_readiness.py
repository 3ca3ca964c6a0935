"""What the desk says should be so before a list is frozen and drawn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from competition.rules.lifecycle import Status
from competition.rules.readiness import PATIENCE, Facts, State, check, late
from tests.rules.test_lifecycle import CLOSES, DRAW_AT, FREEZE_BY

WELL = Facts(
    status=Status.OPEN,
    zone="Europe/London",
    now=CLOSES - timedelta(days=1),
    next_at=CLOSES,
    freeze_at=FREEZE_BY,
    appeals=0,
    stopped_at=None,
    parked=0,
    number="drand",
    relay_seen=CLOSES - timedelta(days=30),
    witnesses=0,
    quorum=0,
    signed=0,
    deciders=2,
)
WAITING = replace(WELL, status=Status.FROZEN, now=DRAW_AT, next_at=DRAW_AT)
ASKED = {"witnesses": 3, "quorum": 2, "signed": 1}


def states(facts: Facts) -> dict[str, State]:
    return {one.about: one.state for one in check(facts)}


def test_where_all_is_well_nothing_is_open() -> None:
    assert State.OPEN not in states(WELL).values()
    assert [one.title for one in check(WELL)] == [
        *("The worker", "Appeals", "Letters", "The number", "Witnesses", "A second person"),
    ]
    assert states(WELL)["witnesses"] is State.NOT_NEEDED
    assert State.OPEN not in states(WAITING).values()


@pytest.mark.parametrize(
    ("facts", "changes", "about", "said"),
    {
        "a worker that is away": (WELL, {"now": CLOSES + PATIENCE * 2}, "clock", "was due on Saturday 29"),
        "an appeal": (WELL, {"appeals": 1}, "appeals", "The freeze does not wait: decide before Sunday 30"),
        "an appeal after the freeze": (WAITING, {"appeals": 2}, "appeals", "The tickets stay left out"),
        "the stop switch": (WELL, {"stopped_at": CLOSES}, "mail", "Stopped since Saturday 29"),
        "letters that came back": (WELL, {"parked": 3}, "mail", "3 letters came back for good"),
        "no relay": (WAITING, {"now": DRAW_AT + PATIENCE * 2}, "number", "No relay has answered"),
        "one for an event": (WELL, {"number": "event", "deciders": 1}, "number", "Invite a second"),
        "witnesses": (WAITING, ASKED, "witnesses", "before the number is due, and 1 did so far."),
        "one admin": (WELL, {"deciders": 1}, "people", "decides alone"),
    }.values(),
)
def test_what_is_open_is_said_in_a_sentence(
    facts: Facts, changes: dict[str, Any], about: str, said: str
) -> None:
    [found] = [one for one in check(replace(facts, **changes)) if one.about == about]
    assert found.state is (State.OVER if facts.status is Status.FROZEN and about == "appeals" else State.OPEN)
    assert said in found.sentence


def test_what_nobody_asked_yet_is_no_fault() -> None:
    assert states(replace(WELL, relay_seen=None))["number"] is State.NOT_YET
    assert states(replace(WELL, number="rehearsal"))["number"] is State.NOT_NEEDED
    assert states(replace(WELL, number="event"))["number"] is State.READY


def test_witnesses_are_asked_after_the_freeze_and_a_quorum_is_enough() -> None:
    before = replace(WELL, witnesses=3, quorum=2)
    assert states(before)["witnesses"] is State.NOT_YET
    [said] = [one.sentence for one in check(before) if one.about == "witnesses"]
    assert said == "2 of 3 have to sign before the number is due. They are asked once the list is frozen."
    assert states(replace(WAITING, witnesses=3, quorum=2, signed=2))["witnesses"] is State.READY


def test_three_minutes_are_not_late_and_after_the_draw_nothing_is_said() -> None:
    assert not late(replace(WELL, now=CLOSES + PATIENCE))
    assert late(replace(WELL, now=CLOSES + PATIENCE + timedelta(seconds=1)))
    assert check(replace(WELL, status=Status.DRAWN)) == ()
    assert check(replace(WELL, status=Status.VOIDED)) == ()
