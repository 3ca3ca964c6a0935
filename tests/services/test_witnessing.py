"""A frozen list is signed by outside witnesses before its number exists, and the auditor grades it so."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from competition.adapters.witnesses import Answer
from competition.draw.bundle import MemoryRecord
from competition.draw.errors import VerificationError
from competition.draw.verify import audit
from competition.rules.errors import RuleError
from competition.services import draw_views, readiness, witnessing
from competition.services.awaiting import awaited
from competition.store import activity, competitions
from competition.store.engine import Database
from competition.store.types import CompetitionId
from tests.record_pieces import vkey
from tests.services import builders, drawn, witnesses
from tests.services.builders import House
from tests.services.drawn import FREEZE_DUE, ROUND_AT, files, fill, freeze_by_clock, open_house
from tests.services.witnesses import Around

BOTH = ("harbour-museum", "town-gazette")
NAMES = ["harbour-museum.example/witness", "town-gazette.example/witness"]


@pytest.fixture
def frozen(database: Database) -> House:
    """Three tickets; both witnesses have to sign."""
    house = open_house(database, witnesses=[vkey(label) for label in BOTH], witness_quorum=2)
    fill(house, 3)
    freeze_by_clock(house)
    house.clock.at = FREEZE_DUE + timedelta(minutes=1)
    return house


@pytest.fixture
def around(frozen: House, tmp_path: Path) -> Around:
    key = frozen.instance.signer.key
    return Around(*(witnesses.witness(label, tmp_path, key) for label in BOTH), at=frozen.clock.at)


def ask(house: House, around: Around) -> list[str]:
    own = replace(house.instance, witnesses=around.addresses)
    return witnessing.ask_all(house.database, instance=own, ask=around)


def level(house: House) -> str:
    house.clock.at = ROUND_AT
    drawn.tick(house, drawn.answer())
    report = audit(MemoryRecord(files(house)))
    assert report.verdict == "verified", [str(step.finding) for step in report.findings()]
    with house.database.read() as session:
        assert draw_views.page(session, builders.SLUG, instance=house.instance).level == report.level
    return str(report.level)


def test_both_sign_and_the_auditor_grades_it_witnessed(frozen: House, around: Around) -> None:
    assert ask(frozen, around) == [f"never-sorry: signed by {name}" for name in NAMES]
    published = files(frozen)["witness.txt"].decode()
    assert [line.split()[1] for line in published.splitlines()[4:]] == ["cinema.example/draws", *NAMES]
    assert ask(frozen, around) == []
    assert level(frozen) == "witnessed"
    letters = [row.text for row in frozen.messages() if row.kind == "result"]
    assert letters


def test_control_nobody_asked_is_nobody_who_signed(frozen: House) -> None:
    assert "witness.txt" not in files(frozen)
    assert level(frozen) == "self-consistent"


def test_one_of_two_is_too_few_and_a_witness_that_is_away_is_asked_again(
    frozen: House, around: Around
) -> None:
    around.away = {f"https://{NAMES[0]}"}
    assert ask(frozen, around) == [f"never-sorry: signed by {NAMES[1]}"]
    around.away = set()
    assert ask(frozen, around) == [f"never-sorry: signed by {NAMES[0]}"]
    assert level(frozen) == "witnessed"


def test_with_one_missing_the_record_says_no_more_than_it_can(frozen: House, around: Around) -> None:
    around.away = {f"https://{NAMES[0]}"}
    ask(frozen, around)
    assert level(frozen) == "self-consistent"


def test_a_witness_whose_clock_is_behind_the_number_proves_nothing(frozen: House, around: Around) -> None:
    around.at = ROUND_AT
    assert ask(frozen, around) == []
    assert "witness.txt" not in files(frozen)


def test_nobody_is_asked_once_the_number_is_due(frozen: House, around: Around) -> None:
    frozen.clock.at = ROUND_AT
    assert ask(frozen, around) == []
    assert around.asked == []


def test_only_who_is_configured_is_asked_whatever_the_manifest_names(frozen: House, around: Around) -> None:
    only = {NAMES[1]: around.addresses[NAMES[1]]}
    own = replace(frozen.instance, witnesses={**only, "stranger.example/w": "https://stranger.example"})
    witnessing.ask_all(frozen.database, instance=own, ask=around)
    assert set(around.asked) == {f"https://{NAMES[1]}"}


ANSWERS = [
    Answer(500, "text/html", b"<h1>Sorry</h1>"),
    Answer(200, "text/plain", b""),
    Answer(200, "text/plain", b"Yes, seen.\n"),
    Answer(200, "text/plain", "— town-gazette.example/witness AAAAAAAA\n".encode()),
    Answer(409, "text/x.tlog.size", b"many\n"),
    Answer(409, "text/x.tlog.size", b"99999\n"),
    Answer(409, "text/plain", b"forked\n"),
    Answer(302, "text/plain", b""),
    None,
]


def test_a_witness_that_answers_anything_else_is_no_witness(frozen: House, around: Around) -> None:
    own = replace(frozen.instance, witnesses=around.addresses)
    for answer in ANSWERS:
        assert witnessing.ask_all(frozen.database, instance=own, ask=lambda *_, given=answer: given) == []
    assert "witness.txt" not in files(frozen)


def test_a_log_that_lost_lines_is_told_so_by_its_witness(
    frozen: House, around: Around, caplog: pytest.LogCaptureFixture
) -> None:
    own = replace(frozen.instance, witnesses=around.addresses)
    said = Answer(409, "text/x.tlog.size", b"12\n")
    witnessing.ask_all(frozen.database, instance=own, ask=lambda *_asked: said)
    assert "it has signed 12 lines of this log, and here are fewer" in caplog.text


def taken(house: House, line: bytes) -> list[str]:
    with house.write() as session:
        return witnessing.take(session, builders.SLUG, line, instance=house.instance, actor="operator")


def test_a_signature_that_came_by_hand_counts_as_well(frozen: House, around: Around) -> None:
    lines = [around(address, asked(frozen, address)) for address in around.addresses.values()]
    both = b"".join(line.body for line in lines if line)
    assert taken(frozen, both) == NAMES
    with pytest.raises(RuleError):
        taken(frozen, both)
    assert level(frozen) == "witnessed"


def asked(house: House, address: str) -> bytes:
    """The request that a witness is sent."""
    sent: list[bytes] = []
    own = replace(house.instance, witnesses={name: f"https://{name}" for name in NAMES})

    def note(to: str, body: bytes) -> None:
        if to == address:
            sent.append(body)

    witnessing.ask_all(house.database, instance=own, ask=note)
    return sent[0]


def test_a_wrong_signature_by_hand_is_refused(frozen: House, around: Around) -> None:
    line = around(f"https://{NAMES[0]}", asked(frozen, f"https://{NAMES[0]}"))
    assert line is not None
    text = line.body.decode().rstrip("\n")
    flipped = text[:-10] + ("A" if text[-10] != "A" else "B") + text[-9:] + "\n"
    with pytest.raises(VerificationError):
        taken(frozen, flipped.encode())


def test_the_desk_says_how_many_have_signed(frozen: House, around: Around) -> None:
    said = []
    for away in (set(BOTH), {"harbour-museum"}, set[str]()):
        around.away = {f"https://{label}.example/witness" for label in away}
        ask(frozen, around)
        with frozen.database.read() as session:
            row = competitions.by_id(session, CompetitionId(1))
            known = readiness.gather(session, row, awaited(session, row), instance=frozen.instance)
            said.append(known.signed)
    assert said == [0, 1, 2]


def test_each_signature_is_in_the_record_of_who_did_what(frozen: House, around: Around) -> None:
    ask(frozen, around)
    with frozen.database.read() as session:
        rows = activity.newest(session, activity.Filter(action="witnessed"), limit=9)
    assert [(row.actor, row.subject) for row in rows] == [("clock", name) for name in reversed(NAMES)]
