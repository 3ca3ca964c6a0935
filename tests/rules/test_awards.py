"""What falls due in the life of an award, and when (P10, F13)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from competition.rules import awards
from competition.rules.awards import Act, AwardState, Facts, Next

DRAWN = datetime(2026, 8, 31, 18, 45, 15, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def facts(state: AwardState = AwardState.NOTIFIED, claim_days: int = 28, **changes: object) -> Facts:
    known: dict[str, object] = {"held_at": DRAWN, "notices": {0: DRAWN}, **changes}
    return Facts(state=state, claim_days=claim_days, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim_days", "days"),
    [
        (28, [0, 3, 7, 14, 21, 27]),
        (14, [0, 1, 3, 7, 10, 13]),
        (7, [0, 1, 3, 5, 6]),
        (3, [0, 1, 2]),
        (2, [0, 1]),
        (1, [0, 0.5]),
        (56, [0, 6, 14, 28, 42, 55]),
        (365, [0, 39, 91, 182, 273, 364]),
    ],
)
def test_the_plan_is_scaled_to_the_time_there_is(claim_days: int, days: list[float]) -> None:
    assert [offset / DAY for offset in awards.plan(claim_days)] == days


def test_every_plan_writes_twice_at_least_on_different_days_and_before_the_end() -> None:
    for claim_days in range(1, 3651):
        plan = awards.plan(claim_days)
        assert len(plan) >= awards.LEAST_ATTEMPTS, claim_days
        gaps = [later - earlier for earlier, later in pairwise(plan)]
        assert all(gap >= min(DAY, plan[-1]) for gap in gaps), claim_days
        assert plan[-1] + awards.last_call(claim_days) == claim_days * DAY


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2024-02-01T12:00:00+00:00", "2024-02-29T12:00:00+00:00"),
        ("2023-02-01T12:00:00+00:00", "2023-03-01T12:00:00+00:00"),
        ("2016-12-10T00:00:00+00:00", "2017-01-07T00:00:00+00:00"),
        ("2038-01-10T03:14:08+00:00", "2038-02-07T03:14:08+00:00"),
        ("2026-03-15T00:30:00+00:00", "2026-04-12T00:30:00+00:00"),
    ],
    ids=["29 February", "no 29 February", "a leap second", "2038", "summer time begins"],
)
def test_28_days_are_28_times_86400_seconds_over_any_calendar(first: str, last: str) -> None:
    found = awards.claim_by(datetime.fromisoformat(first), 28)
    assert found == datetime.fromisoformat(last)
    local = found.astimezone(ZoneInfo("Europe/London"))
    assert (local.timestamp() - datetime.fromisoformat(first).timestamp()) == 28 * 86400


def test_the_next_notice_is_the_first_to_come_and_of_several_missed_the_last() -> None:
    assert awards.upcoming(facts(), DRAWN + DAY) == Next(Act.REMIND, DRAWN + 3 * DAY, 1)
    assert awards.upcoming(facts(), DRAWN + 15 * DAY) == Next(Act.REMIND, DRAWN + 14 * DAY, 3)
    told = {0: DRAWN, 3: DRAWN + 15 * DAY}
    assert awards.upcoming(facts(notices=told), DRAWN + 15 * DAY) == Next(Act.REMIND, DRAWN + 21 * DAY, 4)
    last = Next(Act.FINAL_NOTICE, DRAWN + 27 * DAY, 5)
    assert awards.upcoming(facts(notices=told), DRAWN + 40 * DAY) == last


def test_silence_ends_a_hold_behind_the_last_second_and_a_day_after_a_late_notice() -> None:
    told = {0: DRAWN, 5: DRAWN + 27 * DAY}
    assert awards.upcoming(facts(notices=told), DRAWN) == Next(Act.LAPSE, DRAWN + 28 * DAY + SECOND)
    late = {0: DRAWN, 5: DRAWN + 40 * DAY}
    assert awards.upcoming(facts(notices=late), DRAWN) == Next(Act.LAPSE, DRAWN + 41 * DAY)


@pytest.mark.parametrize(
    ("state", "notices", "after", "lapses"),
    [
        (AwardState.NOTIFIED, {0: DRAWN, 1: DRAWN}, 28 * DAY + SECOND, True),
        (AwardState.NOTIFIED, {0: DRAWN, 1: DRAWN}, 28 * DAY, False),
        (AwardState.NOTIFIED, {0: DRAWN}, 99 * DAY, False),
        (AwardState.CLAIMED, {0: DRAWN, 1: DRAWN}, 99 * DAY, False),
        (AwardState.DRAWN, {}, 99 * DAY, False),
    ],
    ids=["over and told twice", "the last second", "told once", "claimed", "never told"],
)
def test_a_hold_lapses_only_when_the_time_is_over_and_two_attempts_were_made(
    state: AwardState, notices: dict[int, datetime], after: timedelta, lapses: bool
) -> None:
    assert awards.may_lapse(facts(state, notices=notices), DRAWN + after) is lapses


@pytest.mark.parametrize(
    ("known", "act", "after", "by_clock"),
    [
        (facts(AwardState.DRAWN, notices={}), Act.NOTIFY, timedelta(), True),
        (facts(AwardState.CLAIMED, claimed_at=DRAWN), Act.SEND, 30 * DAY, False),
        (facts(AwardState.CLAIMED, claimed_at=DRAWN, digital=True), Act.COLLECT, 30 * DAY, False),
        (facts(AwardState.DISPATCHED, dispatched_at=DRAWN), Act.ASK, 14 * DAY, True),
        (facts(AwardState.DISPATCHED, asked_at=DRAWN), Act.CHASE, 14 * DAY, False),
    ],
)
def test_each_state_has_its_next_step(known: Facts, act: Act, after: timedelta, by_clock: bool) -> None:
    found = awards.upcoming(known, DRAWN)
    assert found
    assert (found.act, found.at, found.by_clock) == (act, DRAWN + after, by_clock)


@pytest.mark.parametrize("state", [AwardState.RECEIVED, *sorted(awards.ENDED)])
def test_where_nothing_is_left_to_do_nothing_is_due(state: AwardState) -> None:
    assert awards.upcoming(facts(state), DRAWN + 99 * DAY) is None


@pytest.mark.parametrize(
    ("known", "after"),
    [
        (facts(AwardState.DRAWN, notices={}), DAY),
        (facts(AwardState.CLAIMED, claimed_at=DRAWN), 30 * DAY),
    ],
)
def test_what_the_promoter_owes_is_overdue_behind_its_instant(known: Facts, after: timedelta) -> None:
    assert awards.overdue(known, DRAWN + after) is None
    assert awards.overdue(known, DRAWN + after + SECOND)


@pytest.mark.parametrize("state", [AwardState.NOTIFIED, AwardState.DISPATCHED, AwardState.RECEIVED])
def test_what_waits_for_the_winner_is_nobodys_lateness(state: AwardState) -> None:
    assert awards.overdue(facts(state), DRAWN + 999 * DAY) is None


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("no_reply", AwardState.LAPSED),
        ("declined", AwardState.DECLINED),
        ("undeliverable", AwardState.UNDELIVERABLE),
        ("ineligible", AwardState.INELIGIBLE),
        ("wrong_region", AwardState.INELIGIBLE),
    ],
)
def test_every_reason_leads_to_an_end(reason: str, state: AwardState) -> None:
    assert awards.exit_state(reason) is state
    assert state in awards.ENDED


def test_the_first_notice_is_step_0_and_late_after_a_day() -> None:
    drawn = facts(AwardState.DRAWN, notices={})
    assert awards.upcoming(drawn, DRAWN) == Next(Act.NOTIFY, DRAWN, 0)
    assert awards.overdue(drawn, DRAWN + DAY + SECOND) == Next(Act.NOTIFY, DRAWN + DAY, 0)
    claimed = facts(AwardState.CLAIMED, claimed_at=DRAWN + DAY)
    assert awards.overdue(claimed, DRAWN + 31 * DAY + SECOND) == Next(Act.SEND, DRAWN + 31 * DAY)


def test_a_notice_that_falls_due_this_instant_comes_before_the_next() -> None:
    for now, step in ((DRAWN + 7 * DAY - SECOND, 1), (DRAWN + 7 * DAY, 2)):
        found = awards.upcoming(facts(), now)
        assert found
        assert found.step == step


def test_a_winner_is_asked_a_while_after_the_prize_was_sent_and_not_after_it_was_won() -> None:
    sent = facts(AwardState.DISPATCHED, dispatched_at=DRAWN + 9 * DAY)
    assert awards.upcoming(sent, DRAWN) == Next(Act.ASK, DRAWN + 23 * DAY)
