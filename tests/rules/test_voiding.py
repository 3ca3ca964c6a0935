"""Calling a draw off: until when, and what has to be said in public."""

import pytest

from competition.rules.errors import FormRefusedError
from competition.rules.lifecycle import Status
from competition.rules.voiding import REASONS, check_notice, check_voidable, published
from tests.rules.refusals import refusal

NOTICE = ("notice", "notice", "Say in a sentence or more what happened. Everybody will read it.")


@pytest.mark.parametrize(
    "status", [Status.SCHEDULED, Status.OPEN, Status.CLOSED, Status.FROZEN, Status.DRAWN]
)
def test_a_draw_that_is_under_way_can_be_called_off(status: Status) -> None:
    check_voidable(status)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (Status.DRAFT, "This is a draft: nobody has seen it, so there is nothing to void."),
        (Status.COMPLETED, "Every prize has arrived, and the record is complete."),
        (Status.VOIDED, "This draw is void already."),
    ],
)
def test_one_that_nobody_saw_or_that_is_over_cannot(status: Status, message: str) -> None:
    assert refusal(lambda: check_voidable(status)) == (status.value, "", message)


def test_a_notice_names_one_of_the_reasons_and_says_what_happened() -> None:
    assert check_notice("fault", " The disc was \n full and lost. ") == "The disc was full and lost."
    assert len(check_notice("fault", "a" * 2000)) == 2000
    assert check_notice("fault", "a" * 20)
    assert refusal(lambda: check_notice("boredom", "a" * 20)) == (
        *("reason", "reason"),
        "Choose one of the reasons.",
    )
    for short in (" " * 9 + "a" * 19, "a" * 2001, "a" * 20 + "\x07"):
        assert refusal(lambda short=short: check_notice("fault", short)) == NOTICE  # type: ignore[misc]


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(FormRefusedError) as refused:
        check_notice("boredom", "")
    assert [problem.field for problem in refused.value.problems] == ["reason", "notice"]


def test_the_public_reads_reason_notice_and_how_many_decided() -> None:
    said = f"{REASONS['no_prize']} The disc was lost."
    assert (
        published("no_prize", "The disc was lost.", 2) == f"{said} Two people of the promoter decided this."
    )
    assert published("no_prize", "The disc was lost.", 1) == f"{said} One person decided this alone."
