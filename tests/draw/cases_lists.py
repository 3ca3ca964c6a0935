"""Damage to the freeze and its lists (§5)."""

from tests.draw.cases_results import LOG
from tests.draw.damage import (
    Case,
    Change,
    Table,
    made,
    spoiled,
    swapped,
)
from tests.record_pieces import digest, drand
from tests.records import Draft
from tests.stories import (
    event,
    quicknet,
    repaired,
    rescheduled,
    rotated_early,
    second,
    waiting,
)

NOTE = Table(step=3, file="freeze.note")


def said(**values: str) -> Change:
    """Freeze with other values in the statement."""
    return lambda draft: draft.statement.update(
        {key.replace("_", "-"): value for key, value in values.items()}
    )


def freeze() -> list[Case]:
    other = digest("other")
    return [
        NOTE.failed("the freeze is of another competition", said(competition="cinema.example/draws/x")),
        NOTE.failed("the freeze names another manifest", said(manifest=other)),
        NOTE.failed("the freeze gives another root", said(entries=f"8 {other}")),
        NOTE.failed("the freeze counts an entry too many", swapped("freeze text", "entries 8", "entries 9")),
        NOTE.failed("the freeze gives another digest of the list", said(entries_file=other)),
        NOTE.failed("the freeze gives another root of the exclusions", said(excluded=f"1 {other}")),
        NOTE.failed("the freeze counts no exclusion", swapped("freeze text", "excluded 1", "excluded 0")),
        NOTE.failed("the freeze gives another draw number than the log", said(draw="2")),
        NOTE.failed("the log names another statement", lambda d: d.reword("frozen", "{statement}", other)),
        NOTE.failed("the freeze is for another event", said(beacon="event lotto-b")),
        NOTE.failed("the freeze is for a rehearsal", said(beacon="rehearsal")),
        NOTE.failed("the freeze is for a drand round", said(beacon=f"drand {other} 5")),
        Table(quicknet, 3, "freeze.note").failed(
            "the freeze is for another chain", said(beacon=f"drand {other} 12040883")
        ),
        Table(quicknet, 3, "freeze.note").failed(
            "a drand freeze is for an event", said(beacon="event lotto-a")
        ),
        Table(quicknet, 5, "beacon.json").failed(
            "the freeze is for another round", said(beacon=quicknet_line(12040884))
        ),
        Table(quicknet, 8, "log.txt").failed(
            "freeze and value are of an earlier round than the manifest's",
            said(beacon=quicknet_line(1000)),
            lambda d: d.beacon.update(drand("quicknet", 1000)),
        ),
        Table(rescheduled, 8, "log.txt").failed(
            "the freeze is for the round before the reschedule", old_round
        ),
        LOG.failed("the freeze gives another time than the log", said(frozen="2026-09-04T18:30:01Z")),
        NOTE.failed(
            "an entry was added after the freeze",
            spoiled("entries.txt", lambda data: data + b"f" * 64 + b"\n"),
        ),
        NOTE.failed("an entry was removed after the freeze", spoiled("entries.txt", lambda data: data[65:])),
        NOTE.failed("an exclusion was removed after the freeze", spoiled("excluded.txt", lambda data: b"")),
        NOTE.failed(
            "the freeze is signed by a stranger", lambda d: d.signers.update({"freeze.note": "service 3"})
        ),
        Table(rotated_early, 3, "freeze.note").failed(
            "the freeze is signed by the key before the change",
            lambda d: d.signers.update({"freeze.note": "service 1"}),
        ),
        Table(rotated_early).fine("the freeze is signed by the key after the change"),
        Table(repaired, 3, "freeze.note").failed("the repair's freeze has the first number", said(draw="1")),
        Table(repaired).fine("nothing was done to a repaired draw", outcome="drawn"),
        Table(second).fine("nothing was done to a second draw", outcome="drawn"),
    ]


def quicknet_line(round_: int) -> str:
    return f"drand 52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971 {round_}"


def old_round(draft: Draft) -> None:
    draft.statement["beacon"] = quicknet_line(draft.manifest["beacon"]["round"])
    draft.log = [one for one in draft.log if not one.text.startswith("drawn")]


def lists() -> list[Case]:
    table = Table(step=4, file="excluded.txt")

    def both(draft: Draft) -> None:
        draft.excluded = sorted([*draft.excluded, f"{draft.opening(0)[2]} duplicate"])
        draft.reword("count issued=9", "9", "9")

    return [
        table.failed("a ticket is entered and excluded", enter_again, recount("10")),
        table.failed(
            "a reason is none of the manifest's",
            made("excluded.txt", lambda t: t.replace(b"duplicate", b"boring")),
        ),
        table.failed(
            "a vacancy reason excludes", made("excluded.txt", lambda t: t.replace(b"duplicate", b"declined"))
        ),
        Table().fine("nobody was excluded", lambda d: d.excluded.clear(), lambda d: d.enter()),
        Table(step=8, file="log.txt").failed(
            "one ticket less was frozen than counted", lambda d: d.excluded.clear()
        ),
        Table(step=8, file="log.txt").failed("one ticket more was frozen than counted", one_more),
        Table().fine("everybody but one was excluded", exclude_most),
        Table(waiting).unchecked("everybody was excluded", exclude_all, step=5),
        Table(event, 8, "log.txt").failed("an empty list was drawn", exclude_all),
        Table(waiting).fine(
            "an empty list was voided",
            exclude_all,
            lambda d: d.notices.append("Nobody came.\n"),
            lambda d: d.say(d.time("draw_at"), "voided draw=1 reason=empty notice={notice0}", "completed"),
            outcome="voided",
        ),
    ]


def enter_again(draft: Draft) -> None:
    draft.entries = sorted([*draft.entries, draft.opening(8)[2]])


def recount(number: str) -> Change:
    """The last count before the freeze says another number."""

    def change(draft: Draft) -> None:
        draft.log[draft.find("frozen") - 1].text = f"count issued={number}"

    return change


def one_more(draft: Draft) -> None:
    draft.entrants.insert(0, ("zoe@example.com", None))
    draft.enter()


def exclude_most(draft: Draft) -> None:
    draft.excluded = sorted(f"{draft.opening(number)[2]} withdrawn" for number in range(8))
    draft.enter()


def exclude_all(draft: Draft) -> None:
    draft.excluded = sorted(f"{draft.opening(number)[2]} withdrawn" for number in range(9))
    draft.enter()


CASES = [*freeze(), *lists()]
