"""The numbers of an event: how they may be typed, and by whom a second time."""

from datetime import UTC, datetime, timedelta

import pytest

from competition.draw.beacon import check_event_value
from competition.rules.errors import RuleError
from competition.rules.typing_numbers import LONGEST, check_due, check_second, key_string
from tests.rules.refusals import refusal


@pytest.mark.parametrize(
    ("typed", "value"),
    {
        "spaces and lines": ("7 8 11 18\n2 3 9", "7.8.11.18./2.3.9./"),
        "another order": ("18, 11, 8, 7 / 9 3 2", "7.8.11.18./2.3.9./"),
        "the value itself": ("7.8.11.18./2.3.9./", "7.8.11.18./2.3.9./"),
        "leading zeros": ("07 08 11 18\r\n\r\n02 03 09\n", "7.8.11.18./2.3.9./"),
        "equal numbers": ("4 4 0", "0.4.4./"),
        "the largest there is": (f"{2**53 - 1}", f"{2**53 - 1}./"),
        "as many as the record holds": (" ".join(["1"] * 248 + ["12"]), f"{'1.' * 248}12./"),
    }.values(),
)
def test_however_they_are_written_equal_numbers_are_one_value(typed: str, value: str) -> None:
    assert key_string(typed) == value
    check_event_value(value)


@pytest.mark.parametrize(
    ("typed", "said"),
    {
        "nothing": (" \n /", "Type the numbers"),
        "a word": ("7 eight 9", "Line 1: “eight” is no number"),
        "a minus": ("1 2\n-3", "Line 2: “-3” is no number"),
        "other digits": ("٣", "is no number"),
        "a sign in front": ("X7", "“X7” is no number"),
        "a long word": ("x" * 30, f"“{'x' * 20}” is no number"),
        "a huge one": (f"{2**53}", "too large"),
        "seventeen digits": ("0" * 16 + "7", "too large"),
        "a long number": ("1" * 30, f"Line 1: {'1' * 20} is too large"),
        "very many digits": ("1" * 5000, "too large"),
        "too many": (" ".join(["12345"] * 100), "more numbers than the record can hold"),
    }.values(),
)
def test_what_is_no_number_is_named(typed: str, said: str) -> None:
    with pytest.raises(RuleError, match=said) as refused:
        key_string(typed)
    assert (refused.value.code, refused.value.field) == ("numbers", "numbers")


def test_one_sign_more_than_the_record_holds_is_too_many() -> None:
    assert len(key_string(" ".join(["1"] * 248 + ["12"]))) == LONGEST
    with pytest.raises(RuleError, match=f"can hold: {LONGEST} characters in all"):
        key_string(" ".join(["1"] * 248 + ["123"]))


def test_nobody_types_both_times() -> None:
    check_second("jo", "ben")
    assert refusal(lambda: check_second("jo", "jo")) == (
        *("own", ""),
        "You have typed them. Somebody else types them now, without seeing yours.",
    )


def test_no_number_is_typed_before_the_event_is_over() -> None:
    due = datetime(2026, 9, 2, 19, tzinfo=UTC)
    check_due(due, due, "20:00")
    assert refusal(lambda: check_due(due, due - timedelta(seconds=1), "20:00")) == (
        *("early", ""),
        "The event is not over. Its numbers can be typed from 20:00.",
    )
