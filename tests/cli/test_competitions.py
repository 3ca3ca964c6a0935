"""`create`, `publish`, `status`, `exclude`: a competition on its way, by commands alone."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from competition.config import load
from competition.rules.rulebook import PRIZE
from competition.services import drafts
from competition.services.instance import assemble
from competition.store.engine import Database
from tests.cli.operator import Operator
from tests.store.sabotage import plain_connection

TOML = """
title = "Win Ai Weiwei: Never Sorry on Blu-ray"
slug = "never-sorry"
time_zone = "Europe/London"
closes = "2126-08-29 18:00"
region = "the United Kingdom"

[[prizes]]
title = "Ai Weiwei: Never Sorry on Blu-ray"
quantity = 3
"""
PICTURE = '\n[picture]\nfile = "art/seeds.svg"\nalt = "Sunflower seeds"\n'


@pytest.fixture
def described(tmp_path: Path) -> Path:
    path = tmp_path / "never-sorry.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def rewritten(described: Path, before: str, after: str) -> str:
    described.write_text(TOML.replace(before, after), encoding="utf-8")
    return str(described)


def test_a_competition_is_created_published_and_shown(operator: Operator, described: Path) -> None:
    made = operator.run("create", str(described)).stdout
    assert "It closes on Thursday 29 August 2126, 18:00 BST (2126-08-29T17:00:00Z)." in made
    assert "next        publish it with" in operator.run("status").stdout
    published = operator.run("publish", "never-sorry").stdout
    assert "https://cinema.example/draws/c/never-sorry" in published
    shown = operator.run("status", "never-sorry").stdout
    assert "closes      Thursday 29 August 2126, 18:00 BST (2126-08-29T17:00:00Z)" in shown
    assert "0 issued" in shown
    assert "mail: 0 waiting to be sent" in shown


def test_publishing_waits_for_the_checklist_and_says_which_rule_is_missing(
    operator: Operator, described: Path
) -> None:
    operator.run("create", rewritten(described, 'region = "the United Kingdom"', ""))
    assert operator.refused("publish", "never-sorry") == [
        (
            "Rule 8.17.7, Restrictions: age and place: Where entrants live is missing:"
            ' say where entrants must live, or "anywhere".'
        )
    ]
    operator.run("create", rewritten(described, "the United Kingdom", "anywhere"))
    operator.run("publish", "never-sorry")


def test_a_draft_of_the_editor_is_published_by_the_same_command_and_checklist(operator: Operator) -> None:
    config = load(operator.config)
    database, instance = Database(config.database.url), assemble(config)
    with database.write() as session:
        draft = drafts.begin(session, "blu-ray", instance=instance, actor="jo")
        step = {"title": "Win a film", "slug": "win-a-film", "prize-1-title": "A film"}
        drafts.save(session, draft, PRIZE, step, version=1, instance=instance, actor="jo")
    database.close()
    said = "\n".join(operator.refused("publish", "win-a-film"))
    assert "Rule 8.17.4, Closing date, with time and zone: The closing time is missing" in said
    assert "Rule 8.17.6, Number and nature of prizes: The number of prize 1 must be a whole number" in said
    assert "Rule 8.23, Terms written and given a version" in said


def test_status_is_said_to_programs_as_well(operator: Operator, described: Path) -> None:
    operator.run("create", str(described))
    operator.run("publish", "never-sorry")
    found = json.loads(operator.run("status", "--json").stdout)
    [one] = found["competitions"]
    assert (one["slug"], one["status"], one["next_step"]) == ("never-sorry", "scheduled", "open")
    assert one["closes"] == "2126-08-29T17:00:00Z"
    assert found["mail"] == {"due": 0, "leased": 0, "sent": 0, "parked": 0}


def test_the_picture_lies_beside_the_description(operator: Operator, described: Path) -> None:
    described.write_text(TOML + PICTURE, encoding="utf-8")
    assert "art/seeds.svg cannot be read" in operator.refused("create", str(described), code=2)[0]
    art = described.parent / "art"
    art.mkdir()
    (art / "seeds.svg").write_text("plain words")
    assert operator.refused("create", str(described)) == [
        "This is no picture we can read. Save it as JPEG or PNG, and upload that."
    ]
    (art / "seeds.svg").write_text("<svg>" + " " * 40_000)
    assert "make it 40,000 at most" in operator.refused("create", str(described))[0]
    (art / "seeds.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    operator.run("create", str(described))


@pytest.mark.parametrize(
    ("closes", "readings"),
    [
        ("2026-03-29 01:30", ["2026-03-29 00:30 (GMT)", "2026-03-29 02:30 (BST)"]),
        ("2026-10-25 01:30", ["2026-10-25 01:30 (BST)", "2026-10-25 01:30 (GMT)"]),
    ],
    ids=["never shown", "shown twice"],
)
def test_a_local_time_that_is_no_instant_is_refused_with_both_readings(
    operator: Operator, described: Path, closes: str, readings: list[str]
) -> None:
    [sentence] = operator.refused("create", rewritten(described, "2126-08-29 18:00", closes))
    assert sentence.startswith("`closes` names no instant.")
    assert operator.run("status", "--json").stdout.count('"slug"') == 0
    for reading in readings:
        day, clock, zone = reading.split()
        assert f"{day} {clock}" in sentence
        assert zone in sentence


def test_every_fault_of_a_description_is_said_at_once(operator: Operator, described: Path) -> None:
    text = TOML.replace("closes =", "closess =").replace("quantity = 3", "quantity = 0")
    described.write_text(text, encoding="utf-8")
    sentences = operator.refused("create", str(described))
    assert [sentence.split()[0] for sentence in sentences] == [
        "`closes`",
        "`prizes[1].quantity`",
        "`closess`",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"title = ", "is not TOML"),
        (b"title = \xff", "is not UTF-8 text"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"#" * (1 << 20) + b"#", "more than 1,048,576 bytes"),
    ],
)
def test_a_file_that_is_no_description_is_a_sentence(
    operator: Operator, described: Path, content: bytes, sentence: str
) -> None:
    described.write_bytes(content)
    assert sentence in operator.refused("create", str(described))[0]


def test_a_file_that_is_not_there_is_a_sentence(operator: Operator, tmp_path: Path) -> None:
    assert operator.refused("create", str(tmp_path / "no.toml"), code=2)[0].endswith(
        "cannot be read: No such file or directory."
    )


def test_what_is_published_is_fixed(operator: Operator, described: Path) -> None:
    operator.run("create", str(described))
    operator.run("publish", "never-sorry")
    assert "published already" in operator.refused("publish", "never-sorry")[0]
    assert "Choose another slug" in operator.refused("create", str(described))[0]


@pytest.mark.parametrize(
    "command",
    [
        ["publish", "nobody"],
        ["status", "nobody"],
        ["exclude", "nobody", "6f1d-09ab-44c2", "duplicate"],
        ["freeze", "nobody"],
        ["draw", "nobody"],
        ["export", "nobody"],
    ],
)
def test_a_competition_that_is_not_there_is_a_sentence(operator: Operator, command: list[str]) -> None:
    assert operator.refused(*command) == [
        "There is no such competition. `competition status` lists those that there are."
    ]


@pytest.mark.parametrize("verb", ["freeze", "draw", "export"])
def test_a_draft_is_neither_frozen_nor_drawn(operator: Operator, described: Path, verb: str) -> None:
    operator.run("create", str(described))
    assert "is a draft" in operator.refused(verb, "never-sorry")[0]


def test_a_description_may_begin_with_a_byte_order_mark(operator: Operator, described: Path) -> None:
    described.write_bytes(b"\xef\xbb\xbf" + described.read_bytes())
    operator.run("create", str(described))


def test_status_shows_the_others_beside_one_whose_description_cannot_be_read(
    operator: Operator, described: Path, database_url: str
) -> None:
    operator.run("create", str(described))
    operator.run("create", rewritten(described, "never-sorry", "another"))
    with plain_connection(database_url) as connection:
        connection.execute(text("UPDATE competition SET details = '{}' WHERE slug = 'never-sorry'"))
    shown = operator.run("status").stdout
    assert shown.count("its stored description cannot be read") == 1
    assert "state       draft; its stored description cannot be read" in shown
    assert "The database is damaged" in operator.refused("publish", "never-sorry", code=2)[0]
    assert "another: Win Ai Weiwei" in shown
    found = json.loads(operator.run("status", "--json").stdout)["competitions"]
    assert {one["slug"]: one["rehearsal"] for one in found} == {"never-sorry": None, "another": False}
