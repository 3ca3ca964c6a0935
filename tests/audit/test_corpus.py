"""The corpus of damaged records through the command line and through the auditor that is one file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from competition.adapters import auditor_file
from competition.audit.__main__ import main
from tests.audit import golden
from tests.draw.damage import Case
from tests.draw.test_damaged_records import CASES, FINDINGS, files_of

Found = tuple[str, int | None, str | None, str | None, str | None]


def one_of_each(*keys: str) -> list[Case]:
    """The first case of each kind: of each `code` and `file` of a finding, or of each `step`."""

    def kind(case: Case) -> tuple[object, ...]:
        code, file, _ = FINDINGS.get(case.says, (None, None, None))
        parts = {"code": code, "file": file, "step": case.step, "verdict": case.verdict}
        return tuple(parts[key] for key in keys)

    return [*{kind(case): case for case in reversed(CASES)}.values()]


def expected(case: Case) -> Found:
    return case.verdict, case.step, *FINDINGS.get(case.says, (None, None, None))


def told(report: dict[str, Any]) -> Found:
    step = next((step for step in report["steps"] if step["state"] == report["verdict"]), None)
    if step is None:
        return report["verdict"], None, None, None, None
    return report["verdict"], step["step"], step["code"], step["file"] or "-", str(step["line"] or "-")


def test_the_command_line_tells_every_kind_of_finding_where_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, wrong = one_of_each("code", "file"), []
    for number, case in enumerate(cases):
        bundle = tmp_path / f"{number}.zip"
        bundle.write_bytes(golden.zipped(files_of(case)))
        main(["verify", str(bundle), "--json"])
        if (found := told(json.loads(capsys.readouterr().out))) != expected(case):
            wrong.append((case.says, found))
    assert wrong == []
    assert len(cases) >= 60


def test_the_auditor_that_is_one_file_tells_the_same_step_by_step(tmp_path: Path) -> None:
    program, wrong = tmp_path / "competition-audit.pyz", []
    program.write_bytes(auditor_file.build())
    cases = one_of_each("verdict", "step")
    for number, case in enumerate(cases):
        bundle = tmp_path / f"{number}.zip"
        bundle.write_bytes(golden.zipped(files_of(case)))
        command = [sys.executable, "-I", str(program), "verify", str(bundle), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        if (found := told(json.loads(done.stdout))) != expected(case):
            wrong.append((case.says, found))
    assert wrong == []
    assert {case.step for case in cases} >= set(range(1, 11))
