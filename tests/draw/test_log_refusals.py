"""Each line that the log's machine refuses: by which rule, and that its line is named (§8)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from competition.draw import freeze, loglines
from competition.draw.errors import MalformedError, VerificationError
from competition.draw.log import LogState
from competition.draw.texts import format_time
from tests.draw.test_log import lines_of, made, state_of
from tests.record_pieces import DAY, digest, vkey
from tests.records import Draft
from tests.stories import awarded, event, fallback, quicknet, rescheduled, voided

X, Y = digest("x"), digest("y")
DRAWN = "drawn draw=1 value={value} signature={signature} seed={seed} result={result}"
TOLD = "notified draw=1 unit=1 ticket={prize1} attempt=1"
MINUTE = 60


def next_line(state: LogState, text: str, by: int, known: dict[str, str]) -> loglines.Line:
    said = f"{state.seq} {format_time(state.time + by)} {text.format(**known)}"
    return loglines.parse_line(said, state.seq)


def refusal(state: LogState, text: str, by: int, known: dict[str, str]) -> VerificationError | None:
    try:
        state.accept(next_line(state, text, by, known))
    except VerificationError as refused:
        return refused
    return None


def answer(story: Callable[[], Draft], kept: int, text: str, by: int = 0) -> str:
    """What the machine says to a line `by` seconds after the first `kept` lines of a story."""
    state = state_of(story).replay(lines_of(story)[:kept])
    refused = refusal(state, text, by, made(story)[0].known)
    if not refused:
        return "taken"
    assert (refused.file, refused.line) == ("log.txt", kept + 1)
    assert " " in refused.message
    return refused.code


@pytest.mark.parametrize(
    ("story", "kept", "text", "by", "code"),
    [
        (event, 2, "count issued=5", -1, "log_time"),
        (event, 2, "count issued=5", 0, "taken"),
        (event, 0, "count issued=5", 1788285600, "log_opened"),
        (event, 2, f"opened manifest={X}", 0, "log_opened"),
        (event, 3, "count issued=4", 0, "log_count"),
        (event, 6, "count issued=9", 0, "log_count"),
        (event, 2, f"amended manifest={X} previous={Y} notice={Y}", 0, "log_amended"),
        (event, 6, f"amended manifest={X} previous={Y} notice={Y}", 0, "log_amended"),
        (event, 5, f"frozen draw=2 statement={X}", MINUTE, "log_draw"),
        (event, 5, f"frozen draw=1 statement={X}", MINUTE - 1, "log_freeze_time"),
        (event, 5, f"frozen draw=1 statement={X}", MINUTE, "taken"),
        (event, 5, f"frozen draw=1 statement={X}", MINUTE + 18 * 3600, "taken"),
        (event, 5, f"frozen draw=1 statement={X}", MINUTE + 18 * 3600 + 1, "log_freeze_time"),
        (event, 6, f"frozen draw=1 statement={X}", 0, "log_frozen"),
        (event, 5, f"refrozen draw=2 previous={Y} statement={X} notice={Y}", 0, "log_refrozen"),
        (event, 6, f"refrozen draw=2 previous={Y} statement={X} notice={Y}", 0, "log_refrozen"),
        (event, 6, f"refrozen draw=1 previous={{statement}} statement={X} notice={Y}", 0, "log_draw"),
        (event, 6, f"refrozen draw=2 previous={{statement}} statement={X} notice={Y}", 0, "taken"),
        (event, 6, "refrozen draw=2 previous={statement} statement={statement} notice=" + Y, 0, "log_frozen"),
        (event, 6, f"refrozen draw=2 previous={{statement}} statement={X} notice={Y}", DAY - 1800, "taken"),
        (
            *(event, 6, f"refrozen draw=2 previous={{statement}} statement={X} notice={Y}"),
            *(DAY - 1800 + 1, "log_freeze_time"),
        ),
        (event, 7, f"refrozen draw=2 previous={{statement}} statement={X} notice={Y}", 0, "log_refrozen"),
        (event, 5, f"rescheduled draw=1 round=7 notice={Y}", 0, "log_rescheduled"),
        (event, 6, f"rescheduled draw=1 round=7 notice={Y}", 0, "log_rescheduled"),
        (event, 5, DRAWN, 3 * DAY, "log_drawn"),
        (event, 7, DRAWN, 0, "log_drawn"),
        (event, 6, DRAWN.replace("draw=1", "draw=2"), 2 * DAY, "log_draw"),
        (event, 6, DRAWN, 2 * DAY - 1800, "taken"),
        (event, 6, DRAWN, 2 * DAY - 1800 - 1, "log_drawn"),
        (event, 6, DRAWN.replace("{value}", "7./"), 2 * DAY, "log_drawn"),
        (event, 6, DRAWN.replace("{signature}", "a+b"), 2 * DAY, "log_drawn"),
        (event, 6, DRAWN.replace("{seed}", X), 2 * DAY, "log_drawn"),
        (event, 6, DRAWN.replace("{result}", X), 2 * DAY, "log_drawn"),
        (fallback, 6, DRAWN, 2 * DAY - 1800, "log_drawn"),
        (fallback, 6, DRAWN, 9 * DAY - 1800 - 1, "log_drawn"),
        (fallback, 6, DRAWN, 9 * DAY - 1800, "taken"),
        (event, 6, TOLD, 0, "log_notified"),
        (event, 7, TOLD, 0, "taken"),
        (event, 7, TOLD.replace("draw=1", "draw=2"), 0, "log_draw"),
        (event, 7, "completed", 0, "log_completed"),
        (voided, 8, "completed", 0, "taken"),
        (voided, 8, f"key vkey={vkey('service 2')}", 0, "taken"),
        (voided, 8, f"frozen draw=2 statement={X}", 0, "log_freeze_time"),
        (voided, 8, "count issued=9", 0, "log_voided"),
        (voided, 8, TOLD, 0, "log_voided"),
        (voided, 8, f"voided draw=2 reason=wrong_list notice={Y}", 0, "log_voided"),
        (voided, 8, f"voided draw=1 reason=wrong_list notice={Y}", 0, "log_voided"),
        (event, 7, f"voided draw=2 reason=wrong_list notice={Y}", 0, "log_draw"),
        (event, 5, f"key vkey={vkey('service 1')}", 0, "log_key"),
        (event, 5, f"key vkey={vkey('service 2', 'other.example')}", 0, "log_key"),
        (awarded, 14, TOLD, 0, "log_promoted"),
        (awarded, 14, f"key vkey={vkey('service 2')}", 0, "log_promoted"),
        (awarded, 21, f"key vkey={vkey('service 2')}", 0, "log_completed"),
        (awarded, 21, "completed", 0, "log_completed"),
    ],
)
def test_each_rule_has_its_code(story: Callable[[], Draft], kept: int, text: str, by: int, code: str) -> None:
    assert answer(story, kept, text, by) == code


@pytest.mark.parametrize("text", ["", "7", "7 2026-09-01T18:00:00Z", "7  ", "x", "7\tx\ty"])
def test_a_line_of_too_few_words_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError) as caught:
        loglines.parse_line(text, 7)
    assert (caught.value.file, caught.value.line) == ("log.txt", 8)


def test_no_statement_is_frozen_twice_where_nothing_else_is_known_of_it() -> None:
    [first] = [line for line in lines_of(event) if line.kind == "frozen"]
    again = {"draw": "2", "previous": first["statement"], "statement": first["statement"], "notice": Y}
    state = LogState({}, {}, {}, ()).replay(lines_of(event)[:6])
    with pytest.raises(VerificationError) as caught:
        state.accept(loglines.make_line(6, first.time, "refrozen", again))
    assert (caught.value.code, caught.value.line) == ("log_frozen", 7)
    state.accept(loglines.make_line(6, first.time, "refrozen", again | {"statement": X}))


def test_the_log_is_open_before_the_competition_is() -> None:
    [known] = state_of(event).manifests.values()
    opened = lines_of(event)[0]
    for time, code in ((known.opens, ""), (known.opens + 1, "log_opened")):
        for manifest in (opened["manifest"], X):
            line = loglines.make_line(0, time, "opened", {"manifest": manifest})
            if not code:
                assert state_of(event).replay([line]).manifest_digest == manifest
                continue
            with pytest.raises(VerificationError) as caught:
                state_of(event).accept(line)
            assert (caught.value.code, caught.value.line) == (code, 1)


def test_a_drand_round_comes_into_force_with_its_manifest_and_goes_with_another() -> None:
    state = state_of(quicknet)
    assert state.round_time() is None
    state.accept(lines_of(quicknet)[0])
    [known] = state.manifests.values()
    assert state.round == 12040883
    assert state.round_time() == known.round_time(12040883)
    values = {"manifest": X, "previous": state.manifest_digest, "notice": Y}
    state.accept(loglines.make_line(1, state.time, "amended", values))
    assert {state.round, state.round_time()} == {None}


def test_an_empty_list_is_not_drawn_and_one_of_one_ticket_is() -> None:
    lines = lines_of(event)
    for count, refused in ((0, True), (1, False)):
        state = state_of(event).replay(lines[:6])
        [(statement, true)] = state.freezes.items()
        state.freezes = {statement: replace(true, entries=freeze.Listed(count, X))}
        if refused:
            with pytest.raises(VerificationError) as caught:
                state.accept(lines[6])
            assert (caught.value.code, caught.value.line) == ("log_drawn", 7)
        else:
            state.accept(lines[6])


def moved(state: LogState, round_: int, time: int) -> str:
    refused = refusal(state, f"rescheduled draw=1 round={round_} notice={Y}", time - state.time, {})
    return refused.code if refused else "taken"


def test_a_round_that_was_put_off_once_is_put_off_again_by_its_own_time() -> None:
    def state() -> LogState:
        return state_of(rescheduled).replay(lines_of(rescheduled)[:6])

    [known] = state().manifests.values()
    due, gap = known.round_time(12040883), known.min_gap_seconds
    far = 12040883 + 10 * gap
    assert moved(state(), far, due - gap) == "taken"
    assert moved(state(), far, due - gap + 1) == "log_rescheduled"
    assert moved(state(), far, due - 1) == "log_rescheduled"
    assert moved(state(), far, due) == "taken"
    assert moved(state(), 12040883, due - gap) == "log_rescheduled"
    near = 12040883 + gap // 3
    assert moved(state(), near, known.round_time(near) - gap) == "taken"
    assert moved(state(), near, known.round_time(near) - gap + 1) == "log_rescheduled"


def test_days_are_missed_up_to_the_first_freeze_whatever_was_repaired_later() -> None:
    lines = [line for line in lines_of(event)[:6] if line.seq != 2]
    renumbered = [replace(line, seq=seq) for seq, line in enumerate(lines)]
    values = {"draw": "2", "previous": lines[-1]["statement"], "statement": X, "notice": Y}
    repaired = loglines.make_line(5, lines[-1].time + 20 * 3600, "refrozen", values)
    state = state_of(event).replay([*renumbered, repaired])
    assert state.first_frozen == lines[-1].time
    assert state.end_remarks() == ["1 UTC day(s) between opening and freeze have no count of tickets."]
