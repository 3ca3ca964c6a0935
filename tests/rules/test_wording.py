"""Instants, spans and numbers in words."""

from datetime import UTC, datetime, timedelta

import pytest

from competition.rules import wording

SUMMER = datetime(2026, 8, 29, 17, 0, 7, tzinfo=UTC)
WINTER = datetime(2026, 12, 29, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        (SUMMER, "Europe/London", "Saturday 29 August 2026, 18:00 BST"),
        (WINTER, "Europe/London", "Tuesday 29 December 2026, 17:00 GMT"),
        (SUMMER, "UTC", "Saturday 29 August 2026, 17:00 UTC"),
        (SUMMER, "Asia/Kolkata", "Saturday 29 August 2026, 22:30 IST"),
        (SUMMER, "America/Sao_Paulo", "Saturday 29 August 2026, 14:00 UTC-3"),
        (SUMMER, "Asia/Kathmandu", "Saturday 29 August 2026, 22:45 UTC+5:45"),
        (datetime(2026, 8, 29, 23, 30, tzinfo=UTC), "Europe/London", "Sunday 30 August 2026, 00:30 BST"),
    ],
)
def test_an_instant_is_said_with_its_day_and_zone(at: datetime, zone: str, said: str) -> None:
    assert wording.moment(at, zone) == said


def test_other_ways_to_say_an_instant() -> None:
    assert wording.exact_moment(SUMMER, "Europe/London") == "Saturday 29 August 2026, 18:00:07 BST"
    assert wording.short_moment(SUMMER, "Europe/London") == "29 Aug, 18:00:07 BST"
    assert wording.short_moment(WINTER, "Europe/London") == "29 Dec, 17:00 GMT"
    assert wording.day(SUMMER, "Europe/London") == "29 August 2026"
    assert wording.machine(SUMMER) == "2026-08-29T17:00:07Z"
    assert wording.utc_clock(SUMMER) == "17:00 UTC"


def test_an_instant_that_binds_is_said_with_the_seconds_that_it_has() -> None:
    assert wording.binding_moment(SUMMER, "Europe/London") == "Saturday 29 August 2026, 18:00:07 BST"
    assert wording.binding_utc(SUMMER) == "17:00:07 UTC"
    whole = SUMMER.replace(second=0)
    assert wording.binding_moment(whole, "Europe/London") == "Saturday 29 August 2026, 18:00 BST"
    assert wording.binding_utc(whole) == "17:00 UTC"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(days=6, hours=4, minutes=59), "6 days and 4 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=1), "2 days and 1 hour"),
        (timedelta(days=1, seconds=-60), "23 hours and 59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=2, minutes=30), "2 hours and 30 minutes"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(days=1, minutes=59), "1 day"),
        (timedelta(hours=23, minutes=1), "23 hours and 1 minute"),
        (timedelta(seconds=119), "1 minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=-5), "less than a minute"),
    ],
)
def test_the_time_left_is_said_in_its_two_largest_units(span: timedelta, said: str) -> None:
    assert wording.time_left(SUMMER + span, SUMMER) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(minutes=2, seconds=14, milliseconds=900), "02:14"),
        (timedelta(hours=26, seconds=5), "26:00:05"),
        (timedelta(hours=1), "01:00:00"),
        (timedelta(minutes=59, seconds=59), "59:59"),
        (timedelta(seconds=-5), "00:00"),
    ],
)
def test_a_clock_counts_down_to_the_second(span: timedelta, said: str) -> None:
    assert wording.clock_left(SUMMER + span, SUMMER) == said


@pytest.mark.usefixtures("far_away")
def test_a_day_does_not_hang_on_where_the_machine_stands() -> None:
    assert wording.day(SUMMER, "Europe/London") == "29 August 2026"
    assert wording.machine(SUMMER) == "2026-08-29T17:00:07Z"


def test_numbers_and_sizes() -> None:
    assert [wording.number_word(n) for n in range(1, 13)] == [
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    ]
    assert [wording.number_word(n) for n in (-1, 1000)] == ["-1", "1,000"]
    assert [wording.size(n) for n in (0, 1499, 1500, 999_499, 1_000_000, 1_050_001)] == [
        *("0 bytes", "1 kB", "2 kB", "999 kB", "1.0 MB", "1.1 MB"),
    ]
    assert [wording.number_word(n) for n in (0, 3, 12, 13, 1204)] == [
        "none",
        "three",
        "twelve",
        "13",
        "1,204",
    ]
    assert [wording.plural(n, "ticket") for n in (0, 1, 1204)] == ["0 tickets", "1 ticket", "1,204 tickets"]
    assert [wording.size(n) for n in (1, 999, 1000, 78_260, 1_300_000)] == [
        "1 byte",
        "999 bytes",
        "1 kB",
        "78 kB",
        "1.3 MB",
    ]
