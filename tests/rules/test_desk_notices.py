"""When the clock writes to admins, and to which of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from competition.rules.awards import AwardState
from competition.rules.desk_notices import (
    Kind,
    closing_soon,
    dispatch_overdue,
    freeze_soon,
    is_for,
    is_silent,
)
from competition.rules.lifecycle import Status
from competition.rules.permissions import Role
from tests.rules.test_awards import DAY, DRAWN, SECOND, facts
from tests.rules.test_lifecycle import CLOSES, FREEZE_BY


def test_a_letter_goes_to_those_who_can_do_what_it_asks_for() -> None:
    told = {kind: "".join(role.value[0] for role in Role if is_for(kind, role)) for kind in Kind}
    assert told == {
        Kind.CLOSING: "oe",
        Kind.FREEZE: "oe",
        Kind.NUMBERS: "oe",
        Kind.DRAWN: "oe",
        Kind.SILENT: "oe",
        Kind.OVERDUE: "oef",
        Kind.PURGE: "o",
    }


@pytest.mark.parametrize(
    ("before", "soon"), [(DAY + SECOND, False), (DAY, True), (SECOND, True), (timedelta(), False)]
)
def test_a_day_before_the_close_and_the_freeze_are_soon(before: timedelta, soon: bool) -> None:
    assert closing_soon(Status.OPEN, CLOSES, CLOSES - before) == soon
    assert freeze_soon(Status.CLOSED, FREEZE_BY, FREEZE_BY - before) == soon
    assert not closing_soon(Status.CLOSED, CLOSES, CLOSES - before)
    assert not freeze_soon(Status.OPEN, FREEZE_BY, FREEZE_BY - before)


@pytest.mark.parametrize(
    ("after", "silent"),
    [
        (14 * DAY - SECOND, False),
        (14 * DAY, True),
        (28 * DAY, True),
        (28 * DAY + SECOND, False),
    ],
)
def test_a_winner_is_silent_from_half_of_the_claim_time_to_its_end(after: timedelta, silent: bool) -> None:
    told = facts(notices={0: DRAWN, 1: DRAWN + 3 * DAY})
    # The end of the claim time is a whole second.
    assert is_silent(told, DRAWN + after) == silent
    assert not is_silent(replace(told, state=AwardState.CLAIMED), DRAWN + after)
    assert not is_silent(replace(told, notices={}), DRAWN + after)


def test_a_prize_that_should_have_been_sent_says_until_when() -> None:
    claimed = facts(AwardState.CLAIMED, claimed_at=DRAWN, delivery_days=7)
    due = DRAWN + 7 * DAY
    assert dispatch_overdue(claimed, due) is None
    assert dispatch_overdue(claimed, due + SECOND) == due
    assert dispatch_overdue(replace(claimed, digital=True), due + SECOND) is None
    # That a winner is told late is another matter.
    assert dispatch_overdue(facts(AwardState.DRAWN, notices={}), DRAWN + 9 * DAY) is None
