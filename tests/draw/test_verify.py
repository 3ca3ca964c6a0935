"""The worked records: an audit finds in each what its `expected.json` says; so does the plain verifier."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from competition.draw import beacon, bundle, entries, merkle, receipts
from competition.draw.report import Report
from competition.draw.seed import audit_sample, score
from competition.draw.verify import audit
from tests import plain_verifier
from tests.record_pieces import GOLDEN
from tests.records import Files
from tests.stories import amended, awarded, event, fallback

NAMES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


@cache
def files_of(name: str) -> Files:
    folder = GOLDEN / name / "record"
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def expected_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / name / "expected.json").read_text())
    return found


@cache
def report_of(name: str) -> Report:
    return audit(bundle.MemoryRecord(files_of(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_worked_record_is_found_to_be_what_it_is(name: str) -> None:
    report, expected = report_of(name), expected_of(name)
    found = (report.verdict, report.exit_code, report.level, report.outcome)
    assert found == tuple(expected[key] for key in ("verdict", "exit_code", "level", "outcome"))
    assert report.manifest_sha256 == expected["manifest_sha256"]
    assert (report.entries, report.entries_root) == (expected["entries"], expected["entries_root"])
    assert report.excluded == files_of(name)["excluded.txt"].count(b"\n")
    assert (report.log_size, report.log_root) == (expected["log_size"], expected["log_root"])
    assert report.seed == expected.get("seed")
    assert len(report.remarks) == len(expected.get("remarks", []))


@pytest.mark.parametrize("name", [name for name in NAMES if "walk" in expected_of(name)])
def test_the_winners_of_a_worked_record_come_out_the_same(name: str) -> None:
    report, expected = report_of(name), expected_of(name)
    walk = [(place.kind, place.number, place.ticket, place.score) for place in report.walk]
    assert walk == [
        (one["as"], one.get("number"), one.get("ticket"), one.get("score")) for one in expected["walk"]
    ]
    assert {str(unit): ticket for unit, ticket in report.winners.items()} == expected["winners_at_the_draw"]
    assert {str(unit): ticket for unit, ticket in report.holders.items()} == expected["holders_now"]
    assert all(score(expected["seed"], ticket) == value for ticket, value in expected["scores"].items())
    sample = audit_sample(expected["seed"], expected["scores"])
    assert sample == expected["audit_sample_order"][: len(sample)]


@pytest.mark.parametrize("name", NAMES)
def test_the_inclusion_proof_of_a_worked_record_is_ours(name: str) -> None:
    proof = expected_of(name)["inclusion"]
    lines = files_of(name)["entries.txt"].split(b"\n")[:-1]
    assert lines[proof["index"]].decode() == proof["line"]
    tree = merkle.Tree(merkle.leaf_hash(line) for line in lines)
    assert [node.hex() for node in tree.inclusion(proof["index"])] == proof["path"]


@pytest.mark.parametrize("name", NAMES)
def test_the_very_freeze_note_of_a_worked_record_gives_the_level_it_says(name: str) -> None:
    report = audit(bundle.MemoryRecord(files_of(name)), held=files_of(name)["freeze.note"])
    assert report.level == expected_of(name)["level_with_held_freeze_note"]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/receipts/*.json")), ids=lambda path: path.stem)
def test_the_receipts_of_a_worked_record_are_accepted(path: Path) -> None:
    given, files = json.loads(path.read_text()), files_of(path.parents[1].name)
    note = path.with_name(given["receipt"]).read_bytes()
    claim = receipts.Claim(note, given["salt"], given["address"])
    assert audit(bundle.MemoryRecord(files), claim=claim).verdict == "verified"
    assert plain_verifier.verify(files, receipt=(note, given["address"], given["salt"])).verdict == "verified"


@pytest.mark.parametrize("name", NAMES)
def test_the_plain_verifier_comes_to_the_same(name: str) -> None:
    seen, expected = plain_verifier.verify(files_of(name)), expected_of(name)
    found = (seen.verdict, seen.level, seen.outcome)
    assert found == tuple(expected[key] for key in ("verdict", "level", "outcome"))


@pytest.mark.parametrize(
    "module",
    [
        "plain_verifier",
        "plain_forms",
        "plain_log",
        "plain_manifest",
        "plain_reading",
        "records",
        "record_making",
    ],
)
def test_the_plain_verifier_and_the_builder_share_no_code_with_us(module: str) -> None:
    assert "competition.draw" not in (Path(__file__).parents[1] / f"{module}.py").read_text()


def test_the_steps_are_told_in_the_order_of_the_protocol() -> None:
    assert [step.number for step in report_of("simple-drand").steps] == list(range(1, 12))


def test_each_step_names_its_paragraph_and_says_what_it_found() -> None:
    report = report_of("event")
    assert [(step.section, step.note) for step in report.steps] == [
        ("§2", "10 files"),
        ("§3", f"manifest {report.manifest_sha256}"),
        ("§5", "9 entered, 0 left out"),
        ("§5", ""),
        ("§7", "event lotto-a+b+c-2026-09-12, typed by secretary and vicar"),
        ("§7", f"seed {report.seed}"),
        ("§7", "1 of 1 prize units awarded"),
        ("§8", "6 lines, drawn"),
        ("§8", f"root {report.log_root}"),
        ("§6", "self-consistent"),
        ("§10", "it is opened to one independent person only"),
    ]
    assert all(step.title.islower() for step in report.steps)


def test_whoever_waits_is_told_how_many_entries_were_read() -> None:
    told: list[int] = []
    report = audit(bundle.MemoryRecord(files_of("event")), progress=told.append)
    assert told == [report.entries]
    assert report.draw == 1


def test_the_list_is_read_by_whoever_is_given_to_read_it() -> None:
    handed_out: list[entries.Job] = []

    def each(
        read: Callable[[entries.Job], entries.PieceRead], jobs: Iterator[entries.Job]
    ) -> Iterator[entries.PieceRead]:
        for job in jobs:
            handed_out.append(job)
            yield read(job)

    report = audit(bundle.MemoryRecord(files_of("event")), each=each)
    assert report.verdict == "verified"
    assert [job.piece for job in handed_out] == [files_of("event")["entries.txt"]]


def test_a_draw_by_its_fallback_is_told_what_would_disprove_it() -> None:
    [remark] = audit(bundle.MemoryRecord(fallback().files())).remarks
    assert remark == "The fallback event was used: a drand signature of that round would disprove this draw."


def test_a_manifest_of_another_format_is_named_by_each_step_that_needs_it() -> None:
    report = audit(bundle.MemoryRecord(event(format="prizedraw-manifest/2").files()))
    found = [step.finding for step in report.findings() if step.finding]
    assert len(found) > 2
    assert {(one.code, one.file) for one in found} == {("format", "manifest.json")}
    assert {one.message for one in found} == {"the format is not prizedraw-manifest/1, the one known here"}


def test_each_unit_that_was_won_is_told_with_its_prize() -> None:
    report = audit(bundle.MemoryRecord(awarded().files()))
    assert report.prizes == {1: "Poster", 2: "Ticket"}


def test_what_comes_after_a_failed_step_is_not_reached() -> None:
    report = audit(bundle.MemoryRecord(files_of("event") | {"rules.txt": b"other\n"}))
    states = [step.state for step in report.steps]
    assert states == ["passed", "failed", *["not reached"] * 9]
    assert {step.note for step in report.steps[2:]} == {""}
    assert (report.verdict, report.exit_code, report.winners, report.level) == ("failed", 1, {}, None)


def test_a_failed_check_wins_over_one_that_could_not_be_made() -> None:
    files = files_of("before-the-draw")
    broken = files | {"checkpoint.note": files["freeze.note"]}
    assert audit(bundle.MemoryRecord(files)).verdict == "could not check"
    assert audit(bundle.MemoryRecord(broken)).exit_code == 1


def test_a_faster_verifier_is_asked_for_the_pinned_chain_and_the_very_round() -> None:
    asked: list[tuple[str, bytes, bytes, bytes]] = []

    def record(*arguments: Any) -> bool:
        asked.append(arguments)
        return True

    audit(bundle.MemoryRecord(files_of("simple-drand")), bls=record)
    [arguments] = asked
    assert beacon.verify_bls(*arguments)


SPY = """
import sys
from competition.draw import bundle, verify
files = {name: bytes.fromhex(data) for name, data in (line.split() for line in sys.stdin)}
verify.audit(bundle.MemoryRecord(files))
reached = []
def watch(event, arguments):
    if event.split(".")[0] in {"open", "socket", "os", "subprocess", "time", "import", "shutil", "glob"}:
        reached.append((event, str(arguments)[:80]))
