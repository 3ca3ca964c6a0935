"""Which column of somebody else's list holds the addresses."""

import pytest

from competition.rules.errors import RuleError
from competition.rules.list_columns import find

HEADED = [["Name", "E-Mail"], ["Ann", "ann@example.com"], ["Bob", "bob@example.com"]]
TWO = [["Name", "E-mail address", "Friend"], ["Ann", "ann@example.com", "bob@example.com"]]


def test_the_only_column_with_addresses_is_it_whatever_it_is_called() -> None:
    found = find([["Who", "Where to"], ["Ann", "ann@example.com"]], None)
    assert (found.index, found.heading, found.said()) == (1, True, "column 2, “Where to”")


def test_of_two_the_one_that_is_called_so_is_it() -> None:
    assert find(TWO, None).index == 1


def test_a_first_row_with_an_address_is_an_entry_and_no_heading() -> None:
    found = find([["ann@example.com"], ["bob@example.com"]], None)
    assert (found.index, found.heading, found.said()) == (0, False, "column 1")


def test_a_column_is_asked_for_by_name_or_number() -> None:
    assert find(TWO, " friend ").index == 2
    assert find(TWO, "3").index == 2
    assert find([["x", "ann@example.com"]], "2").index == 1


def test_a_column_whose_name_is_a_number_goes_before_the_number_of_a_column() -> None:
    assert find([["1", "3", "2"], ["a", "b", "c@example.com"]], "2").index == 2


def test_a_heading_without_a_name_still_is_one() -> None:
    found = find([["Name", ""], ["Ann", "ann@example.com"]], None)
    assert (found.index, found.heading, found.width) == (1, True, 2)


@pytest.mark.parametrize(
    ("sample", "asked", "said"),
    [
        ([], None, "The list is empty."),
        (
            [["A", "B"], ["a@example.com", "b@example.com"]],
            None,
            "Several columns hold addresses: “A”, “B”. Name the one of the entrants.",
        ),
        ([["A", "B"], ["x", "y"]], None, "No column holds e-mail addresses. If one does, name it."),
        (HEADED, "Phone", "There is no column “Phone”. The columns are “Name”, “E-Mail”."),
        (HEADED, "3", "There is no column “3”. The columns are “Name”, “E-Mail”."),
        (HEADED, "0", "There is no column “0”. The columns are “Name”, “E-Mail”."),
        (
            [["M", "m"], ["a@example.com", "b"]],
            "m",
            "Several columns are called “m”: give the number of the column.",
        ),
        (
            [["ann@example.com"]],
            "email",
            "The first row is an entry and names no columns: give the number of the column.",
        ),
    ],
)
def test_what_could_be_meant_twice_or_is_not_there_is_refused(
    sample: list[list[str]], asked: str | None, said: str
) -> None:
    with pytest.raises(RuleError) as refused:
        find(sample, asked)
    assert refused.value.message == said


def test_a_refusal_offers_a_dozen_columns_at_most() -> None:
    with pytest.raises(RuleError, match="“c11”, and 88 more"):
        find([[f"c{number}" for number in range(100)]], "x")
