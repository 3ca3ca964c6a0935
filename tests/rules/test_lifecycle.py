"""What the clock does to a competition, and when (F12, P3)."""

from datetime import UTC, datetime, timedelta

import pytest

from competition.rules.errors import RuleError
from competition.rules.lifecycle import (
    Status,
    Step,
    check_changeable,
    check_publishable,
    count_due,
    freeze_due,
    next_step,
    recount_due,
)
from competition.rules.timetable import Timetable

OPENS = datetime(2026, 8, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 8, 29, 17, 0, tzinfo=UTC)
CONFIRM_BY = CLOSES + timedelta(hours=24)
FREEZE_BY = CONFIRM_BY + timedelta(hours=1)
DRAW_AT = FREEZE_BY + timedelta(hours=25)
DATES = Timetable(OPENS, CLOSES, CONFIRM_BY, FREEZE_BY, DRAW_AT)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("status", "due", "step"),
    [
        (Status.SCHEDULED, OPENS, Step.OPEN),
        (Status.OPEN, CLOSES, Step.CLOSE),
        (Status.CLOSED, CONFIRM_BY + timedelta(minutes=30), Step.FREEZE),
        (Status.FROZEN, DRAW_AT, Step.DRAW),
    ],
)
def test_each_step_falls_due_at_its_instant_and_not_before(status: Status, due: datetime, step: Step) -> None:
    assert next_step(status, DATES, due - MOMENT) is None
    assert next_step(status, DATES, due) is step
    assert next_step(status, DATES, due + timedelta(days=400)) is step


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DRAWN, Status.COMPLETED, Status.VOIDED])
def test_the_clock_moves_nothing_that_is_not_under_way(status: Status) -> None:
    assert next_step(status, DATES, DRAW_AT + timedelta(days=1)) is None


def test_a_clock_that_goes_back_undoes_nothing() -> None:
    assert next_step(Status.CLOSED, DATES, OPENS - timedelta(days=1)) is None


def test_the_draw_waits_for_the_round_that_was_put_off() -> None:
    later = DRAW_AT + timedelta(days=7)
    assert next_step(Status.FROZEN, DATES, DRAW_AT, round_time=later) is None
    assert next_step(Status.FROZEN, DATES, later, round_time=later) is Step.DRAW


def test_the_freeze_lies_between_the_last_confirmation_and_its_latest_instant() -> None:
    assert CONFIRM_BY < freeze_due(DATES) < FREEZE_BY


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, OPENS - MOMENT, False),
        (None, OPENS, True),
        (OPENS, datetime(2026, 8, 1, 23, 59, 59, tzinfo=UTC), False),
        (OPENS, datetime(2026, 8, 2, tzinfo=UTC), True),
    ],
)
def test_tickets_are_counted_once_on_every_utc_day(last: datetime | None, now: datetime, due: bool) -> None:
    assert count_due(last, OPENS, now) is due


def test_tickets_are_counted_again_after_an_hour_if_there_are_more() -> None:
    hour = timedelta(hours=1)
    assert recount_due(OPENS, OPENS + hour, counted=3, issued=4)
    assert not recount_due(OPENS, OPENS + hour - MOMENT, counted=3, issued=4)
    assert not recount_due(OPENS, OPENS + 9 * hour, counted=3, issued=3)


def test_a_draft_is_not_published_after_it_should_have_opened() -> None:
    check_publishable(DATES, OPENS)
    with pytest.raises(RuleError) as refused:
        check_publishable(DATES, OPENS + MOMENT)
    assert refused.value.code == "opens_passed"


def test_the_list_changes_until_it_is_frozen_and_never_after() -> None:
    for status in (Status.SCHEDULED, Status.OPEN, Status.CLOSED):
        check_changeable(status)
    for status in (Status.FROZEN, Status.DRAWN, Status.COMPLETED, Status.VOIDED):
        with pytest.raises(RuleError) as refused:
            check_changeable(status)
        assert refused.value.code == "frozen"
