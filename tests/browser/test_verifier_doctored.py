"""Controls: a browser's verifier that lets something pass is noticed by the corpus of damaged records."""

from dataclasses import dataclass
from types import ModuleType

import pytest
from playwright.sync_api import Browser

from tests.browser.test_verifier import REPORT, agrees
from tests.draw import (
    cases_awards,
    cases_evidence,
    cases_freezes,
    cases_lists,
    cases_notes,
    cases_results,
    cases_values,
)
from tests.draw.damage import Case
from tests.draw.test_damaged_records import files_of
from tests.fixtures.verifier_page import Verifier, record, verifier_page


@dataclass(frozen=True, slots=True)
class Doctored:
    """A verifier that was tampered with: where, what stands there instead, and whose cases notice it."""

    says: str
    file: str
    old: str
    new: str
    table: ModuleType


DOCTORED = (
    Doctored(
        "the highest scores win",
        "scores.js",
        "left.high - right.high ||",
        "right.high - left.high ||",
        cases_results,
    ),
    Doctored("a group wins twice", "ranking.js", "grouped && held.has(group)", "false", cases_results),
    Doctored(
        "a result is taken as it stands",
        "steps_result.js",
        "lines[line] !== placeLine(place)",
        "false",
        cases_results,
    ),
    Doctored(
        "any Ed25519 signature is right",
        "signatures.js",
        "return sameBytes(found.toBytes(), start);",
        "return true;",
        cases_notes,
    ),
    Doctored(
        "any drand signature is right",
        "signatures.js",
        "half.verify(sign, half.hash(message, tag), point)",
        "true",
        cases_values,
    ),
    Doctored("a freeze comes late", "log_freezes.js", "line.time <= latest", "true", cases_freezes),
    Doctored(
        "reserves are promoted in any order",
        "awards.js",
        "line.values.ticket === next;",
        "true;",
        cases_awards,
    ),
    Doctored(
        "a ticket is entered and left out", "steps_list.js", "state.lineOf(ticket) >= 0", "false", cases_lists
    ),
    Doctored(
        "a failed step is no failure",
        "verify.js",
        "['failed', 'could not check'].find",
        "[].find",
        cases_lists,
    ),
    Doctored("late cosignatures count", "evidence.js", "time < due", "true", cases_evidence),
)


@pytest.mark.parametrize("doctored", DOCTORED, ids=lambda doctored: doctored.says)
def test_control_a_doctored_verifier_is_noticed_by_the_corpus(doctored: Doctored, chromium: Browser) -> None:
    cases: list[Case] = doctored.table.CASES
    with verifier_page(chromium, {doctored.file: (doctored.old, doctored.new)}) as page:
        assert any(not agrees(case, asked(page, case)) for case in cases)


def asked(page: Verifier, case: Case) -> REPORT:
    report: REPORT = page.ask("audited", [{"files": record(files_of(case))}])[0]["value"]
    return report
