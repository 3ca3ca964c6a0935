"""Appeals: until when, in how many words, and who decides."""

import pytest

from competition.rules.appealing import check_decider, check_sendable, clean_text
from competition.rules.lifecycle import Status
from tests.rules.refusals import refusal


def test_an_exclusion_is_appealed_against_once_and_before_the_freeze() -> None:
    for status in (Status.SCHEDULED, Status.OPEN, Status.CLOSED):
        check_sendable(status, sent=False)
        again = ("sent", "", "You have appealed already. We decide each exclusion once.")
        assert refusal(lambda status=status: check_sendable(status, sent=True)) == again  # type: ignore[misc]
    late = ("frozen", "", "The list is frozen and public, so nothing can be put back into it.")
    assert refusal(lambda: check_sendable(Status.FROZEN, sent=False)) == late


SHORT = ("text", "text", "Say in a sentence or two why the decision is wrong.")
LONG = ("text", "text", "Say it in at most 2,000 characters.")
PLAIN = ("text", "text", "Write plain text, without control characters.")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (" " * 20 + "123456789", SHORT),
        ("a" * 2001, LONG),
        ("nine or so\x07", PLAIN),
        ("nine or so \ud800", PLAIN),
        ("nine or so\rmore", PLAIN),
    ],
)
def test_what_is_no_text_of_a_sentence_or_two_is_refused(text: str, refused: tuple[str, str, str]) -> None:
    assert refusal(lambda: clean_text(text)) == refused


def test_a_text_is_kept_composed_with_plain_ends_of_lines() -> None:
    assert clean_text(" 1234567890\n") == "1234567890"
    assert len(clean_text("a" * 2000)) == 2000
    assert clean_text("Zoe\u0308 lives\there.\r\nAlone.") == "Zoë lives\there.\nAlone."


def test_whoever_left_the_entry_out_decides_only_where_nobody_else_can() -> None:
    own = ("own", "", "You left this entry out. Somebody else decides the appeal.")
    assert refusal(lambda: check_decider("jo", "jo", ["jo", "sam"])) == own
    check_decider("jo", "sam", ["jo", "sam"])
    check_decider("jo", "jo", ["jo"])
    check_decider("jo", "jo", [])
