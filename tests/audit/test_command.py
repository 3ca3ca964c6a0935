"""competition-audit as people and programs call it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from competition.audit.__main__ import main
from tests.audit import golden

RECEIPTS = [(name, receipt) for name in golden.NAMES for receipt in golden.receipts(name)]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    return code, capsys.readouterr().out


def opening(receipt: dict[str, Any]) -> list[str]:
    return ["--salt", receipt["salt"], "--email", receipt["address"]]


@pytest.mark.parametrize("name", golden.NAMES)
def test_every_worked_record_gets_its_expected_findings(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = golden.expected(name)
    code, out = run(capsys, "verify", str(golden.folder(name)), "--json")
    found = json.loads(out)
    assert code == expected["exit_code"]
    wanted = (
        "verdict level outcome seed manifest_sha256 entries entries_root log_size log_root walk "
        "winners_at_the_draw holders_now remarks exit_code"
    )
    assert {key: found[key] for key in wanted.split()} == {key: expected[key] for key in wanted.split()}


@pytest.mark.parametrize("name", golden.NAMES)
def test_the_user_s_own_freeze_note_raises_the_level(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    held = str(golden.folder(name) / "freeze.note")
    _, out = run(capsys, "verify", str(golden.folder(name)), "--held", held, "--json")
    assert json.loads(out)["level"] == golden.expected(name)["level_with_held_freeze_note"]


@pytest.mark.parametrize(("name", "receipt"), RECEIPTS)
def test_every_receipt_is_accepted_with_its_address_and_salt(
    name: str, receipt: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, "receipt", receipt["receipt"], str(golden.folder(name)), *opening(receipt))
    assert code == 0
    assert "your receipt" in out


@pytest.mark.parametrize(("name", "receipt"), RECEIPTS)
def test_a_receipt_with_another_address_or_salt_fails(
    name: str, receipt: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["verify", str(golden.folder(name)), "--receipt", receipt["receipt"]]
    assert run(capsys, *base, "--salt", receipt["salt"], "--email", "mallory@example.com")[0] == 1
    assert run(capsys, *base, "--salt", "0" * 64, "--email", receipt["address"])[0] == 1


def test_a_person_reads_a_line_per_step_the_level_the_winners_and_what_it_proves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out = run(capsys, "verify", str(golden.folder("simple-drand")))
    lines = out.splitlines()
    steps = [line for line in lines if "§" in line]
    assert [int(line[:2]) for line in steps] == list(range(1, 12))
    assert "evidence level self-consistent" in lines
    assert "this proves" in lines
    assert "this does not prove" in lines
    assert lines[-1] == "verified"
    assert all(ticket in out for ticket in golden.expected("simple-drand")["winners_at_the_draw"].values())


def test_a_failure_names_step_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = golden.files("simple-drand")
    lines = files["result.txt"].splitlines(keepends=True)
    forged = [lines[1].replace(b"prize 2", b"prize 1"), lines[0].replace(b"prize 1", b"prize 2"), *lines[2:]]
    bundle = tmp_path / "forged.zip"
    bundle.write_bytes(golden.zipped({**files, "result.txt": b"".join(forged)}))
    code, out = run(capsys, "verify", str(bundle))
    assert code == 1
    assert out.splitlines()[-1].startswith("failed: step 7: result.txt line 1: ")


def test_a_rank_is_told_by_the_first_digits_of_a_ticket(capsys: pytest.CaptureFixture[str]) -> None:
    expected = golden.expected("simple-drand")
    ranked = sorted(expected["scores"], key=expected["scores"].__getitem__)
    for place in (0, 4, 11):
        ticket = ranked[place]
        asked = f"{ticket[:4]}-{ticket[4:8]}-{ticket[8:12]}"
        code, out = run(capsys, "rank", asked, str(golden.folder("simple-drand")), "--json")
        found = json.loads(out)
        assert (code, found["rank"], found["of"]) == (0, place + 1, 12)
        assert found["score"] == expected["scores"][ticket]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    {
        "a ticket that was left out": ("5b1c8f1cd605", 0, "reason: duplicate"),
        "a ticket of nowhere": ("ffffffffffff", 1, "in neither list"),
        "too few digits": ("5b1c", 1, "the first 12 are enough"),
    }.values(),
)
def test_a_rank_says_plainly_why_there_is_none(
    asked: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out = run(capsys, "rank", asked, str(golden.folder("simple-drand")))
    assert (found, said in out) == (code, True)


def test_the_explanation_carries_the_draw_s_own_figures(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "explain", str(golden.folder("groups-and-reserves")))
    assert code == 0
    assert golden.expected("groups-and-reserves")["seed"] in out
    assert "sha256sum seed.txt" in out
    assert "skip 6202cbe5640da7d2" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    {
        "no such place": (["verify", "nowhere.zip"], "cannot be read"),
        "no such copy": (["verify", str(golden.folder("event")), "--held", "nowhere.note"], "cannot be read"),
        "a receipt without its salt": (
            ["verify", str(golden.folder("event")), "--receipt", "x.note", "--email", "a@example.com"],
            "all three",
        ),
        "an address that nobody answers": (["verify", "http://127.0.0.1:9/c/x"], "cannot be reached"),
    }.values(),
)
def test_what_cannot_be_checked_is_said_in_one_sentence(
    arguments: Sequence[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, *arguments)
    assert (code, said in out, len(out.splitlines())) == (2, True, 1)


def test_the_command_loads_no_framework() -> None:
    script = (
        "import sys; from competition.audit.__main__ import main; "
        f"code = main(['verify', {str(golden.folder('simple-drand'))!r}]); "
        "print(sorted({name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names)); "
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, env=_tree_only()
    )
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout.splitlines()[-1].replace("'", '"'))) <= {"competition", "__main__"}


def _tree_only() -> dict[str, str]:
    root = Path(__file__).parents[2]
    return {"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"}
