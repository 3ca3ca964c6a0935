"""What the checklist says is done about each rule, to the word."""

from typing import Any

import pytest

from competition.rules.describing import read
from competition.rules.description import Promoter
from competition.rules.rulebook import RULES, Facts
from tests.record_pieces import vkey
from tests.rules.test_describing import LEAST, WHOLE, described
from tests.rules.test_terms import LOTTERY

GAZETTE, HARBOUR = vkey("town-gazette"), vkey("harbour-museum")
DRAND = (
    "By a public random number (drand) that comes after the list was published."
    " The record lets anyone check it."
)
PROMOTER = Promoter("Example Cinema Ltd", "1 Example Street, Leeds LS1 1AA")


def sentences(text: str, **changes: Any) -> dict[str, str]:
    facts = Facts(described(text, **changes), PROMOTER)
    return {rule.number: rule.said(facts) for rule in RULES}


def test_a_whole_description_is_said_in_these_sentences() -> None:
    assert sentences(WHOLE) == {
        "8.17.1": (
            "By the form on the draw’s page after one question, confirmed by e-mail."
            " Nothing to buy, nothing to pay."
        ),
        "8.17.2": "There is no other: nothing has to be bought.",
        "8.17.3": "Saturday 1 August 2026, 09:00 BST.",
        "8.17.4": "Saturday 29 August 2026, 18:00 BST (17:00 UTC).",
        "8.17.4.e": "Moving it takes two people, one of two lawful reasons, and a public notice.",
        "8.17.6": "Three prizes, each named with its number.",
        "8.17.7": "Age 18 or over, living in the United Kingdom; the prize is rated 15.",
        "8.17.9": "Example Cinema Ltd, 1 Example Street, Leeds LS1 1AA.",
        "8.23": "Your own text; each version keeps its address, and every change is shown.",
        "8.24": (
            "By a public random number (drand) that comes after the list was published."
            " The record lets anyone check it."
        ),
        "8.28": "They stay on the draw’s page, for good.",
        "8.28.1": "One per person; the form and the terms say so.",
        "8.28.2": "There is none, and the terms say so.",
        "8.28.3": "Sent within 30 days of the claim; the terms name the date.",
        "8.28.4": "By e-mail within a day of the draw, with 14 days to claim.",
        "8.28.5": "They are asked before they enter and again when they claim.",
        "UK GDPR 5(1)(c)": "Name and e-mail address. A postal address is asked of winners only.",
        "UK GDPR 13": "By the form and in the terms.",
        "UK GDPR 15–17": "By each entrant’s own page, or by mail.",
        "PECR 22": "A box of its own, not ticked; its wording and the time are kept with each consent.",
    }


@pytest.mark.parametrize(
    ("changes", "number", "sentence"),
    [
        (
            {},
            "8.17.1",
            "By the form on the draw’s page, confirmed by e-mail. Nothing to buy, nothing to pay.",
        ),
        (
            {"disposable": "refuse"},
            "8.17.1",
            (
                "By the form on the draw’s page, confirmed by e-mail. Nothing to buy, nothing to pay."
                " Disposable addresses are refused."
            ),
        ),
        ({}, "8.17.3", "It opens when it is published."),
        ({}, "8.17.6", "One prize, each named with its number."),
        ({"min_age": 0}, "8.17.7", "Any age, from anywhere."),
        ({"region": "Wales"}, "8.17.7", "Age 18 or over, living in Wales."),
        ({"age_rating": "15"}, "8.17.7", "Age 18 or over, from anywhere; the prize is rated 15."),
        ({}, "8.23", "Made from these fields; each version keeps its address, and every change is shown."),
        (
            {"beacon": {"kind": "rehearsal"}},
            "8.24",
            "A rehearsal gives nothing away, proves nothing, and says so.",
        ),
        (
            {"beacon": LOTTERY},
            "8.24",
            ("By a public event that comes after the list was published. The record lets anyone check it."),
        ),
        ({"witnesses": [GAZETTE]}, "8.24", f"{DRAND} An outside witness signs the list before."),
        (
            {"witnesses": [GAZETTE, HARBOUR]},
            "8.24",
            f"{DRAND} Two outside witnesses sign the list before.",
        ),
        (
            {"witnesses": [GAZETTE, HARBOUR], "witness_quorum": 1},
            "8.24",
            f"{DRAND} An outside witness signs the list before.",
        ),
        ({"cash_alternative": "Tickets for Malcolm X."}, "8.28.2", "Offered: Tickets for Malcolm X."),
        ({"delivery_days": 1}, "8.28.3", "Sent within 1 day of the claim; the terms name the date."),
        ({"claim_days": 1}, "8.28.4", "By e-mail within a day of the draw, with 1 day to claim."),
        (
            {"extras": [{"label": "Size", "purpose": "Fit"}, {"label": "Seat", "purpose": "Place"}]},
            "UK GDPR 5(1)(c)",
            "Name and e-mail address, and Size, Seat. A postal address is asked of winners only.",
        ),
        (
            {"extras": [{"label": "Size", "purpose": "Fit"}], "group_rule": "household"},
            "UK GDPR 5(1)(c)",
            (
                "Name and e-mail address, and postcode and house, Size."
                " A postal address is asked of winners only."
            ),
        ),
        ({}, "PECR 22", "Nobody is asked for any."),
    ],
)
def test_what_a_description_changes_is_said_of_its_rule(
    changes: dict[str, Any], number: str, sentence: str
) -> None:
    assert sentences(LEAST, **changes)[number] == sentence


def test_an_unfinished_description_can_be_spoken_of_too() -> None:
    facts = Facts(read({})[0], PROMOTER)
    assert all(rule.said(facts) for rule in RULES)
