"""A wrong that was found becomes a file that convicts by itself, whoever looks at it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from competition.adapters import auditor_file
from competition.audit.__main__ import main
from competition.draw.accusing import judge
from competition.draw.errors import UncheckableError, VerificationError
from tests.record_pieces import digest, note, signature_line
from tests.records import Files
from tests.stories import event

FILES: Files = event().files()
SALT, ADDRESS = "5a" * 32, "ann@example.com"


def signed(text: str, label: str = "service 1") -> bytes:
    return note(text, signature_line(text, label))


def text_of(name: str) -> str:
    return FILES[name].decode().rpartition("\n\n")[0] + "\n"


def other_freeze(label: str = "service 1") -> bytes:
    """Another list, sealed for the same draw."""
    text = text_of("freeze.note")
    return signed(text.replace(digest(FILES["entries.txt"]), digest("another list")), label)


def receipt(ticket: str | None = None) -> bytes:
    """A receipt that the service has signed, for a ticket that is in no list unless it is given."""
    competition = text_of("freeze.note").splitlines()[1].removeprefix("competition ")
    mine = digest(f"prizedraw/v1 ticket\ncompetition {competition}\nentrant email:{ADDRESS}\nsalt {SALT}\n")
    lines = ("competition", competition), ("manifest", digest(FILES["manifest.json"]))
    head = "".join(f"{key} {value}\n" for key, value in lines)
    accepted = next(line.split()[1] for line in FILES["log.txt"].decode().splitlines() if " count " in line)
    return signed(f"prizedraw/v1 receipt\n{head}ticket {ticket or mine}\ngroup -\naccepted {accepted}\n")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the record, the papers of an entrant, and the auditor as one file."""
    with zipfile.ZipFile(tmp_path / "record.zip", "w") as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    (tmp_path / "held.note").write_bytes(other_freeze())
    (tmp_path / "forged.note").write_bytes(other_freeze("nobody"))
    (tmp_path / "same.note").write_bytes(FILES["freeze.note"])
    (tmp_path / "receipt.note").write_bytes(receipt())
    (tmp_path / "audit.pyz").write_bytes(auditor_file.build())
    return tmp_path


def run(desk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The auditor as anyone runs it, with nothing of ours on its path."""
    command = [sys.executable, "-I", "audit.pyz", *arguments]
    return subprocess.run(command, cwd=desk, capture_output=True, text=True)


def judged(desk: Path, folder: Path) -> tuple[int, str]:
    """What somebody says who has the evidence and the auditor, and nothing else."""
    folder.mkdir()
    for name in ("evidence.zip", "audit.pyz"):
        (folder / name).write_bytes((desk / name).read_bytes())
    done = run(folder, "evidence", "evidence.zip")
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_two_freezes_of_one_draw_convict_alone(desk: Path, tmp_path: Path) -> None:
    done = run(desk, "verify", "record.zip", "--held", "held.note", "--evidence", "evidence.zip")
    assert (done.returncode, done.stderr) == (1, "evidence written to evidence.zip\n")
    code, said = judged(desk, tmp_path / "court")
    assert code == 1
    assert "TWO DIFFERENT FREEZES OF DRAW 1 ARE SIGNED BY THE SERVICE" in said


def test_a_copy_that_the_service_did_not_sign_is_told_apart(desk: Path, tmp_path: Path) -> None:
    run(desk, "verify", "record.zip", "--held", "forged.note", "--evidence", "evidence.zip")
    code, said = judged(desk, tmp_path / "court")
    assert code == 1
    assert "the service's signature is not on it: one of the two is forged" in said


def test_a_receipt_in_neither_list_convicts_alone_and_tells_nobody_s_address(
    desk: Path, tmp_path: Path
) -> None:
    opening = ["--salt", SALT, "--email", ADDRESS]
    done = run(desk, "receipt", "receipt.note", "record.zip", *opening, "--evidence", "evidence.zip")
    assert done.returncode == 1
    code, said = judged(desk, tmp_path / "court")
    assert code == 1
    assert "A SIGNED RECEIPT IS IN NEITHER OF THE TWO SIGNED LISTS of draw 1" in said
    with zipfile.ZipFile(desk / "evidence.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert ADDRESS.encode() not in whole
    assert SALT.encode() not in whole


def test_control_where_nothing_is_wrong_no_evidence_is_written(desk: Path) -> None:
    done = run(desk, "verify", "record.zip", "--held", "same.note", "--evidence", "evidence.zip")
    assert done.returncode == 0
    assert done.stderr == "nothing here convicts by your own paper: no evidence written\n"
    assert not (desk / "evidence.zip").exists()


PAPERS = {name: FILES[name] for name in ("manifest.json", "log.txt", "freeze.note")}
LISTS = {name: FILES[name] for name in ("entries.txt", "excluded.txt")}


def test_papers_that_contradict_nothing_convict_nobody() -> None:
    assert "One freeze" in judge({**PAPERS, "held.note": FILES["freeze.note"]})
    ticket = FILES["entries.txt"].decode()[:64]
    assert "is in one of the two lists" in judge({**PAPERS, **LISTS, "receipt.note": receipt(ticket)})


def test_control_the_true_papers_do() -> None:
    with pytest.raises(VerificationError):
        judge({**PAPERS, "held.note": other_freeze()})
    with pytest.raises(VerificationError):
        judge({**PAPERS, **LISTS, "receipt.note": receipt()})


FORGERIES: dict[str, Files] = {
    "a list from which a ticket was taken": {
        "receipt.note": receipt(FILES["entries.txt"].decode()[:64]),
        "entries.txt": FILES["entries.txt"].partition(b"\n")[2],
    },
    "another list of the excluded": {"receipt.note": receipt(), "excluded.txt": b""},
    "a receipt that nobody signed": {"receipt.note": receipt().replace(b"ticket ", b"ticket 0", 1)},
    "a freeze that nobody signed": {"receipt.note": receipt(), "freeze.note": other_freeze("nobody")},
    "a manifest with somebody's own key": {
        "receipt.note": receipt(),
        "manifest.json": FILES["manifest.json"].replace(b'"title":"', b'"title":"Another '),
    },
    "no receipt at all": {},
    "no lists": {"receipt.note": receipt(), "entries.txt": b""},
}


@pytest.mark.parametrize("name", FORGERIES)
def test_papers_that_somebody_made_up_convict_nobody(name: str) -> None:
    with pytest.raises(UncheckableError):
        judge({**PAPERS, **LISTS, **FORGERIES[name]})


@pytest.mark.parametrize("members", [{"a.txt": b""}, {"../log.txt": b""}, None])
def test_a_file_that_is_no_evidence_cannot_be_checked(
    tmp_path: Path, members: dict[str, bytes] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "evidence.zip"
    path.write_bytes(b"no zip")
    if members:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
    assert main(["evidence", str(path)]) == 2
    assert capsys.readouterr().out.startswith("could not check: ")
