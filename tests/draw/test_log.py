"""The log's state machine as the service uses it: nothing is taken that the auditor would refuse (§8)."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import freeze, loglines, manifest_file
from competition.draw.awards import Units
from competition.draw.bundle import MemoryRecord
from competition.draw.errors import MalformedError, VerificationError
from competition.draw.log import Drawn, LogState
from competition.draw.verify import audit
from tests.record_pieces import DAY, digest
from tests.records import Draft, Files
from tests.stories import (
    amended,
    awarded,
    event,
    fallback,
    quicknet,
    repaired,
    rescheduled,
    rotated_early,
    rotated_late,
    second,
    voided,
)

STORIES = [
    event,
    quicknet,
    amended,
    rescheduled,
    repaired,
    voided,
    second,
    rotated_early,
    rotated_late,
    awarded,
    fallback,
]
MADE: dict[str, tuple[Draft, Files]] = {}


def made(story: Callable[[], Draft]) -> tuple[Draft, Files]:
    if story.__name__ not in MADE:
        draft = story()
        MADE[story.__name__] = draft, draft.files()
    return MADE[story.__name__]


def lines_of(story: Callable[[], Draft]) -> list[loglines.Line]:
    return loglines.parse_log(made(story)[1]["log.txt"])


def state_of(story: Callable[[], Draft]) -> LogState:
    """A machine that knows all facts of a story."""
    draft, files = made(story)
    known = manifest_file.parse(files["manifest.json"])
    frozen = freeze.parse(files["freeze.note"].decode().rpartition("\n\n")[0] + "\n")
    prizes = {unit: draft.known[f"prize{unit}"] for unit in (1, 2)}
    reserves = tuple(draft.known[f"reserve{place}"] for place in (1, 2))
    values = {key: draft.known[key] for key in ("value", "signature", "seed", "result")}
    drawn = Drawn(**values, units=Units(prizes, reserves), by_fallback=story is fallback)
    return LogState(
        {known.digest(): known}, {frozen.digest(): frozen}, {frozen.draw: drawn}, known.verifier_keys
    )


def snapshot(state: LogState) -> str:
    return repr({one.name: getattr(state, one.name) for one in fields(state)})


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_lawful_story_is_taken_line_by_line(story: Callable[[], Draft]) -> None:
    state = state_of(story)
    for number, line in enumerate(lines_of(story)):
        assert state.seq == number
        state.accept(line)
    assert state.time == lines_of(story)[-1].time


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_no_line_can_be_left_out_moved_or_said_twice_unseen(story: Callable[[], Draft]) -> None:
    """A line that is refused leaves the machine as it was, so that the service may go on."""
    lines = lines_of(story)
    for place in range(len(lines)):
        state = state_of(story).replay(lines[:place])
        before = snapshot(state)
        for other in (*lines[:place], *lines[place + 1 :]):
            with pytest.raises(VerificationError):
                state.accept(other)
            assert snapshot(state) == before


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_refused_line_of_the_right_number_leaves_the_machine_as_it_was(story: Callable[[], Draft]) -> None:
    lines = lines_of(story)
    for place in range(len(lines)):
        state = state_of(story).replay(lines[:place])
        for other in lines:
            before = snapshot(state)
            said = loglines.Line(place, max(other.time, state.time), other.kind, other.values)
            try:
                state.accept(said)
            except (VerificationError, MalformedError):
                assert snapshot(state) == before
            else:
                state = state_of(story).replay(lines[:place])


@given(st.data())
def test_what_the_machine_takes_the_auditor_verifies(data: st.DataObject) -> None:
    """Any walk through lawful award lines, written by the service's machine, is a record that passes."""
    draft = event()
    draft.files()
    told = draft.log[-1].time
    assert isinstance(told, int)
    state = state_of(event).replay(lines_of(event))
    for _ in range(data.draw(st.integers(0, 14))):
        told += data.draw(st.sampled_from([0, 3600, DAY, 2 * DAY, 2 * DAY + 1]))
        kind = data.draw(
            st.sampled_from(
                ["notified", "claimed", "vacated", "promoted", "dispatched", "received", "completed"]
            )
        )
        unit, name = (
            data.draw(st.sampled_from([1, 2])),
            data.draw(st.sampled_from(["prize1", "prize2", "reserve1", "reserve2"])),
        )
        values = {"draw": "1", "unit": str(unit), "ticket": draft.known[name]}
        more = {
            "notified": {"attempt": str(data.draw(st.integers(1, 3)))},
            "vacated": {
                "reason": data.draw(st.sampled_from(["no_reply", "declined"])),
                "evidence": "-",
                "approvers": "-",
            },
            "completed": {},
        }
        values = {} if kind == "completed" else values | more.get(kind, {})
        line = loglines.make_line(state.seq, told, kind, values)
        try:
            state.accept(line)
        except VerificationError:
            continue
        draft.say(told, line.text().split(" ", 2)[2])
    report = audit(MemoryRecord(draft.files()))
    assert report.verdict == "verified", [str(step.finding) for step in report.findings()]
    assert report.holders == state.awards[1].holders()


def test_a_line_out_of_turn_is_told_the_number_that_is_due() -> None:
    with pytest.raises(VerificationError, match="the next line is number 0") as caught:
        state_of(event).accept(lines_of(event)[1])
    assert (caught.value.code, caught.value.file, caught.value.line) == ("log_seq", "log.txt", 2)


