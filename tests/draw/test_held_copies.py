"""The user's own copy of a freeze note against the record (§6)."""

from collections.abc import Callable
from functools import cache

import pytest

from competition.draw import bundle
from competition.draw.report import Report
from competition.draw.verify import audit
from tests import plain_verifier
from tests.record_pieces import WITNESSES, digest, note, signature_line, vkey
from tests.records import Draft, Files
from tests.stories import event, rehearsal, repaired, second, voided, waiting, witnessed

Copy = Callable[[str], bytes]


def resigned(old: str = "", new: str = "", label: str = "service 1") -> Copy:
    """A copy in which something is other, signed as if it were real."""

    def copy(text: str) -> bytes:
        assert old in text
        changed = text.replace(old, new, 1)
        return note(changed, signature_line(changed, label))

    return copy


def text_of(files: Files) -> str:
    return files["freeze.note"].decode().rpartition("\n\n")[0] + "\n"


@cache
def files_of(story: Callable[[], Draft]) -> Files:
    return story().files()


def seen(story: Callable[[], Draft], copy: Copy) -> Report:
    """Audit with a copy; the plain verifier must come to the same."""
    files = files_of(story)
    held = copy(text_of(files))
    report = audit(bundle.MemoryRecord(files), held=held)
    plain = plain_verifier.verify(files, held)
    assert plain.verdict == report.verdict
    assert "failed" in (plain.verdict, report.verdict) or plain.level == report.level
    return report


def blamed(report: Report) -> list[tuple[str, str | None, int | None]]:
    """Code, file and line of each finding about the copy; all of them are said in words."""
    found = [step.finding for step in report.findings() if step.number == 10 and step.finding]
    assert all(" " in finding.message for finding in found)
    return [(finding.code, finding.file, finding.line) for finding in found]


@pytest.mark.parametrize(
    ("story", "level"),
    [
        (event, "held"),
        (voided, "held"),
        (repaired, "held"),
        (witnessed, "witnessed"),
        (rehearsal, "rehearsal"),
    ],
)
def test_the_very_same_note_raises_the_level_where_nothing_is_higher(
    story: Callable[[], Draft], level: str
) -> None:
    report = seen(story, resigned())
    assert (report.verdict, report.level) == ("verified", level)


def test_the_level_of_a_draw_that_is_still_to_come_is_raised_too() -> None:
    report = seen(waiting, resigned())
    assert (report.verdict, report.level) == ("could not check", "held")


def test_a_copy_counts_by_its_text_whoever_signed_it() -> None:
    assert seen(event, resigned(label="service 3")).level == "held"


def test_a_copy_with_more_signature_lines_has_the_same_text() -> None:
    more = signature_line("x\n", "service 3", "stranger.example")
    assert seen(event, lambda text: note(text, signature_line(text, "service 1"), more)).level == "held"


@pytest.mark.parametrize("label", ["service 1", "service 3"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("T18:30:00Z", "T18:30:01Z"),
        ("entries 8", "entries 9"),
        ("lotto-a", "lotto-b"),
    ],
)
def test_another_freeze_of_the_same_draw_is_failed_whoever_signed_it(old: str, new: str, label: str) -> None:
    report = seen(event, resigned(old, new, label))
    assert report.verdict == "failed"
    [finding] = [step.finding for step in report.findings()]
    assert finding
    assert blamed(report) == [("two_freezes", "the held copy", None)]
    assert ("TWO DIFFERENT FREEZES" in finding.message) == (label == "service 1")


def test_a_copy_of_another_draw_must_be_the_one_that_the_log_names() -> None:
    assert seen(repaired, resigned("draw 2", "draw 1")).verdict == "failed"
    assert seen(event, resigned("draw 1", "draw 2")).verdict == "failed"


def with_first_freeze() -> Draft:
    draft = second()
    draft.reword("frozen draw=1", digest("the first freeze"), digest(earlier_text()))
    return draft


@cache
def earlier_text() -> str:
    return text_of(files_of(second)).replace("draw 2", "draw 1").replace("12040883", "11176883")


def test_a_copy_of_the_freeze_that_was_voided_is_in_order_and_raises_nothing() -> None:
    report = seen(
        with_first_freeze, lambda text: note(earlier_text(), signature_line(earlier_text(), "service 1"))
    )
    assert (report.verdict, report.level) == ("verified", "self-consistent")


def test_a_copy_of_another_competition_cannot_be_checked() -> None:
    report = seen(event, resigned("harvest-moon", "never-sorry"))
    assert (report.verdict, report.level) == ("could not check", "self-consistent")
    assert blamed(report) == [("held", "the held copy", None)]


@pytest.mark.parametrize(
    ("copy", "line"),
    [
        (lambda text: b"", None),
        (lambda text: b"\xff", None),
        (lambda text: b"Dear Ann,\n", None),
        (lambda text: text.encode(), None),
        (lambda text: note(text, "- cinema\n"), 11),
        (resigned("\n", "\r\n"), None),
        (resigned("v1 freeze", "v1 receipt"), 1),
        (resigned("draw 1", "draw 01"), 3),
        (lambda text: b"x" * 1_000_001, None),
    ],
)
def test_what_is_no_freeze_note_cannot_be_checked(copy: Copy, line: int | None) -> None:
    report = seen(event, copy)
    assert report.verdict == "could not check"
    assert blamed(report) == [("held", "the held copy", line)]


def test_a_copy_that_cannot_be_checked_takes_nothing_from_the_witnesses() -> None:
    report = seen(witnessed, lambda text: b"Dear Ann,\n")
    assert (report.verdict, report.level) == ("could not check", "witnessed")


def test_a_failed_record_stays_failed_with_a_copy_of_something_else() -> None:
    def broken() -> Draft:
        draft = event(witnesses=[vkey(label) for label in WITNESSES], witness_quorum=2)
        draft.witness = (3, [])
        return draft

    assert seen(broken, lambda text: b"Dear Ann,\n").verdict == "failed"
