"""Letters about no draw: the same in text and HTML, with their reason and their sender, inert."""

from typing import Any

import pytest

from competition.adapters.letters import Letter
from competition.config import Config
from competition.services.complaints import LetterSubject
from tests.adapters.test_letters import LETTERS, NOW, OFFICE
from tests.services.builders import settings

ABOUT = LetterSubject(
    promoter="Example Cinema Ltd",
    promoter_address="1 Example Street, Leeds LS1 1AA",
    zone="UTC",
    reference="C-7F3K-92QX",
    kind="A complaint",
    due=NOW,
    page="https://cinema.example/draws/complaints/token",
)
WORDS = {"asker": "ann@example.com", "words": "First line.\n\n<b>Second</b> & last."}
SAID: dict[str, dict[str, Any]] = {"complaint_received": {}, "complaint_arrived": WORDS}


def letter(kind: str) -> Letter:
    site = Config.model_validate(settings()).site
    return LETTERS.render(kind, {"site": site, "now": NOW, "about": ABOUT, **SAID[kind]})


def test_every_letter_about_no_draw_is_looked_at_here() -> None:
    assert SAID.keys() == OFFICE


@pytest.mark.parametrize("kind", SAID)
def test_both_parts_say_what_it_is_about_and_who_sends_it(kind: str) -> None:
    written = letter(kind)
    for part in (written.text, written.html):
        for said in ("C-7F3K-92QX", "2 August 2026", "Sent because", "Example Cinema Ltd, 1 Example Street"):
            assert said in part
    assert "C-7F3K-92QX" in written.subject


def test_whoever_answers_reads_the_words_as_they_were_and_inert() -> None:
    written = letter("complaint_arrived")
    assert WORDS["words"] in written.text
    assert "&lt;b&gt;Second&lt;/b&gt; &amp; last." in written.html
    assert "<b>Second" not in written.html
