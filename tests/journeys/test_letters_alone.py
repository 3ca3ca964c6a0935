"""Before the draw, two letters and nothing else show an entrant that their ticket is under the seal."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from competition.adapters import auditor_file
from tests.fixtures.smtp import Mailroom
from tests.journeys import offline
from tests.journeys.live import Live, live
from tests.services import builders, drawn

ANN, BOB = "reader0@example.com", "reader1@example.com"


@pytest.fixture
def frozen(sqlite_url: str, tmp_path: Path, smtp_server: Mailroom) -> Iterator[Live]:
    """Six tickets and one that was left out; everything was sent through a real mail server."""
    (tmp_path / "site").mkdir()
    with live(sqlite_url, tmp_path / "site", smtp_server) as site:
        drawn.fill(site.house)
        site.house.enter("wrong@example.com", answer="2")
        site.house.confirm("wrong@example.com")
        site.deliver()
        for at in (builders.CLOSES, drawn.FREEZE_DUE):
            site.wait_until(at)
        yield site


def saved(room: Mailroom, address: str, subject: str, folder: Path) -> None:
    """Save the attachments of the letter, as a mail program does."""
    letter: EmailMessage = next(
        one.message
        for one in room.deliveries
        if address in one.recipients and subject in one.message["Subject"]
    )
    folder.mkdir(exist_ok=True)
    for part in letter.iter_attachments():
        content: Any = part.get_payload(decode=True)
        (folder / (part.get_filename() or "none")).write_bytes(content)


def desk(room: Mailroom, address: str, folder: Path) -> Path:
    saved(room, address, "You are in the draw", folder)
    saved(room, address, "The list is frozen", folder / "mail")
    (folder / "competition-audit.pyz").write_bytes(auditor_file.build())
    return folder


def checked(folder: Path, address: str, code: int = 0) -> str:
    salt = (folder / "salt.txt").read_text().strip()
    mine = ["receipt", "receipt.note", "--mailed", "mail", "--salt", salt, "--email", address]
    return offline.audit(*mine, cwd=folder, code=code)


def test_a_ticket_is_found_under_the_seal_without_network_or_record(
    frozen: Live, smtp_server: Mailroom, tmp_path: Path
) -> None:
    mine = desk(smtp_server, ANN, tmp_path / "ann")
    assert {"receipt.note", "salt.txt", "ticket.png", "draw.ics"} <= {one.name for one in mine.iterdir()}
    assert (mine / "ticket.png").read_bytes().startswith(b"\x89PNG")
    assert b"DTSTART:20260831T184515Z\r\n" in (mine / "draw.ics").read_bytes()
    assert " of 6 of the list sealed for draw 1 at 2026-08-30T17:30:00Z" in checked(mine, ANN)


def test_one_that_was_left_out_reads_why(frozen: Live, smtp_server: Mailroom, tmp_path: Path) -> None:
    theirs = desk(smtp_server, "wrong@example.com", tmp_path / "wrong")
    said = checked(theirs, "wrong@example.com")
    assert "on the list of those left out" in said
    assert "reason: wrong_answer" in said


def test_control_somebody_else_s_letters_prove_nothing(
    frozen: Live, smtp_server: Mailroom, tmp_path: Path
) -> None:
    mine, other = desk(smtp_server, ANN, tmp_path / "ann"), desk(smtp_server, BOB, tmp_path / "bob")
    assert "do not open this ticket" in checked(mine, BOB, code=1)
    (mine / "mail" / "proof.txt").write_bytes((other / "mail" / "proof.txt").read_bytes())
    assert "another ticket than the receipt's" in checked(mine, ANN, code=1)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("freeze.note", b"draw 1", b"draw 2"),
        ("proof.txt", b"index 0", b"index 9"),
        ("manifest.json", b'"reserves":2', b'"reserves":3'),
        ("proof.txt", b"list entries", b"list excluded"),
    ],
)
def test_letters_that_were_changed_fail(
    frozen: Live, smtp_server: Mailroom, tmp_path: Path, name: str, old: bytes, new: bytes
) -> None:
    mine = desk(smtp_server, ANN, tmp_path / "ann")
    path = mine / "mail" / name
    data = path.read_bytes()
    if name == "proof.txt" and old not in data:
        old = next(line for line in data.split(b"\n") if line.startswith(b"index "))
    assert old in data
    path.write_bytes(data.replace(old, new))
    assert checked(mine, ANN, code=1).startswith("failed: ")
