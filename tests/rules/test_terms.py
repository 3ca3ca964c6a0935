"""The generated terms: every significant condition is in them; a promoter's own text is taken as it is."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from competition.rules.description import Promoter
from competition.rules.terms import fingerprint, terms_text
from tests.rules.test_describing import LEAST, WHOLE, described

PROMOTER = Promoter("Example Cinema Ltd", "1 Example Street, Leeds LS1 1AA", "draws@cinema.example")


def terms(text: str, **changes: Any) -> str:
    description = described(text, **changes)
    timetable = description.timetable(opens=datetime(2026, 8, 1, 8, tzinfo=UTC))
    return terms_text(description, timetable, PROMOTER)


# Line by line, a file of the terms as an entrant reads them.
OF_THE_WHOLE = """\
Terms of the prize draw: Win Ai Weiwei: Never Sorry on Blu-ray

1. Promoter
Example Cinema Ltd, 1 Example Street, Leeds LS1 1AA. Write to draws@cinema.example.

2. Prizes
3 x Blu-ray.
The prize is rated 15.
There is no cash alternative. Prizes are sent at no cost to the winner.

3. Who may enter
Entry is free. There is nothing to buy.
Each entrant declares:
- I am 18 or over.
- I live in the United Kingdom.
- Neither I nor my family work for Example Cinema Ltd.
One entry per person. Spellings of one mailbox count as one (rule email-folding/1).

4. How to enter
The draw opens on Saturday 1 August 2026, 09:00 BST (08:00 UTC).
It closes on Saturday 29 August 2026, 18:00 BST (17:00 UTC).
An entry sent at that instant or later is late.
Each entry is confirmed by e-mail until Sunday 30 August 2026, 18:00 BST.
An entry that is not confirmed is not in the draw.
Only entries with the right answer go into the draw.

5. The draw
The list of tickets is frozen and published by Sunday 30 August 2026, 19:00 BST.
The draw is on Tuesday 1 September 2026, 20:00 BST, by a public random number of the drand network.
The list and the number together give every ticket a score; the lowest scores win.
Anyone can check this.
Each person can win one prize.

6. Winners
Winners are told by e-mail within a day of the draw and have 14 days to claim.
A prize that is not claimed in time passes to the next reserve in the published order.
3 reserves are drawn.
Prizes are sent within 30 days of the claim: by 15 October 2026 to winners of the draw.
A winner is named only as far as the winner allows.

7. Your details
Example Cinema Ltd uses the details of entrants to run this draw and for nothing else, \
unless you ask for advertising apart from it.
The public list holds no names and no addresses.
How long they are kept: If you do not confirm, until 7 days after the last entry could be confirmed; \
if you win nothing, until 30 days after the last prize is settled; if you win, until 6 months after that. \
Then your details are erased.
You may see, correct or erase your details, or complain, at any time.
"""
LOTTERY = {"kind": "event", "id": "lotto", "description": "the lottery of 2 September", "bits": 64}


def test_the_terms_state_every_condition_in_these_words() -> None:
    assert terms(WHOLE, rules="") == OF_THE_WHOLE


def test_a_description_that_says_little_has_no_lines_about_what_it_leaves_out() -> None:
    written = terms(LEAST).splitlines()
    assert "The prize is rated 15." not in written
    assert "Only entries with the right answer go into the draw." not in written
    assert len(written) == len(OF_THE_WHOLE.splitlines()) - 4


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"min_age": 0}, "- I may enter under the terms."),
        (
            {"cash_alternative": "Tickets for Malcolm X."},
            (
                "Instead of it a winner may have: Tickets for Malcolm X."
                " Prizes are sent at no cost to the winner."
            ),
        ),
        ({"extras": [{"label": "Size", "purpose": "Fit"}]}, "The form also asks for: Size (Fit)."),
        (
            {},
            "Example Cinema Ltd uses the details of entrants to run this draw and for nothing else.",
        ),
        (
            {"claim_days": 2, "delivery_days": 3},
            "Prizes are sent within 3 days of the claim: by 5 September 2026 to winners of the draw.",
        ),
        ({"disposable": "refuse"}, "Addresses of providers that throw them away after use are not taken."),
        ({"reserves": 0}, "No reserves are drawn."),
        ({"reserves": 1}, "1 reserve is drawn."),
        ({"claim_days": 1}, "Winners are told by e-mail within a day of the draw and have 1 day to claim."),
        ({}, "Each ticket can win once."),
        ({}, "5 reserves are drawn."),
        ({"prizes": [{"title": "A film"}, {"title": "A book", "quantity": 2}]}, "2 x A book."),
        (
            {"beacon": LOTTERY},
            "The draw is on Monday 31 August 2026, 20:00 BST, by a public event: the lottery of 2 September.",
        ),
        (
            {"beacon": {"kind": "rehearsal"}},
            (
                "The draw is on Sunday 30 August 2026, 20:00 BST, by a number that our own server makes."
                " This is a rehearsal and proves nothing."
            ),
        ),
    ],
)
def test_what_a_description_changes_is_said_on_a_line(changes: dict[str, Any], line: str) -> None:
    assert line in terms(LEAST, **changes).splitlines()


def test_what_the_promoter_adds_stands_at_the_end_as_it_was_written() -> None:
    assert terms(LEAST, additions="Mind the step.\nTwice.").endswith(
        "\n\n8. Further terms\nMind the step.\nTwice.\n"
    )
    assert "Further terms" not in terms(LEAST)


def test_what_an_editor_has_read_is_known_again_until_the_terms_say_another_thing() -> None:
    def read(text: str = LEAST, contact: str = "draws@cinema.example", **changes: Any) -> str:
        return fingerprint(described(text, **changes), replace(PROMOTER, contact=contact))

    assert read() == read(slug="another-name")
    changed = (read(title="Another"), read(contact="x@cinema.example"), read(additions="More."), read(WHOLE))
    assert len({read(), *changed}) == 5
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in changed)


def test_the_terms_are_a_file_of_the_format() -> None:
    for text in (terms(LEAST), terms(WHOLE), terms(LEAST, rules="One.\r\nTwo.\r\n")):
        assert text.endswith("\n")
        assert "\r" not in text


def test_a_promoters_own_terms_are_published_as_they_are() -> None:
    assert terms(WHOLE) == "All the terms.\n"
