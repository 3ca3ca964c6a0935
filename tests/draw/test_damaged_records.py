"""Damaged records, most of them signed anew by an organiser who has the keys, and what an audit must find.

Each case goes through the audit and through the plain verifier, which shares no code with it. `findings.txt`
has a line for each that is not verified: the finding's code, its file, its line, and the case.
"""

from functools import cache
from pathlib import Path

import pytest

from competition.draw import beacon, bundle
from competition.draw.errors import DrawError
from competition.draw.report import Report, Step
from competition.draw.verify import audit
from tests import plain_verifier
from tests.draw import (
    cases_awards,
    cases_earlier,
    cases_evidence,
    cases_freezes,
    cases_keys,
    cases_lists,
    cases_log,
    cases_manifest,
    cases_notes,
    cases_promises,
    cases_results,
    cases_texts,
    cases_values,
)
from tests.draw.damage import Case
from tests.records import Files

verify_bls = cache(beacon.verify_bls)
TABLES = (
    cases_awards,
    cases_earlier,
    cases_evidence,
    cases_freezes,
    cases_keys,
    cases_lists,
    cases_log,
    cases_manifest,
    cases_notes,
    cases_promises,
    cases_results,
    cases_texts,
    cases_values,
)
CASES = [case for table in TABLES for case in table.CASES]
FINDINGS = {
    says: (code, file, line)
    for code, file, line, says in (
        text.split("\t")
        for text in Path(__file__).with_name("findings.txt").read_text().removesuffix("\n").split("\n")
    )
}


@cache
def files_of(case: Case) -> Files:
    draft = case.story()
    case.change(draft)
    return draft.files()


def found(report: Report) -> tuple[int | None, str | None]:
    """Step and file of the finding that decides the verdict."""
    first = deciding(report)
    return (first.number, first.finding.file) if first and first.finding else (None, None)


def deciding(report: Report) -> Step | None:
    return next((step for step in report.findings() if step.state == report.verdict), None)


def place(finding: DrawError) -> tuple[str, str, str]:
    return finding.code, finding.file or "-", str(finding.line or "-")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_an_audit_finds_what_was_done(case: Case) -> None:
    files = files_of(case)
    report = audit(bundle.MemoryRecord(files), bls=verify_bls)
    told = [str(step.finding) for step in report.findings()]
    assert report.verdict == case.verdict, told
    step, file = found(report)
    assert step == case.step, told
    assert case.file in (None, file), told
    assert case.level in (None, report.level)
    assert case.outcome in (None, report.outcome)
    first = deciding(report)
    if first and first.finding:
        assert place(first.finding) == FINDINGS[case.says], told
        assert first.note == str(first.finding)
        # Said in words: no name of ours, no shouting.
        assert " " in first.finding.message
        assert not first.finding.message.isupper()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_the_plain_verifier_comes_to_the_same(case: Case) -> None:
    seen = plain_verifier.verify(files_of(case))
    assert seen.verdict == case.verdict
    if case.verdict == "failed":
        assert seen.step == case.step
    assert case.level in (None, seen.level)
    assert case.outcome in (None, seen.outcome)


def test_no_case_is_told_twice_and_each_has_its_finding() -> None:
    assert len({case.says for case in CASES}) == len(CASES)
    assert set(FINDINGS) == {case.says for case in CASES if case.verdict != "verified"}
