"""What is fixed of a draw from a list before its value exists."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from competition.rules.description import Drand, Event, Promoter, Rehearsal
from competition.rules.errors import RuleError
from competition.rules.list_terms import LEAST_GAP, ListDraw, check, dates, slug, terms_text

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
SAID = ListDraw("Three films", 3, 0, Drand(), Promoter("Cinema", "1 Example Street"))
EVENT = Event("a-lottery", "A lottery of 5 December", 64)


def test_the_value_is_due_a_lawful_time_after_the_last_moment_of_the_freeze() -> None:
    made = dates(SAID, int(NOW.timestamp()), rehearsal=False)
    assert made.opens < made.closes < made.confirm_by <= made.freeze_by
    assert made.draw_at - made.freeze_by == made.gap == LEAST_GAP == 900


def test_a_wanted_instant_is_taken_and_one_that_is_too_near_is_refused() -> None:
    far, near = NOW + timedelta(seconds=960), NOW + timedelta(seconds=959)
    at = int(NOW.timestamp())
    assert dates(replace(SAID, draw_at=far), at, rehearsal=False).draw_at == int(far.timestamp())
    with pytest.raises(RuleError, match="at least 960 seconds from now"):
        dates(replace(SAID, draw_at=near), at, rehearsal=False)


def test_a_rehearsal_is_drawn_within_seconds() -> None:
    made = dates(replace(SAID, beacon=Rehearsal()), 1000, rehearsal=True)
    assert (made.confirm_by, made.freeze_by, made.draw_at, made.gap) == (1002, 1003, 1004, 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"promoter": Promoter("", "1 Example Street")}, "promoter"),
        ({"promoter": Promoter("Cinema", "")}, "promoter_address"),
        ({"prizes": 0}, "prizes"),
        ({"prizes": 100_001}, "prizes"),
        ({"reserves": -1}, "prizes"),
        ({"reserves": 100_001}, "prizes"),
        ({"beacon": EVENT}, "draw_at"),
        ({"beacon": replace(EVENT, description="a\tb"), "draw_at": NOW}, "event"),
    ],
)
def test_what_cannot_stand_in_a_manifest_is_refused(changed: dict[str, object], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        check(replace(SAID, **changed))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_what_can_is_not() -> None:
    check(SAID)
    check(replace(SAID, title="x" * 120, prizes=100_000, reserves=100_000))
    check(replace(SAID, beacon=EVENT, draw_at=NOW))


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Three Blu-rays of “Alien”", "three-blu-rays-of-alien"),
        ("Crème brûlée", "creme-brulee"),
        ("映画", "list"),
        ("--", "list"),
        ("x" * 39 + " yes", "x" * 39),
    ],
)
def test_a_title_gives_a_short_name(title: str, short: str) -> None:
    assert slug(title) == short


@pytest.mark.parametrize(
    ("beacon", "said"),
    [
        (Drand(), "the drand network"),
        (EVENT, "a public event: A lottery of 5 December"),
        (Rehearsal(), "This is a rehearsal and proves nothing"),
    ],
)
def test_the_terms_say_what_decides_and_what_is_not_proven(
    beacon: Drand | Event | Rehearsal, said: str
) -> None:
    text = terms_text(replace(SAID, beacon=beacon, reserves=1), NOW)
    assert said in text
    assert "3 prizes, and 1 reserve." in text
    assert "The entries were taken elsewhere" in text
    assert "Tuesday 24 November 2026, 18:00:00 UTC" in text
    assert text.endswith("\n")
    assert "\r" not in text
