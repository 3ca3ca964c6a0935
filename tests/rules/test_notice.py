"""The notice at collection says what is asked, and nothing that is not (UK GDPR, Article 13)."""

from typing import Any

import pytest

from competition.rules import describing
from competition.rules.description import Promoter
from competition.rules.notice import CONTRACT, RIGHTS, notice
from tests.services.builders import DESCRIPTION

PROMOTER = Promoter("Example Cinema Ltd", "1 Example Street, Leeds LS1 1AA", "draws@cinema.example")
MUST_SAY = (
    *("Who", "What", "Why", "Lawful basis", "Who else", "In public", "How long", "Your rights", "Complaints"),
)


def said(**changes: Any) -> dict[str, str]:
    described = describing.parse({**DESCRIPTION, **changes})
    return dict(
        notice(
            described,
            PROMOTER,
            complaints="https://cinema.example/draws/complaints",
        )
    )


def test_it_says_all_that_it_must() -> None:
    assert tuple(said()) == MUST_SAY
    assert said()["Who"].startswith("Example Cinema Ltd, 1 Example Street, Leeds LS1 1AA.")
    assert "draws@cinema.example" in said()["Who"]
    assert "https://cinema.example/draws/complaints" in said()["Complaints"]
    assert "Information Commissioner" in said()["Complaints"]


DRAW = "To run this draw: one entry each, a ticket made from your address, the prize to its winner."


def test_a_form_that_asks_for_much_is_told_of_in_these_words() -> None:
    asked = said(extras=[{"label": "Size", "purpose": "Fit"}])
    assert asked["Who"] == (
        "Example Cinema Ltd, 1 Example Street, Leeds LS1 1AA. Write to draws@cinema.example."
    )
    assert asked["What"] == (
        "Your e-mail address, your name, your answer, Size, what you declare and how we may name you."
        " Whether you want advertising, if you tick that box. A postal address only if you win."
    )
    assert asked["Why"] == (
        f"{DRAW} For advertising only if you ask for it and confirm that in a message of its own."
    )
    assert asked["Lawful basis"] == (
        f"{CONTRACT} For advertising, your consent, which you can end at any time."
    )
    assert asked["How long"] == (
        "If you do not confirm, until 7 days after the last entry could be confirmed; if you win nothing,"
        " until 30 days after the last prize is settled; if you win, until 6 months after that. Then your"
        " details are erased."
    )
    assert asked["Who else"] == "Only those who carry our mail and our parcels. We never sell them."
    assert asked["In public"] == (
        "Your ticket, which names nobody. If you win, your name as far as you allow it."
    )
    assert asked["Your rights"] == RIGHTS
    assert asked["Complaints"] == (
        "By the form at https://cinema.example/draws/complaints, or to the Information Commissioner,"
        " ico.org.uk."
    )


def test_a_form_that_asks_for_little_is_told_of_in_these_words() -> None:
    asked = said(question=None, marketing="")
    assert asked["What"] == (
        "Your e-mail address, your name, what you declare and how we may name you."
        " A postal address only if you win."
    )
    assert asked["Why"] == f"{DRAW} For nothing else."
    assert asked["Lawful basis"] == CONTRACT


@pytest.mark.parametrize(
    ("changes", "asked", "not_asked"),
    [
        ({}, ("your answer", "advertising"), ()),
        ({"question": None}, ("Your e-mail address, your name",), ("your answer",)),
        ({"marketing": ""}, ("your answer",), ("advertising", "consent")),
    ],
)
def test_it_is_made_of_what_the_form_asks(
    changes: dict[str, Any], asked: tuple[str, ...], not_asked: tuple[str, ...]
) -> None:
    text = " ".join(said(**changes).values())
    assert all(word in text for word in asked)
    assert not any(word in text for word in not_asked)


def test_it_says_how_long_from_the_competitions_own_retention() -> None:
    assert "7 days after" in said()["How long"]
    assert "30 days after" in said()["How long"]
    assert "6 months after" in said()["How long"]
    own = said(retention={"pending_days": 1, "entrant_days": 14, "winner_months": 12})["How long"]
    assert "1 day after" in own
    assert "14 days after" in own
    assert "12 months after" in own
