"""The numbers of an event: how they may be typed, and by whom a second time."""

import pytest

from competition.draw.beacon import check_event_value
from competition.rules.errors import RuleError
from competition.rules.typing_numbers import check_second, key_string


@pytest.mark.parametrize(
    ("typed", "value"),
    {
        "spaces and lines": ("7 8 11 18\n2 3 9", "7.8.11.18./2.3.9./"),
        "another order": ("18, 11, 8, 7 / 9 3 2", "7.8.11.18./2.3.9./"),
        "the value itself": ("7.8.11.18./2.3.9./", "7.8.11.18./2.3.9./"),
        "leading zeros": ("07 08 11 18\r\n\r\n02 03 09\n", "7.8.11.18./2.3.9./"),
        "equal numbers": ("4 4 0", "0.4.4./"),
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
        "a huge one": (f"{2**53}", "too large"),
        "very many digits": ("1" * 5000, "too large"),
        "too many": (" ".join(["12345"] * 100), "more numbers than the record can hold"),
    }.values(),
)
def test_what_is_no_number_is_named(typed: str, said: str) -> None:
    with pytest.raises(RuleError, match=said) as refused:
        key_string(typed)
    assert refused.value.field == "numbers"


def test_nobody_types_both_times() -> None:
    check_second("jo", "ben")
    with pytest.raises(RuleError, match="Somebody else types them now"):
        check_second("jo", "jo")
