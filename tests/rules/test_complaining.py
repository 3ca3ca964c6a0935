"""What a complaint has to say, and by when it is answered."""

from datetime import UTC, datetime

import pytest

from competition.rules import complaining
from competition.rules.errors import EntryRefusedError


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-08-20", "2026-09-20"), ("2027-01-31", "2027-02-28"), ("2028-01-30", "2028-02-29")],
)
def test_the_answer_is_due_a_month_later_whatever_its_length(received: str, due: str) -> None:
    at = datetime.fromisoformat(received).replace(tzinfo=UTC)
    assert complaining.answer_by(at).date().isoformat() == due


@pytest.mark.parametrize(
    ("kind", "text", "fields"),
    [
        ("complaint", "The prize never came.\r\nWhy?", []),
        ("", "  \n ", ["kind", "text"]),
        ("praise", "x", ["kind"]),
        ("other", "x" * 4001, ["text"]),
        ("other", "a\x07b", ["text"]),
        ("other", "a\udc80b", ["text"]),
    ],
)
def test_all_that_has_to_be_put_right_is_said_at_once(kind: str, text: str, fields: list[str]) -> None:
    found: list[str] = []
    try:
        complaining.check(kind, text)
    except EntryRefusedError as refused:
        found = [problem.field for problem in refused.problems]
    assert found == fields


def test_a_text_is_kept_with_plain_ends_of_lines() -> None:
    assert complaining.clean(" one\r\ntwo\rthree \n") == "one\ntwo\nthree"


def test_a_reference_can_be_read_out() -> None:
    assert complaining.reference("7F3K92QX") == "C-7F3K-92QX"
    assert not set("01OIL") & set(complaining.ALPHABET.replace("L", ""))


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("praise", "x", ("kind", "kind", "Choose what this is about.")),
        ("other", "", ("text", "text", "Write what you want us to know or to do.")),
        ("other", "x" * 4321, ("text", "text", "Write at most 4,000 characters; this has 4,321.")),
        ("other", "a\x07b", ("text", "text", "Write plain text, without control characters.")),
    ],
)
def test_each_fault_says_what_to_do(kind: str, text: str, said: tuple[str, str, str]) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        complaining.check(kind, text)
    [problem] = refused.value.problems
    assert (problem.code, problem.field, problem.message) == said


def test_the_longest_text_with_tabs_and_lines_is_taken() -> None:
    complaining.check("access", " \n" + "a\t\n" * 1333 + "b \n")
