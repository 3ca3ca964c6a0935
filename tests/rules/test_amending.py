"""Moved dates: which may be, for which reasons, and what everybody reads of it (N7)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from competition.rules.amending import LONGEST, REASONS, Amendment, check, differences, from_plain, notice
from competition.rules.errors import FormRefusedError
from competition.rules.lifecycle import BEFORE_FREEZE, Status
from competition.rules.timetable import Timetable
from tests.rules.refusals import refusal
from tests.rules.test_lifecycle import CLOSES, CONFIRM_BY, DATES, DRAW_AT, FREEZE_BY, MOMENT, OPENS

DAY = timedelta(days=1)
GAP = timedelta(hours=24)
NOW = OPENS + DAY
ALL_LATER: dict[str, Any] = {
    "closes": CLOSES + DAY,
    "confirm_by": CONFIRM_BY + DAY,
    "freeze_by": FREEZE_BY + DAY,
    "draw_at": DRAW_AT + DAY,
}


def amendment(**changes: Any) -> Amendment:
    return Amendment(**{"reason": "unfair_otherwise", "happened": "The site was down.", **changes})


def checked(status: Status = Status.OPEN, now: Any = NOW, **changes: Any) -> Timetable:
    return check(amendment(**changes), status, DATES, now, min_gap=GAP)


def test_every_date_behind_the_opening_may_move() -> None:
    assert checked(**ALL_LATER) == Timetable(OPENS, *ALL_LATER.values())
    for status in BEFORE_FREEZE:
        assert checked(status, draw_at=DRAW_AT + DAY) == replace(DATES, draw_at=DRAW_AT + DAY)
    assert checked(happened="a" * LONGEST, reason="nobody_disadvantaged", draw_at=DRAW_AT + DAY)


@pytest.mark.parametrize("status", sorted({*Status} - BEFORE_FREEZE))
def test_no_date_moves_once_the_list_is_frozen(status: Status) -> None:
    assert refusal(lambda: checked(status, **ALL_LATER)) == (
        *("frozen", ""),
        "The list is frozen, or the draw is over: no date can be moved any more.",
    )


@pytest.mark.parametrize(
    ("changes", "code", "field", "message"),
    [
        (
            {"reason": "few_entries", "closes": CLOSES + MOMENT},
            *("reason", "reason", "Choose the reason. There are two; that few have entered is none."),
        ),
        (
            {"happened": " \n", "closes": CLOSES + MOMENT},
            *("happened", "happened", "Write what happened that you could not control."),
        ),
        (
            {"happened": "a" * 1001, "closes": CLOSES + MOMENT},
            *("happened", "happened", "Say it in 1000 characters at most."),
        ),
        ({"draw_at": DRAW_AT}, "unchanged", "closes", "Set at least one date that differs."),
        ({}, "unchanged", "closes", "Set at least one date that differs."),
        (
            {"closes": CONFIRM_BY},
            *("dates", "confirm_by"),
            (
                "The last moment to confirm must be later than the closing time: the last entries need time"
                " to be confirmed."
            ),
        ),
        (
            {"freeze_by": FREEZE_BY + 2 * MOMENT + timedelta(hours=1)},
            *("dates", "draw_at"),
            (
                "The draw must be at least 86400 seconds after the time of the frozen list: the list must be"
                " public before the number exists."
            ),
        ),
    ],
)
def test_an_amendment_that_says_too_little_or_contradicts_itself_is_refused(
    changes: dict[str, Any], code: str, field: str, message: str
) -> None:
    assert refusal(lambda: checked(**changes)) == (code, field, message)


def test_all_that_is_wrong_is_said_at_once_and_of_each_field_the_first() -> None:
    with pytest.raises(FormRefusedError) as refused:
        checked(closes=NOW, confirm_by=NOW, reason="", happened="")
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["closes", "confirm_by", "reason", "happened"]
    assert refused.value.message.count("\n") == 3
    assert "cannot be moved to before now" in refused.value.problems[1].message


def test_a_date_that_has_seconds_keeps_them_where_it_is_told() -> None:
    after = amendment(closes=CLOSES + timedelta(seconds=15)).moved(DATES)
    [line] = differences(DATES, after, zone="Europe/London")
    assert line.endswith("to Saturday 29 August 2026, 18:00:15 BST (17:00:15 UTC)")


def test_a_date_that_has_passed_stays_and_none_moves_to_the_past() -> None:
    passed = ("dates", "closes", "The closing time has passed, so it stays as it was.")
    assert refusal(lambda: checked(Status.CLOSED, CLOSES, **ALL_LATER)) == passed
    assert checked(Status.OPEN, CLOSES - MOMENT, **ALL_LATER)
    before = ("dates", "closes", "The closing time cannot be moved to before now.")
    assert refusal(lambda: checked(closes=NOW)) == before
    assert checked(closes=NOW + MOMENT).closes == NOW + MOMENT
    # What stays may lie in the past.
    assert checked(Status.CLOSED, CONFIRM_BY, draw_at=DRAW_AT + DAY).closes == CLOSES


def test_an_amendment_that_waits_for_its_second_person_is_read_back() -> None:
    whole = amendment(**ALL_LATER, rules="New terms.\n")
    assert from_plain(whole.as_plain()) == whole
    assert whole.as_plain() == {
        "reason": "unfair_otherwise",
        "happened": "The site was down.",
        "rules": "New terms.\n",
        "closes": "2026-08-30T17:00:00Z",
        "confirm_by": "2026-08-31T17:00:00Z",
        "freeze_by": "2026-08-31T18:00:00Z",
        "draw_at": "2026-09-01T19:00:00Z",
    }
    least = amendment(closes=CLOSES + DAY)
    assert from_plain(least.as_plain()) == least
    assert set(least.as_plain()) == {"reason", "happened", "closes"}


def test_what_everybody_reads_names_the_dates_the_reason_and_how_many_decided() -> None:
    asked = amendment(happened=" The site\n was down. ", closes=CLOSES + DAY, draw_at=DRAW_AT + 100 * DAY)
    after = asked.moved(DATES)
    closes = (
        "The closing time moved from Saturday 29 August 2026, 18:00 BST (17:00 UTC)"
        " to Sunday 30 August 2026, 18:00 BST (17:00 UTC)"
    )
    draw_at = (
        "The draw moved from Monday 31 August 2026, 20:00 BST (19:00 UTC)"
        " to Wednesday 9 December 2026, 19:00 GMT (19:00 UTC)"
    )
    assert differences(DATES, after, zone="Europe/London") == [closes, draw_at]
    said = [f"{closes}.", f"{draw_at}.", "What happened: The site was down.", REASONS["unfair_otherwise"]]
    two = notice(asked, DATES, after, zone="Europe/London", people=2)
    assert two.splitlines() == [*said, "Two people of the promoter decided this."]
    alone = notice(asked, DATES, after, zone="Europe/London", people=1)
    assert alone.splitlines() == [*said, "One person decided this: the promoter has no second one."]
