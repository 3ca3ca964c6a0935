"""The verifier that a reader's own browser runs: on every record it finds what the command line finds."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

from competition.audit import wording
from competition.draw import bundle, receipts
from competition.draw.verify import audit
from tests.audit import golden
from tests.draw.test_damaged_records import CASES, FINDINGS, files_of, verify_bls
from tests.fixtures.verifier_page import Verifier, packed, record, verifier_page

REPORT = dict[str, Any]


def deciding(report: REPORT) -> REPORT:
    """The step that decides the verdict; an empty one where all is well."""
    return next((step for step in report["steps"] if step["state"] == report["verdict"]), {})


def told(files: dict[str, bytes], **given: Any) -> REPORT:
    """What our own audit says, as the command line prints it."""
    report = audit(bundle.MemoryRecord(files), bls=verify_bls, **given)
    said: REPORT = json.loads(json.dumps(wording.data(report)))
    return said


@pytest.mark.parametrize("name", golden.NAMES)
def test_of_a_worked_record_the_whole_report_is_the_same(name: str, verifier: Verifier) -> None:
    files = golden.files(name)
    [found] = verifier.ask("audited", [{"files": record(files)}])
    assert found["value"] == told(files)


def test_every_damaged_record_gets_the_same_verdict_step_and_finding(verifier: Verifier) -> None:
    found = verifier.ask("audited", [{"files": record(files_of(case))} for case in CASES])
    wrong = []
    for case, answer in zip(CASES, found, strict=True):
        report = answer["value"]
        step = deciding(report)
        seen = (report["verdict"], step.get("step"), *(step.get(key) for key in ("code", "file", "line")))
        code, file, line = FINDINGS.get(case.says, (None, "-", "-"))
        place = None if file == "-" else file, None if line == "-" else int(line)
        if seen != (case.verdict, case.step, code, *place):
            wrong.append((case.says, seen))
        if case.level not in (None, report["level"]) or case.outcome not in (None, report["outcome"]):
            wrong.append((case.says, (report["level"], report["outcome"])))
    assert wrong == []
    assert len([case for case in CASES if case.verdict != "verified"]) >= 60
