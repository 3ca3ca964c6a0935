"""The generated terms: every significant condition is in them; a promoter's own text is taken as it is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from competition.rules.description import Promoter
from competition.rules.terms import terms_text
from tests.rules.test_describing import LEAST, WHOLE, described

PROMOTER = Promoter("Example Cinema Ltd", "1 Example Street, Leeds LS1 1AA", "draws@cinema.example")


def terms(text: str, **changes: Any) -> str:
    description = described(text, **changes)
    timetable = description.timetable(opens=datetime(2026, 8, 1, 8, tzinfo=UTC))
    return terms_text(description, timetable, PROMOTER)


@pytest.mark.parametrize(
    "condition",
    [
        "Example Cinema Ltd, 1 Example Street, Leeds LS1 1AA",
        "draws@cinema.example",
        "3 x Blu-ray.",
        "rated 15",
        "no cash alternative",
        "I am 18 or over",
        "the United Kingdom",
        "Neither I nor my family work for Example Cinema Ltd",
        "Entry is free",
        "Saturday 1 August 2026, 09:00 BST (08:00 UTC)",
        "Saturday 29 August 2026, 18:00 BST (17:00 UTC)",
        "until Sunday 30 August 2026, 18:00 BST",
        "by Sunday 30 August 2026, 19:00 BST",
        "Tuesday 1 September 2026, 20:00 BST",
        "drand",
        "right answer",
        "Each person can win one prize",
        "14 days to claim",
        "3 reserves",
        "within 30 days",
    ],
)
def test_the_terms_state_this_condition(condition: str) -> None:
    assert condition in terms(WHOLE, rules="")


def test_a_rehearsal_says_that_it_proves_nothing() -> None:
    assert "proves nothing" in terms(LEAST, beacon={"kind": "rehearsal"})


def test_the_terms_are_a_file_of_the_format() -> None:
    for text in (terms(LEAST), terms(WHOLE), terms(LEAST, rules="One.\r\nTwo.\r\n")):
        assert text.endswith("\n")
        assert "\r" not in text


def test_a_promoters_own_terms_are_published_as_they_are() -> None:
    assert terms(WHOLE) == "All the terms.\n"
