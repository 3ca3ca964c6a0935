"""Signals: when an entry deserves a look."""

from datetime import UTC, datetime

import pytest

from competition.rules import signals
from competition.rules.masking import mask_address, mask_name


@pytest.mark.parametrize(
    ("count", "before", "minutes", "found"),
    [
        (19, 0, 0, False),
        (20, 0, 0, True),
        (40, 2000, 1000, True),
        (20, 2000, 1000, False),
        (21, 2000, 1000, True),
        (500, 300_000, 6000, False),
        (501, 300_000, 6000, True),
        (20, 2, 1, False),
    ],
)
def test_a_burst_is_far_above_the_competitions_own_rate(
    count: int, before: int, minutes: int, found: bool
) -> None:
    assert signals.is_burst(count, before=before, minutes=minutes) is found


@pytest.mark.parametrize(("took", "found"), [(None, False), (0, True), (1, True), (2, False), (90, False)])
def test_quick_is_under_two_seconds_where_the_time_is_known(took: int | None, found: bool) -> None:
    assert signals.is_quick(took) is found


def test_addresses_of_a_series_are_compared_without_their_numbers() -> None:
    assert signals.comparable_address("reader12@example.com") == ("reader", "example.com")
    assert signals.comparable_address("1@example.com") == ("", "example.com")


def test_too_few_letters_are_none_and_the_last_at_sign_counts() -> None:
    assert signals.comparable_address("abcd@example.com") == ("abcd", "example.com")
    assert signals.comparable_address("abc@example.com") == ("", "example.com")
    assert signals.comparable_address('"a@b"cd@example.com') == ("abcd", "example.com")


def test_names_are_compared_in_small_letters_with_single_spaces() -> None:
    assert signals.comparable_name("  Tom   STRASSE ") == signals.comparable_name("tom straße")
    assert signals.comparable_name(" Tom  Adams") == "tom adams"


def test_entries_are_counted_by_the_minute_and_the_hour() -> None:
    at = datetime(2026, 8, 2, 9, 47, 31, 5, tzinfo=UTC)
    assert signals.minute_of(at) == datetime(2026, 8, 2, 9, 47, tzinfo=UTC)
    assert signals.hour_of(at) == datetime(2026, 8, 2, 9, tzinfo=UTC)


def test_a_list_that_names_a_domain_means_what_is_below_it() -> None:
    assert signals.parent_domains("a.b.example.com") == ["a.b.example.com", "b.example.com", "example.com"]
    assert signals.parent_domains("localhost") == ["localhost"]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Tom Adams", "T•••• A•••••"),
        ("Anna Maria van der Berg", "A•••• B•••••"),
        ("Cher", "C••••"),
        ("élodie ørsted", "É•••• Ø•••••"),
        ("", ""),
    ],
)
def test_a_masked_name_tells_first_letters_and_no_length(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("tom@example.com", "t••••@e•••••.com"),
        ("t@mail.example.co.uk", "t••••@m•••••.uk"),
        ("tom@localhost", "t••••@•••••"),
        ('"a@b"@example.com', '"••••@e•••••.com'),
    ],
)
def test_a_masked_address_tells_no_more(address: str, masked: str) -> None:
    assert mask_address(address) == masked
