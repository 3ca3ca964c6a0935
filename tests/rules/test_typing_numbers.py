"""The numbers of an event: how they may be typed, and by whom a second time."""

from datetime import UTC, datetime, timedelta

import pytest

from competition.draw.beacon import check_event_value
from competition.rules.approving import Decider
from competition.rules.errors import RuleError
from competition.rules.typing_numbers import check_code, code_of_second, key_string, one_person

NOON = datetime(2026, 9, 12, 12, tzinfo=UTC)
FIRST = Decider("jo", NOON)


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


def test_somebody_else_types_second_and_whoever_is_alone_does_it_again() -> None:
    ben = Decider("ben", NOON - timedelta(days=1))
    assert code_of_second(FIRST, "ben", [ben]) == "ben"
    with pytest.raises(RuleError, match="Somebody else types them now"):
        code_of_second(FIRST, "jo", [Decider("jo", NOON - timedelta(days=9)), ben])
    assert code_of_second(FIRST, "jo", [Decider("jo", NOON - timedelta(days=9))]) == "jo_again"


def test_an_account_that_was_made_after_the_first_typing_is_no_second_person() -> None:
    young = Decider("young", NOON)
    with pytest.raises(RuleError, match="younger than the first typing"):
        code_of_second(FIRST, "young", [young])
    assert code_of_second(FIRST, "jo", [young]) == "jo_again"


def test_the_record_says_that_one_person_typed_and_nobody_can_have_such_a_code() -> None:
    assert one_person(("jo", "jo_again"))
    assert not one_person(("jo", "ben"))
    assert len(code_of_second(Decider("a" * 32, NOON), "a" * 32, [])) == 32
    with pytest.raises(RuleError, match="_again"):
        check_code("jo_again")
