"""Giving up a prize unit: for which reasons, and with whose approval (N5)."""

import pytest

from competition.rules.vacating import check, in_words
from tests.rules.refusals import refusal

ALLOWED = ("declined", "no_reply", "undeliverable")
CODES = ("approvers", "", "Name each approver once, by the code of an admin such as jo.")
TWO = ("approvers", "", "A prize is given up for this reason only if two people approve it.")
ONE = ("approvers", "", "A prize is given up for this reason only if somebody approves it.")


@pytest.mark.parametrize(
    ("reason", "approvers", "staff"),
    [
        ("undeliverable", ("jo", "sam"), ("jo", "sam", "kim")),
        ("undeliverable", ("jo",), ("jo",)),
        ("undeliverable", ("a", "b", "c" * 32), ()),
        ("undeliverable", ("anyone",), ()),
        ("declined", (), ("jo", "sam")),
        ("declined", (), ()),
    ],
)
def test_a_unit_is_given_up_with_as_many_approvals_as_there_are_people(
    reason: str, approvers: tuple[str, ...], staff: tuple[str, ...]
) -> None:
    check(reason, ALLOWED, approvers, staff=staff)


@pytest.mark.parametrize(
    ("reason", "approvers", "staff", "said"),
    [
        (
            *("no_reply", ("jo", "sam"), ("jo", "sam")),
            ("reason", "", "Silence is for the clock: it ends a hold when the time to claim is over."),
        ),
        (
            *("boredom", ("jo", "sam"), ("jo", "sam")),
            (
                *("reason", ""),
                "“boredom” is no reason of this draw. Use one of: declined, no_reply, undeliverable.",
            ),
        ),
        ("undeliverable", ("jo", "jo"), ("jo", "sam"), CODES),
        ("undeliverable", ("Jo", "sam"), (), CODES),
        ("undeliverable", ("c" * 33,), (), CODES),
        ("undeliverable", ("jo", "x"), ("sam", "jo"), ("approvers", "", "Only admins approve: jo, sam.")),
        ("undeliverable", ("jo",), ("jo", "sam"), TWO),
        ("undeliverable", ("jo",), ("jo", "sam", "kim"), TWO),
        ("undeliverable", (), ("jo",), ONE),
        ("undeliverable", (), (), ONE),
    ],
)
def test_what_is_no_reason_or_has_too_few_behind_it_is_refused(
    reason: str, approvers: tuple[str, ...], staff: tuple[str, ...], said: tuple[str, str, str]
) -> None:
    assert refusal(lambda: check(reason, ALLOWED, approvers, staff=staff)) == said


def test_a_reason_is_a_sentence() -> None:
    assert in_words("declined") == "The winner did not want the prize."
    assert in_words("wrong_region") == "Reason given by the promoter: wrong region."
