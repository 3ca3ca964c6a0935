"""What the browser says of a ticket: one plain sentence for every way in which it can have gone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from competition.audit import wording
from competition.rules import excluding
from tests.fixtures.verifier_page import Verifier

PLACES = [
    ("prize", 1, "aa"),
    ("prize", 2, "bb"),
    ("skip", None, "cc"),
    ("reserve", 1, "dd"),
    ("reserve", 2, "ee"),
]
GROUP = ", but another ticket of your group holds a prize already, and there is one for each."
DVD = {"prize": "DVD", "title": "DVD"}


def said(
    verifier: Verifier, fate: str = "none", *, step: dict[str, Any] | None = None, **changes: Any
) -> list[str]:
    """The sentences for a ticket of a draw in which unit 2 has passed from bb to the reserve dd."""
    report = {
        "verdict": changes.pop("verdict", "verified"),
        "outcome": changes.pop("outcome", "drawn"),
        "walk": [{"as": kind, "number": number, "ticket": ticket} for kind, number, ticket in PLACES],
        "holders_now": changes.pop("holders", {"1": "aa", "2": "dd"}),
        "steps": [{"step": None, "state": "passed", "code": None, "note": "", **(step or {})}],
    }
    blank = {"number": None, "prize": None, "reason": None, "holds": None, "title": None}
    rank = changes.pop("rank", 132)
    ticket = {
        "ticket": "f" * 64,
        "short": "ffff-ffff-ffff",
        "line": 7,
        "of": 1204,
        "proof": None,
        "score": None,
        "cutoff": None,
        "rank": rank,
        "outcome": {**blank, "as": fate, **changes},
    }
    page: Page = verifier.page
    found: list[str] = page.evaluate(
        "async given => (await import('/static/proof/ticket_words.js')).ticketSentences(given)",
        {"report": report, "prizes": [], "ticket": ticket},
    )
    return found


PLAIN: dict[str, tuple[dict[str, Any], str]] = {
    "behind the last": (
        {"fate": "none"},
        "You came 132nd of 1,204. The last prize went to rank 2. One has passed on since, to rank 4.",
    ),
    "behind the last, all kept": (
        {"fate": "none", "holders": {"1": "aa", "2": "bb"}},
        "You came 132nd of 1,204. The last prize went to rank 2.",
    ),
    "a winner": (
        {"fate": "prize", "number": 1, "holds": 1, "rank": 1, **DVD},
        "You came 1st of 1,204 and won prize 1, DVD.",
    ),
    "a winner who gave it up": (
        {"fate": "prize", "number": 2, "rank": 2, "prize": "DVD"},
        "You came 2nd of 1,204 and won prize 2, DVD. It was given up since.",
    ),
    "a reserve": (
        {"fate": "reserve", "number": 2, "rank": 5},
        "You came 5th of 1,204: reserve 2. If a winner cannot take a prize, it passes on in this order.",
    ),
    "a reserve who was given a prize": (
        {"fate": "reserve", "number": 1, "rank": 4, "holds": 2, "title": "DVD"},
        "You came 4th of 1,204: a reserve, to whom prize 2, DVD, has passed.",
    ),
    "passed over": (
        {"fate": "skip", "rank": 3},
        f"You came 3rd of 1,204{GROUP}",
    ),
    "left out": (
        {"fate": "excluded", "reason": "duplicate", "rank": None},
        "Your ticket was left out of the draw. More than one entry from one person.",
    ),
    "left out for a reason of the promoter's own": (
        {"fate": "excluded", "reason": "bought_in_bulk", "rank": None},
        "Your ticket was left out of the draw. Reason given by the promoter: bought in bulk.",
    ),
    "not drawn yet": (
        {"fate": "not drawn", "rank": None, "verdict": "could not check"},
        "Your ticket is on the frozen list of 1,204. The draw has not been made yet.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PLAIN)
def test_where_a_ticket_stands_is_one_sentence(verifier: Verifier, case: str) -> None:
    outcome, sentence = PLAIN[case]
    assert said(verifier, **outcome)[0] == sentence


@pytest.mark.parametrize(
    ("rank", "word"),
    [(1, "1st"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"), (111, "111th"), (1003, "1,003rd")],
)
def test_a_rank_is_said_as_people_say_it(verifier: Verifier, rank: int, word: str) -> None:
    assert said(verifier, rank=rank)[0].startswith(f"You came {word} of 1,204.")


def test_a_ticket_in_neither_list_is_evidence_and_the_page_says_what_to_do(verifier: Verifier) -> None:
    found = said(verifier, step={"state": "failed", "code": "receipt_missing"}, verdict="failed")
    assert found[0] == "Your ticket is in neither list, though the organiser signed your receipt."
    assert "Keep the receipt, the salt and the record" in found[1]


@pytest.mark.parametrize(
    ("step", "verdict", "first"),
    [
        ({"state": "failed", "note": "x"}, "failed", "Your receipt does not pass: x."),
        ({"state": "could not check", "note": "x"}, "verified", "Your receipt could not be checked: x."),
        ({"state": "not reached"}, "failed", "The record itself does not pass, so nothing can be said"),
        ({}, "failed", "Your receipt passes, but the record itself does not: a rank in it"),
    ],
)
def test_a_receipt_or_a_record_that_does_not_pass_gives_no_rank(
    verifier: Verifier, step: dict[str, Any], verdict: str, first: str
) -> None:
    found = said(verifier, step=step, verdict=verdict)
    assert found[0].startswith(first)
    assert "You came" not in " ".join(found)


def test_a_voided_draw_is_said_with_the_rank(verifier: Verifier) -> None:
    found = said(verifier, "prize", outcome="voided", holders={}, number=1, rank=1, prize="DVD")
    assert found[0] == "You came 1st of 1,204 and won prize 1, DVD."
    assert found[1] == "The organiser has voided this draw since."


def test_the_sentences_of_the_command_line_and_of_the_rules_are_these(verifier: Verifier) -> None:
    words = verifier.page.evaluate(
        "async () => ({ ...await import('/static/proof/words.js') })",
    )
    assert words["PROVES"] == list(wording.PROVES)
    assert words["PROVES_NOT"] == list(wording.PROVES_NOT)
    assert words["LEVELS"] == wording.LEVELS
    assert words["REASONS"] == excluding.SENTENCES
