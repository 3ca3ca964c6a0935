"""The picture of all scores on the draw page: small for a million tickets, and said in words as well."""

import hashlib
import re
from typing import Any

import pytest

from competition.services import score_picture, tally
from competition.services.views.scores import Fate, OwnView, PlacedView
from tests.services import builders, drawn
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader

DRAW = f"/c/{builders.SLUG}/draw"
FATES: tuple[Fate, ...] = ("win", "gone", "win", "skip", "reserve", "reserve")


@pytest.fixture
def described() -> dict[str, Any]:
    return drawn.WITH_ROUND


def placed(rank: int, fate: Fate) -> PlacedView:
    score = f"{rank * 4000:013x}".ljust(64, "0")
    ticket = hashlib.sha256(score.encode()).hexdigest()
    return PlacedView(rank, fate, rank, ticket, f"{ticket[:4]}-{ticket[4:8]}-{ticket[8:12]}", score, False)


def rendered(site: Site, total: int, own: OwnView | None = None) -> str:
    """The picture of so many tickets, spread as evenly as hashes are."""
    columns = tuple(total // tally.COLUMNS + number % 7 for number in range(tally.COLUMNS))
    lowest = tuple(f"{rank * 4000:013x}".ljust(64, "0") for rank in range(1, tally.LOWEST + 1))
    walk = [placed(rank, fate) for rank, fate in enumerate(FATES, 1)]
    view = score_picture._drawn(tally.Tally(columns, lowest), walk, own)
    with site.app.test_request_context(base_url="https://cinema.example/draws"):
        template = site.app.jinja_env.get_template("macros/scores.html")
        html: str = template.module.picture(view)  # type: ignore[attr-defined]
    return html


def test_a_million_tickets_are_as_small_a_picture_as_a_thousand(site: Site) -> None:
    sizes = [len(rendered(site, total)) for total in (1_000, 1_000_000, 10_000_000)]
    assert max(sizes) < 12_000
    assert max(sizes) - min(sizes) < 2_000
    assert "One dot is 1,000 tickets." in rendered(site, 1_000_000)


def test_whatever_happened_to_a_ticket_has_a_shape_of_its_own(site: Site) -> None:
    lens = rendered(site, 1_000).partition('class="prizes"')[2]
    shapes = {fate: re.search(rf'<(\w+) class="{fate}" ([a-z]+)', lens) for fate in (*FATES, "low")}
    assert {fate: found[1] for fate, found in shapes.items() if found} == {
        "win": "circle", "gone": "circle", "skip": "path", "reserve": "path", "low": "circle",
    }  # fmt: skip
    # A winner is filled and numbered, one who gave up is dashed and numbered, a low one is small and bare.
    assert lens.count("<text") == 5


def test_the_picture_says_in_words_what_it_shows(site: Site) -> None:
    own = OwnView(964, "6f1d-09ab-44c2", "c" * 64, 387.5)
    tree = Tree(f"<main>{rendered(site, 1_000, own)}</main>")
    said = tree.one("desc").text
    for sentence in (
        "Rank 1: Won, prize 1.",
        "Rank 2: Won prize 2 and did not keep it.",
        "Rank 4: Passed over: its group holds a prize already.",
        "Rank 5: Reserve 5.",
        "Your ticket stands at rank 964 of",
    ):
        assert sentence in said
    rows = [row.text for row in tree.all("tr")]
    assert len(rows) == 1 + len(FATES) + 1
    assert rows[-1].startswith("964")


def test_the_draw_page_has_it_once_there_is_a_draw_and_marks_the_ticket_that_was_looked_up(
    site: Site, reader: Reader
) -> None:
    drawn.fill(site.house)
    drawn.freeze_by_clock(site.house)
    assert "Every ticket, by score" not in reader.get(DRAW).text
    drawn.draw_by_clock(site.house)
    assert "Every ticket, by score" in reader.get(DRAW).text
    ticket = reader.get(f"/c/{builders.SLUG}/record/entries.txt").text.split()[0]
    asked = Tree(reader.get(f"{DRAW}?ticket={ticket[:12]}").text)
    assert "Your ticket stands at rank" in asked.one("desc").text
    assert [text.text for text in asked.all("text") if "you" in text.classes] == ["you"]


def test_a_worker_of_our_own_may_run_and_nothing_foreign(reader: Reader) -> None:
    policy = reader.get(DRAW).headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "unsafe" not in policy