sys.addaudithook(watch)
import time, random, os
def never(*arguments):
    raise AssertionError("a draw asked for " + str(arguments))
time.time = time.time_ns = time.monotonic = time.perf_counter = never
random.random = random.getrandbits = os.urandom = never
reached.clear()
report = verify.audit(bundle.MemoryRecord(files))
assert not reached, reached
{control}
print(report.verdict, len(reached))
"""


def spied(control: str = "") -> str:
    given = "".join(f"{name} {data.hex()}\n" for name, data in event().files().items() if data)
    given += "excluded.txt \n" if not event().files()["excluded.txt"] else ""
    command = [sys.executable, "-c", SPY.replace("{control}", control)]
    outcome = subprocess.run(command, input=given, capture_output=True, text=True)
    return outcome.stdout.strip() or outcome.stderr


def test_an_audit_opens_no_file_and_asks_neither_clock_nor_chance() -> None:
    assert spied() == "verified 0"


def test_control_a_file_that_is_opened_or_a_clock_that_is_read_is_seen() -> None:
    assert spied("open(os.devnull)") == "verified 1"
    assert "a draw asked for" in spied("time.time()")


def test_a_notice_may_be_as_long_as_any_file() -> None:
    draft = amended()
    draft.notices = ["What was changed, at length.\n" * 200_000]
    assert audit(bundle.MemoryRecord(draft.files())).verdict == "verified"


def test_a_manifest_larger_than_any_honest_one_is_not_judged() -> None:
    draft = event(title="x" * (1 << 20))
    assert audit(bundle.MemoryRecord(draft.files())).verdict == "could not check"
