"""Two verifiers that share no code, on records changed at random and signed anew: they never disagree."""

from collections.abc import Callable
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from competition.draw import beacon, bundle
from competition.draw.verify import audit
from tests import plain_verifier
from tests.record_pieces import DAY, WITNESSES, digest, written
from tests.records import Draft, Event
from tests.stories import (
    amended,
    awarded,
    chained,
    event,
    fallback,
    grouped,
    quicknet,
    rehearsal,
    repaired,
    rescheduled,
    rotated_early,
    rotated_late,
    second,
    voided,
    waiting,
    witnessed,
)

verify_bls = cache(beacon.verify_bls)
STORIES = (amended, awarded, chained, event, fallback, grouped, quicknet, rehearsal, repaired, rescheduled)
MORE = (rotated_early, rotated_late, second, voided, waiting, witnessed)
TIMES = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")
STEPS = st.sampled_from([-DAY, -3600, -1, 0, 1, 60, DAY, 2 * DAY, 2 * DAY + 1, 7 * DAY])
WORDS = {
    "draw=1": "draw=2",
    "draw=2": "draw=1",
    "unit=1": "unit=2",
    "unit=2": "unit=1",
    "{prize1}": "{reserve1}",
    "{prize2}": "{prize1}",
    "{reserve1}": "{reserve2}",
    "attempt=1": "attempt=2",
    "attempt=2": "attempt=1",
    "no_reply": "declined",
    "declined": "no_reply",
    "issued=9": "issued=8",
    "approvers=-": "approvers=editor",
    "{statement}": digest("x"),
    "{manifest}": digest("x"),
}
NEW = (
    "count issued=9",
    "claimed draw=1 unit=1 ticket={prize1}",
    "claimed draw=1 unit=2 ticket={prize2}",
    "notified draw=1 unit=1 ticket={prize1} attempt=1",
    "vacated draw=1 unit=1 ticket={prize1} reason=declined evidence=- approvers=-",
    "promoted draw=1 unit=1 ticket={reserve1}",
    "received draw=1 unit=1 ticket={prize1}",
    "voided draw=1 reason=odd notice={odd}",
    "voided draw=2 reason=odd notice={odd}",
    "rescheduled draw=2 round=12040883 notice={odd}",
    "frozen draw=2 statement={statement}",
    "completed",
)


def log_change(draft: Draft, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(draft.log) - 1))
    event, kind = (
        draft.log[place],
        data.draw(st.sampled_from(["drop", "twice", "swap", "time", "all", "word", "new", "cut"])),
    )
    by = data.draw(STEPS)
    if kind == "drop" and len(draft.log) > 1:
        del draft.log[place]
    elif kind == "twice":
        draft.log.insert(place, Event(event.time, event.text))
    elif kind == "swap" and place:
        draft.log[place].text, draft.log[place - 1].text = draft.log[place - 1].text, draft.log[place].text
    elif kind == "time":
        shift(event, by)
    elif kind == "all":
        for later in draft.log[place:]:
            shift(later, by)
    elif kind == "word":
        old = data.draw(st.sampled_from(sorted(WORDS)))
        event.text = event.text.replace(old, WORDS[old])
    elif kind == "new":
        draft.log.insert(place + 1, Event(event.time, data.draw(st.sampled_from(NEW))))
    elif kind == "cut":
        del draft.log[max(place, 1) :]


def shift(event: Event, by: int) -> None:
    assert isinstance(event.time, int)
    event.time += by


def other_change(draft: Draft, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["times", "number", "entries", "witness", "signer", "gap"]))
    if kind == "times":
        key = data.draw(st.sampled_from(TIMES))
        draft.manifest[key] = written(draft.time(key) + data.draw(STEPS))
    elif kind == "number":
        key = data.draw(st.sampled_from(["reserves", "claim_days", "witness_quorum"]))
        draft.manifest[key] = data.draw(st.integers(0, 3))
    elif kind == "entries" and draft.entries:
        del draft.entries[data.draw(st.integers(0, len(draft.entries) - 1))]
    elif kind == "witness":
        signed = [(label, draft.time("draw_at") + data.draw(STEPS)) for label in WITNESSES]
        draft.witness = (data.draw(st.integers(1, len(draft.log))), signed)
    elif kind == "signer":
        name = data.draw(st.sampled_from(["freeze.note", "checkpoint.note"]))
        draft.signers[name] = data.draw(st.sampled_from(["service 1", "service 2"]))
    else:
        draft.manifest["min_gap_seconds"] = data.draw(st.sampled_from([0, 899, 900, DAY, DAY + 1, 2 * DAY]))


@given(st.sampled_from(STORIES + MORE), st.data())
def test_two_verifiers_come_to_the_same(story: Callable[[], Draft], data: st.DataObject) -> None:
    draft = story()
    draft.notices.append("Something odd.\n")
    draft.known |= dict.fromkeys(
        ["prize1", "prize2", "reserve1", "reserve2", "value", "seed", "result"], digest("none")
    )
    draft.known |= {"odd": digest("Something odd.\n"), "signature": "-"}
    for _ in range(data.draw(st.integers(1, 3))):
        data.draw(st.sampled_from([log_change, log_change, other_change]))(draft, data)
    if not draft.log or not draft.log[0].text:
        return
    files = draft.files()
    if not any("{odd}" in event.text for event in draft.log):
        files = {
            name: content for name, content in files.items() if name != f"notices/{draft.known['odd']}.txt"
        }
    report = audit(bundle.MemoryRecord(files), bls=verify_bls)
    seen = plain_verifier.verify(files)
    told = [str(step.finding) for step in report.findings()]
    assert seen.verdict == report.verdict, told
    failed = [step.number for step in report.findings() if step.state == "failed"]
    assert seen.step == (failed[0] if failed else None), told
    if not failed:
        assert (seen.level, seen.outcome) == (report.level, report.outcome)
