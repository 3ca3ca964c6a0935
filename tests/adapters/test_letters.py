"""Every letter: the same in text and HTML, with its reason and its sender, inert, readable in the dark."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from competition.adapters.letters import Letter, Letters
from competition.adapters.templates import folder
from competition.config import Config
from competition.services.awards.letters import Winning
from competition.services.letters import Subject
from tests.services.builders import CLOSES, CONFIRM_BY, OPENS, settings

LETTERS = Letters()
NOW = datetime(2026, 8, 2, 8, 0, tzinfo=UTC)
TICKET = "6f1d09ab44c27e98a9c00e37cebec1ab930f6f1221cae0f1fbb92b07e1900ba2"
DRAW_AT = CONFIRM_BY + timedelta(hours=26)
FROZEN = {
    "tickets": 1204,
    "root": "f" * 64,
    "draw": 1,
    "frozen_at": CONFIRM_BY,
    "draw_at": DRAW_AT,
    "round": 1000,
    "reason": "",
}
RESULT = {
    "outcome": "none",
    "rank": 964,
    "tickets": 1204,
    "winners": ("8a0e-30ab-9cbd",),
    "level": "self-consistent",
    "drawn_at": DRAW_AT,
}
LINK = {"link": "https://cinema.example/draws/admin/join/token", "until": DRAW_AT}
DESK: dict[str, Any] = {"title": "Never Sorry", "zone": "Europe/London", "link": LINK["link"]}
HELD = {"prize": "Ai Weiwei: Never Sorry on Blu-ray", "unit": 1, "ticket": "6f1d-09ab-44c2"}
APPEAL = {"appeal_link": "https://cinema.example/draws/appeal/token", "appeal_until": CONFIRM_BY}
WINNING = Winning(
    prize="Ai Weiwei: Never Sorry on Blu-ray",
    rank=1,
    of=1204,
    reserve=None,
    digital=False,
    rehearsal=False,
    check_code="W7Q4-M2KX",
    claim_by=NOW + timedelta(days=28),
    claim_link="https://cinema.example/draws/claim/token",
    decline_link="https://cinema.example/draws/claim/token/decline",
    real_page="https://cinema.example/draws/real",
)
WON: dict[str, Any] = {"award": WINNING}
RESERVE: dict[str, Any] = {"award": replace(WINNING, rank=4, reserve=1)}
DIGITAL: dict[str, Any] = {"award": replace(WINNING, digital=True)}
OVER: dict[str, Any] = {"award": replace(WINNING, claim_by=NOW - timedelta(days=1))}
SENT: dict[str, Any] = {"carrier": "Royal Mail", "tracking": "AB 1"}
CASES: dict[str, tuple[str, dict[str, Any], str]] = {
    "won": ("won", WON, "Type cinema.example/draws/real into your browser and enter the code."),
    "won, digital": ("won", DIGITAL, "Claim it, and we show you your code."),
    "won a rehearsal": ("won", {"award": replace(WINNING, rehearsal=True)}, "This is a rehearsal."),
    "promoted": ("promoted", RESERVE, "You were reserve 1"),
    "reminder": ("reminder", WON, "You won it, and we have not heard from you."),
    "final notice": ("final_notice", WON, "this is our last message about it"),
    "final notice, too late": ("final_notice", OVER, "It did not, and that is our fault."),
    "claimed": ("claim_received", {**WON, "send_by": DRAW_AT}, "tell you when it is on its way"),
    "claimed, digital": ("claim_received", {**DIGITAL, "send_by": DRAW_AT}, "We show it once"),
    "on its way": ("dispatched", {**WON, **SENT}, "Royal Mail"),
    "has it come": ("has_it_come", WON, "Has it come? Please say so on your page."),
    "lapsed": ("lapsed", {**WON, "reason": "no_reply"}, "did not hear from you by"),
    "declined": ("lapsed", {**WON, "reason": "declined"}, "You said that you do not want it."),
    "ineligible": ("lapsed", {**WON, "reason": "ineligible"}, "The terms do not allow this winner."),
    "confirm": ("confirm", {"code": "030904"}, "030 904"),
    "receipt": ("receipt", {}, "6f1d-09ab-44c2"),
    "already in the draw": ("already_entered", {"state": "confirmed"}, "You are in the draw already"),
    "already withdrawn": ("already_entered", {"state": "withdrawn"}, "This entry was withdrawn"),
    "already left out": ("already_entered", {"state": "excluded"}, "This entry was left out"),
    "withdrawn": ("withdrawn", {}, "no longer in the draw"),
    "left out": ("excluded", {"reason": "duplicate", **APPEAL}, "More than one entry from one person."),
    "left out by the freeze": (
        "excluded",
        {"reason": "wrong_answer", "appeal_link": "", "appeal_until": None},
        "The answer to the question was not right.",
    ),
    "appeal granted": ("appeal_decided", {"granted": True, "reason": "duplicate"}, "takes part again"),
    "appeal refused": (
        "appeal_decided",
        {"granted": False, "reason": "duplicate"},
        "More than one entry from one person.",
    ),
    "on the list": ("list_frozen", FROZEN, "The list holds 1,204 tickets, and yours is one of them."),
    "not on the list": (
        "list_frozen",
        {**FROZEN, "reason": "Withdrawn by the entrant."},
        "list of left-out tickets",
    ),
    "no winner": ("result", RESULT, "Rank 964 of 1,204, so not a winner this time."),
    "winner": ("result", {**RESULT, "outcome": "prize", "rank": 1}, "Your ticket has won."),
    "reserve": ("result", {**RESULT, "outcome": "reserve", "rank": 4}, "you are a reserve"),
    "passed over": ("result", {**RESULT, "outcome": "skipped"}, "passed over"),
    "not in the draw": (
        "result",
        {**RESULT, "outcome": "excluded", "rank": None},
        "left out before the draw",
    ),
    "void": ("voided", {"at": DRAW_AT, "reason": "The prize cannot be given."}, "The prize cannot be given."),
    "an invitation": ("admin_invite", {**LINK, "may": "see competitions"}, "you may see competitions"),
    "a new password": ("admin_reset", LINK, "Your second factor is asked for as always."),
    "date changed": (
        "date_changed",
        {
            "moved": ("The closing time moved from Thursday to Saturday",),
            "reason": "Those who entered under the first terms lose nothing by the change.",
            "draw_at": DRAW_AT,
            "terms": "https://cinema.example/draws/c/never-sorry/terms/2",
        },
        "The closing time moved from Thursday to Saturday.",
    ),
    "advertising": (
        "marketing_confirm",
        {
            "wording": "Also send me the newsletter.",
            "asked_at": OPENS,
            "marketing_link": "https://cinema.example/draws/marketing/token",
            "stop_link": "https://cinema.example/draws/unsubscribe/token",
        },
        "It makes no difference to your chance",
    ),
    "appeals are open": (
        "admin_appeals",
        {"title": "Never Sorry", "zone": "Europe/London", "freeze_at": CONFIRM_BY, "link": LINK["link"]},
        "The freeze does not wait",
    ),
    "a test of the mail": ("admin_mail_test", {}, "It took the way of every letter to readers"),
    "closing tomorrow": (
        "admin_closing",
        {**DESK, "closes": CLOSES, "confirm_by": CONFIRM_BY, "tickets": 1204, "pending": 7},
        "1,204 tickets so far. 7 not confirmed yet",
    ),
    "freeze is due": (
        "admin_freeze",
        {**DESK, "freeze_at": CONFIRM_BY, "appeals": 2, "draw_at": DRAW_AT},
        "2 appeals not decided. The freeze does not wait",
    ),
    "freeze is due, nothing open": (
        "admin_freeze",
        {**DESK, "freeze_at": CONFIRM_BY, "appeals": 0, "draw_at": DRAW_AT},
        "No appeal waits for a decision.",
    ),
    "numbers to type": (
        "admin_numbers",
        {**DESK, "event": "Lotteries A and B", "differed": 0},
        "Its numbers are typed twice, by two people, each alone.",
    ),
    "numbers that differ": (
        "admin_numbers",
        {**DESK, "event": "Lotteries A and B", "differed": 1},
        "Nothing was drawn, and neither is shown.",
    ),
    "drawn, for the desk": (
        "admin_drawn",
        {**DESK, "drawn_at": DRAW_AT, "units": 3},
        "3 prizes to give",
    ),
    "a silent winner": (
        "admin_silent",
        {**DESK, **HELD, "since": DRAW_AT, "claim_by": DRAW_AT + timedelta(days=28)},
        "ticket 6f1d-09ab-44c2: told on",
    ),
    "a prize that is late": ("admin_overdue", {**DESK, **HELD, "due": DRAW_AT}, "It was promised by"),
    "erased tomorrow": (
        "admin_purge",
        {**DESK, "who": "Entrants without a prize", "count": 1201, "at": DRAW_AT},
        "Entrants without a prize: 1,201, on",
    ),
    "rehearsal": ("result", {**RESULT, "level": "rehearsal"}, "it proves nothing"),
}


OFFICE = {"complaint_arrived", "complaint_received"}


def about(**changes: Any) -> Subject:
    facts: dict[str, Any] = {
        "title": "Win Ai Weiwei: Never Sorry on Blu-ray",
        "page": "https://cinema.example/draws/c/never-sorry",
        "draw_page": "https://cinema.example/draws/c/never-sorry/draw",
        "zone": "Europe/London",
        "closes": CLOSES,
        "confirm_by": CONFIRM_BY,
        "freeze_by": CONFIRM_BY + timedelta(hours=1),
        "draw_at": DRAW_AT,
        "promoter": "Example Cinema Ltd",
        "promoter_address": "1 Example Street, Leeds LS1 1AA",
        "contact": "draws@cinema.example",
        "entered_at": OPENS,
        "ticket": TICKET,
        "short_ticket": "6f1d-09ab-44c2",
        "entry_link": "https://cinema.example/draws/e/token",
        "confirm_link": "https://cinema.example/draws/confirm/token",
    }
    return Subject(**{**facts, **changes})


def letter(kind: str, said: dict[str, Any], **changes: Any) -> Letter:
    site = Config.model_validate(settings()).site
    return LETTERS.render(kind, {"site": site, "about": about(**changes), "now": NOW, **said})


@pytest.mark.parametrize("case", CASES)
def test_a_letter_says_the_same_in_text_and_in_html(case: str) -> None:
    kind, said, sentence = CASES[case]
    written = letter(kind, said)
    for part in (written.text, _words(written.html)):
        assert sentence in part
        assert "Sent because" in part
        assert "Example Cinema Ltd, 1 Example Street, Leeds LS1 1AA" in part
        assert "draws@cinema.example" in part
    own = "Ai Weiwei: Never Sorry on Blu-ray" if "award" in said else "Win Ai Weiwei: Never Sorry on Blu-ray"
    subject = "Cinema Example" if kind.startswith("admin_") else own
    assert subject in written.subject
    assert _links(written.text) <= set(re.findall(r'href="([^"]+)"', written.html))


@pytest.mark.parametrize("case", CASES)
def test_a_letter_in_html_loads_nothing_and_brings_its_styles_along(case: str) -> None:
    kind, said, _sentence = CASES[case]
    html = letter(kind, said).html
    assert not re.search(r"<(img|link|script|iframe|form)\b|@import|url\(", html)
    assert html.count("<h1") == 1
    assert '<html lang="en-GB">' in html
    head = html.partition("</head>")[0]
    # Programs that drop the head still show the letter as it was meant; those that keep it know the dark.
    assert "prefers-color-scheme: dark" in head
    assert ".m-page {" not in head
    elements = _Styled()
    elements.feed(html)
    assert elements.bare == set()


@pytest.mark.parametrize("case", [case for case in CASES if not CASES[case][0].startswith("admin_")])
def test_a_title_is_inert_in_html_and_plain_in_text(case: str) -> None:
    kind, said, _sentence = CASES[case]
    written = letter(kind, said, title='<script>alert("x")</script> & more')
    assert "<script>" not in written.html
    assert '<script>alert("x")</script> & more' in written.text
    assert "&amp;" not in written.subject


def test_a_subject_is_one_line_whatever_the_title() -> None:
    assert letter("receipt", {}, title="One\r\nTwo\u2028Three\x0b\x1cFour").subject.endswith(
        "One Two Three Four"
    )


def test_a_fact_that_is_missing_is_a_bug_and_no_empty_place() -> None:
    with pytest.raises(Exception, match="code"):
        letter("confirm", {})


def test_every_letter_in_the_folder_is_looked_at_here() -> None:
    kinds = {path.name for path in Path(folder(), "mail").iterdir() if path.is_dir()}
    # Letters about no draw have no facts of one; `test_office_letters` looks at them.
    assert kinds - OFFICE == {kind for kind, _said, _sentence in CASES.values()}


class _Styled(HTMLParser):
    """Collects the classes of elements that rely on a style sheet that mail programs drop."""

    def __init__(self) -> None:
        super().__init__()
        self.bare: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "class" in given and "style" not in given:
            self.bare.add(str(given["class"]))


def _words(html: str) -> str:
    return (
        " ".join(re.sub(r"<[^>]+>", " ", html).replace("&amp;", "&").split())
        .replace(" .", ".")
        .replace(" ,", ",")
    )


def _links(text: str) -> set[str]:
    return {word.rstrip(".") for word in text.split() if word.startswith("https://")}
