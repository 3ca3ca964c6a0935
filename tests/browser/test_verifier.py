"""The verifier that a reader's own browser runs: on every record it finds what the command line finds."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from competition.audit import wording
from competition.draw import bundle, receipts
from competition.draw.verify import audit
from tests.audit import golden
from tests.browser.verifier_cases import Given, held_copies, made
from tests.browser.verifier_cases import receipts as receipts_given
from tests.draw.damage import Case
from tests.draw.test_damaged_records import CASES, FINDINGS, files_of, verify_bls
from tests.fixtures.verifier_page import Verifier, packed, record

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
    both = [(case, answer["value"]) for case, answer in zip(CASES, found, strict=True)]
    assert [(case.says, deciding(report)) for case, report in both if not agrees(case, report)] == []
    assert len([case for case in CASES if case.verdict != "verified"]) >= 60


def test_a_changed_byte_is_blamed_on_the_same_file_and_line(verifier: Verifier) -> None:
    whole = golden.files("event")
    places = [(file, place) for file, data in sorted(whole.items()) for place in range(0, len(data), 43)]
    spoiled = [whole | {file: flipped(whole[file], place)} for file, place in places]
    found = verifier.ask("audited", [{"files": record(files)} for files in spoiled])
    both = [
        (place, bare(a["value"]), bare(told(f))) for place, a, f in zip(places, found, spoiled, strict=True)
    ]
    assert [place for place, seen, expected in both if seen != expected] == []


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def agrees(case: Case, report: REPORT) -> bool:
    """Whether the browser came to the case's verdict, step, file and line, level and outcome."""
    step = deciding(report)
    code, file, line = FINDINGS.get(case.says, (None, "-", "-"))
    place = None if file == "-" else file, None if line == "-" else int(line)
    seen = (report["verdict"], step.get("step"), *(step.get(key) for key in ("code", "file", "line")))
    graded = case.level in (None, report["level"]) and case.outcome in (None, report["outcome"])
    return graded and seen == (case.verdict, case.step, code, *place)


def bare(report: REPORT) -> REPORT:
    """A report without its sentences: those of a malformed file are each verifier's own."""
    steps = [{key: step[key] for key in step if key != "note"} for step in report["steps"]]
    return {**report, "steps": steps}


@pytest.mark.parametrize("kind", [held_copies, receipts_given])
def test_held_copies_and_receipts_are_judged_as_on_the_command_line(
    kind: Callable[[], Iterator[Given]], verifier: Verifier
) -> None:
    cases = [*kind()]
    wrong = []
    for case, answer in zip(cases, verifier.ask("audited", [given(case) for case in cases]), strict=True):
        claim = None if case.note is None else receipts.Claim(case.note, case.salt, case.email)
        expected = told(made(case.story)[1], held=case.held, claim=claim)
        if bare(answer["value"]) != bare(expected):
            wrong.append((case.says, deciding(answer["value"]), deciding(expected)))
    assert wrong == []
    assert len(cases) >= 20


def given(case: Given) -> dict[str, Any]:
    receipt = (
        {"note": packed(case.note), "salt": case.salt, "email": case.email} if case.note is not None else None
    )
    held = None if case.held is None else packed(case.held)
    return {"files": record(made(case.story)[1]), "held": held, "receipt": receipt}


@pytest.mark.parametrize("name", golden.NAMES)
def test_the_holder_of_a_worked_record_s_receipt_is_told_the_same(name: str, verifier: Verifier) -> None:
    files, held = golden.files(name), (golden.folder(name) / "freeze.note").read_bytes()
    [found] = verifier.ask("audited", [{"files": record(files), "held": packed(held)}])
    assert found["value"]["level"] == golden.expected(name)["level_with_held_freeze_note"]
    for said in golden.receipts(name):
        note = Path(said["receipt"]).read_bytes()
        claim = {"note": packed(note), "salt": said["salt"], "email": said["address"]}
        [found] = verifier.ask("audited", [{"files": record(files), "receipt": claim}])
        assert found["value"] == told(files, claim=receipts.Claim(note, said["salt"], said["address"]))
