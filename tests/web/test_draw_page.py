"""The draw page from the first day to the result, with a real recorded round of drand."""

import hashlib
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from competition.adapters.tokens import Purpose
from competition.services import voiding
from tests.services import builders, drawn, winning
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader

DRAW = f"/c/{builders.SLUG}/draw"


@pytest.fixture
def described() -> dict[str, Any]:
    return drawn.WITH_ROUND


def freeze(site: Site) -> None:
    drawn.fill(site.house)
    drawn.freeze_by_clock(site.house)


def draw(site: Site) -> None:
    drawn.fill(site.house)
    drawn.draw_by_clock(site.house)


def heading(reader: Reader) -> str:
    return Tree(reader.get(DRAW).text).one("h1").text


def test_before_the_freeze_the_page_says_what_will_happen(reader: Reader) -> None:
    page = reader.get(DRAW).text
    assert heading(reader) == "The draw"
    assert "Nobody here will choose." in page
    assert reader.get(f"/c/{builders.SLUG}/record.zip").status_code == 404


def test_frozen_the_page_shows_the_root_and_waits_for_the_round(site: Site, reader: Reader) -> None:
    freeze(site)
    page = reader.get(DRAW).text
    assert heading(reader) == "The list is frozen"
    assert "6 tickets, sealed and public" in page
    assert "It is round 31,799,517" in page
    site.house.clock.at = drawn.ROUND_AT + timedelta(seconds=1)
    assert "The number is due. We ask for it again every 30 seconds." in reader.get(DRAW).text


def test_drawn_the_page_names_the_winning_tickets_and_the_level_of_evidence(
    site: Site, reader: Reader
) -> None:
    draw(site)
    page = reader.get(DRAW).text
    assert heading(reader) == "The winners"
    assert page.count("Name to follow") == 3
    assert "Evidence: self-consistent" in page
    assert "Ann Example" not in page
    assert "@example.com" not in page


def test_each_ticket_can_be_looked_up_with_its_rank(site: Site, reader: Reader) -> None:
    draw(site)
    tickets = reader.get(f"/c/{builders.SLUG}/record/entries.txt").text.split()
    answers = [Tree(reader.get(f"{DRAW}?ticket={ticket[:12]}").text) for ticket in tickets]
    said = [next(p.text for p in tree.all("p") if p["role"] == "status") for tree in answers]
    assert sorted(line.split("Rank ")[1][:6] for line in said) == [f"{rank} of 6" for rank in range(1, 7)]


def test_the_files_are_those_of_the_bundle(site: Site, reader: Reader) -> None:
    draw(site)
    page = Tree(reader.get(DRAW).text)
    names = [a.text for a in page.all("a") if "/record/" in a["href"]]
    assert {"entries.txt", "freeze.note", "result.txt", "log.txt", "beacon.json"} < set(names)
    seed = reader.get(f"/c/{builders.SLUG}/record/seed.txt")
    assert hashlib.sha256(seed.data).hexdigest() in page.one("main").text
    bundle = reader.get(f"/c/{builders.SLUG}/record.zip")
    assert bundle.headers["Content-Disposition"] == f"attachment; filename={builders.SLUG}.zip"
    assert bundle.data == reader.get(f"/c/{builders.SLUG}/record.zip").data
    assert seed.data in bundle.data


def test_the_printed_commands_give_the_winners_with_the_tools_of_the_shell(
    site: Site, reader: Reader, tmp_path: Path
) -> None:
    draw(site)
    for name in ("seed.txt", "entries.txt", "result.txt"):
        (tmp_path / name).write_bytes(reader.get(f"/c/{builders.SLUG}/record/{name}").data)
    page = Tree(reader.get(DRAW).text)
    (recipe,) = ["".join(pre.parts) for pre in page.all("pre") if "sort | head" in pre.text]
    offline = "\n".join(line for line in recipe.splitlines() if not line.startswith("curl "))
    ran = subprocess.run(["sh", "-c", offline], cwd=tmp_path, capture_output=True, text=True, check=True)
    ranked = [line.split()[:2] for line in ran.stdout.splitlines()]
    prizes = [line.split() for line in (tmp_path / "result.txt").read_text().splitlines()]
    assert [[score, ticket] for _, _, ticket, score in prizes] == ranked[: len(prizes)]
    assert len(prizes) == 5


def test_my_entry_says_how_it_went(site: Site, reader: Reader) -> None:
    site.house.enter()
    mine = f"/e/{site.house.confirm()}"
    draw(site)
    page = reader.get(mine).text
    assert "The draw has been made" in page
    assert "of 7," in page


def test_winners_are_named_as_far_as_they_allow_replaced_with_a_reason_and_late_in_public(
    site: Site, reader: Reader
) -> None:
    draw(site)
    site.house.clock.at += timedelta(days=1, seconds=1)
    assert reader.get(DRAW).text.count("The winner should have been told by 1 September 2026.") == 3
    winning.told(site.house)
    site.house.clock.at = winning.RELEASED
    winning.claim(site.house, 1, publication="surname")
    winning.claim(site.house, 2, publication="none")
    winning.decline(site.house, 3)
    site.house.clock.at += timedelta(days=31)
    page = Tree(reader.get(DRAW).text)
    lines = [li.text for li in page.all("li") if li.within("ol") and "Rank" in li.text]
    assert lines[0].startswith("Example, West Yorkshire")
    assert "It should have been sent by 30 September 2026." in lines[0]
    assert lines[1].startswith("A winner")
    assert "Asked us not to publish the name." in lines[1]
    assert lines[2].startswith("Name to follow")
    assert "reserve 1" in lines[2]
    assert "The winner did not want the prize." in lines[2]


def test_the_holder_of_the_best_ticket_in_a_void_draw_is_not_told_that_it_has_won(
    site: Site, reader: Reader
) -> None:
    draw(site)
    first = drawn.files(site.house)["result.txt"].decode().split()[2]
    entry = next(one for one in site.house.entries() if one.ticket == first)
    mine = f"/e/{site.house.instance.tokens.issue(Purpose.ENTRY, entry.public_id)}"
    assert "so you have won" in reader.get(mine).text
    with site.house.write() as session:
        voiding.void(
            session,
            builders.SLUG,
            "fault",
            "The list was wrong, as we found out.",
            approvers=("jo", "sam"),
            instance=site.house.instance,
        )
    page = reader.get(mine).text
    assert Tree(page).one("h1").text == "The draw is void"
    assert "so no prize follows from it. In what was drawn before, this ticket had rank 1 of 6" in page
    assert "you have won" not in page