def test_a_machine_without_facts_still_keeps_order_form_and_times() -> None:
    lines = lines_of(second)
    assert LogState({}, {}, {}, state_of(second).keys).replay(lines).end_remarks() == []
    for swapped in ([lines[1], lines[0]], [lines[0], lines[0]]):
        with pytest.raises(VerificationError):
            LogState({}, {}, {}, ()).replay(swapped)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_lines_of_a_log_are_written_and_read_back(story: Callable[[], Draft]) -> None:
    data = made(story)[1]["log.txt"]
    lines = loglines.parse_log(data)
    assert "".join(f"{line.text()}\n" for line in lines).encode() == data
    for line in lines:
        backwards = dict(reversed([*line.values.items()]))
        assert loglines.make_line(line.seq, line.time, line.kind, backwards) == line


def test_a_line_with_other_keys_is_not_made() -> None:
    for values in ({}, {"issued": "1", "note": "x"}, {"issued": "01"}, {"issued": "1 2"}):
        with pytest.raises(MalformedError) as caught:
            loglines.make_line(0, 0, "count", values)
        assert caught.value.file == "log.txt"
        assert " " in caught.value.message


def test_days_without_a_count_are_a_remark() -> None:
    draft, _ = made(event)
    lines = lines_of(event)
    assert state_of(event).replay(lines).end_remarks() == []
    kept = [line for line in lines if line.seq != 2]
    renumbered = [loglines.Line(seq, line.time, line.kind, line.values) for seq, line in enumerate(kept)]
    [remark] = state_of(event).replay(renumbered).end_remarks()
    assert remark.startswith("1 UTC day")
    assert draft.manifest["opens"]


def test_a_reserve_that_is_due_at_the_end_is_a_remark() -> None:
    lines = lines_of(awarded)
    place = next(line.seq for line in lines if line.kind == "vacated")
    [remark] = state_of(awarded).replay(lines[: place + 1]).end_remarks()
    assert "prize unit 2" in remark


def test_a_vacancy_on_the_word_of_one_person_is_a_remark() -> None:
    def alone() -> Draft:
        draft = awarded()
        draft.reword("vacated draw=1 unit=2 ticket={reserve1}", "+secretary", "")
        return draft

    [remark] = audit(MemoryRecord(alone().files())).remarks
    assert remark.startswith("Prize unit 2 was given up on the word of one person alone (log line ")
    assert audit(MemoryRecord(awarded().files())).remarks == []


def test_promotion_follows_the_very_line_where_holders_are_unknown_too() -> None:
    gone = f"vacated draw=1 unit=1 ticket={digest('a')} reason=declined evidence=- approvers=-"
    texts = ["opened manifest=" + digest("m"), f"frozen draw=1 statement={digest('s')}"]
    texts.append(
        "drawn draw=1 " + " ".join(f"{k}={digest(k)}" for k in ("value", "signature", "seed", "result"))
    )
    texts.append(gone)
    promoted = f"promoted draw=1 unit=1 ticket={digest('b')}"
    told = f"notified draw=1 unit=1 ticket={digest('a')} attempt=1"

    def replayed(*more: str) -> LogState:
        lines = [
            loglines.parse_line(f"{seq} 2026-09-01T00:00:00Z {text}", seq)
            for seq, text in enumerate([*texts, *more])
        ]
        return LogState({}, {}, {}, state_of(event).keys).replay(lines)

    assert replayed(promoted)
    for more in ((told, promoted), (promoted, promoted)):
        with pytest.raises(VerificationError):
            replayed(*more)


@pytest.mark.parametrize(
    "change",
    [
        {"frozen": 1_800_000_000},
        {"draw": 2},
        {"manifest": digest("other")},
        {"entries": freeze.Listed(7, digest("other"))},
        {"beacon": "event lotto-b"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_service_cannot_log_a_freeze_that_says_another_thing_than_the_log(change: dict[str, Any]) -> None:
    lines = lines_of(event)
    place = next(line.seq for line in lines if line.kind == "frozen")
    state = state_of(event).replay(lines[:place])
    [(statement, true)] = state.freezes.items()
    state.freezes = {statement: replace(true, **change)}
    with pytest.raises(VerificationError) as caught:
        state.accept(lines[place])
    assert (caught.value.code, caught.value.line) == ("log_frozen", place + 1)
    state.freezes = {statement: true}
    state.accept(lines[place])


def test_a_drawn_list_is_not_repaired_even_where_no_times_are_known() -> None:
    lines = lines_of(event)
    text = f"refrozen draw=2 previous={{statement}} statement={digest('x')} notice={digest('y')}"
    line = loglines.parse_line(
        f"{len(lines)} 2026-09-10T00:00:00Z {text.format(statement=made(event)[0].known['statement'])}",
        len(lines),
    )
    state = LogState({}, {}, {}, state_of(event).keys).replay(lines)
    with pytest.raises(VerificationError):
        state.accept(line)


def test_a_line_longer_than_the_format_allows_is_not_made() -> None:
    values = {"draw": "1", "unit": "1", "ticket": digest("a"), "reason": "declined", "evidence": "-"}
    rest = len(loglines.make_line(0, 0, "vacated", values | {"approvers": "-"}).text()) - 1
    codes = "+".join(f"c{number:029}" for number in range(40))
    longest = loglines.make_line(0, 0, "vacated", values | {"approvers": codes[: 1024 - rest]})
    assert len(longest.text()) == 1024
    with pytest.raises(MalformedError) as caught:
        loglines.make_line(0, 0, "vacated", values | {"approvers": codes[: 1025 - rest]})
    assert (caught.value.file, caught.value.line) == ("log.txt", 1)
