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
