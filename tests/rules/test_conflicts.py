"""Who is too close to the promoter, and when that list is shut (N10)."""

import pytest

from competition.rules.conflicts import check_listable, in_words
from competition.rules.lifecycle import Status
from tests.rules.refusals import refusal
from tests.rules.test_lifecycle import MOMENT, OPENS

SHUT = (
    "opened",
    "",
    "The list was closed when the draw opened. Leave an entry out with a reason instead.",
)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SCHEDULED])
def test_the_list_changes_until_the_opening_instant(status: Status) -> None:
    check_listable(status, OPENS, OPENS - MOMENT)
    assert refusal(lambda: check_listable(status, OPENS, OPENS)) == SHUT


@pytest.mark.parametrize("status", [Status.OPEN, Status.CLOSED, Status.FROZEN, Status.VOIDED])
def test_the_list_of_a_draw_that_was_opened_is_shut_by_any_clock(status: Status) -> None:
    assert refusal(lambda: check_listable(status, OPENS, OPENS - MOMENT)) == SHUT


def test_the_page_says_how_many_are_listed() -> None:
    start, end = "People close to the promoter cannot enter.", "listed, and cannot be confirmed."
    assert in_words(1) == f"{start} One address is {end}"
    assert in_words(0) == f"{start} 0 addresses are {end}"
    assert in_words(1204) == f"{start} 1,204 addresses are {end}"
