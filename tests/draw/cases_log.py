"""Damage to the log (§8): its lines, its opening, amendments and counts."""

from tests.draw.damage import Case, Change, Table, made, manifest, swapped
from tests.record_pieces import DAY, digest
from tests.records import Draft
from tests.stories import (
    EVENT_AT,
    amended,
    awarded,
    repaired,
    voided,
)

FORM = Table(step=1, file="log.txt")
LOG = Table(step=8, file="log.txt")
OTHER = digest("other")


def moved(start: str, time: int | str) -> Change:
    return lambda draft: draft.move(start, time)


def at(start: str, key: str, by: int = 0) -> Change:
    """Date a line by a time of the manifest."""
    return lambda draft: draft.move(start, draft.time(key) + by)


def worded(start: str, old: str, new: str) -> Change:
    return lambda draft: draft.reword(start, old, new)


def inserted(before: str, text: str, time: int | None = None) -> Change:
    return lambda draft: draft.insert(before, text, time)


def dropped(start: str) -> Change:
    return lambda draft: draft.drop(start)


def appended(*texts: str, at: int = EVENT_AT + 30 * DAY) -> Change:
    return lambda draft: draft.say(at, *texts)


def extra(*texts: str, at: int = EVENT_AT + 30 * DAY) -> Change:
    """Append lines that may name the notice `{more}`."""

    def change(draft: Draft) -> None:
        draft.notices.append("One more.\n")
        number = len(draft.notices) - 1
        draft.say(at, *(text.replace("{more}", f"{{notice{number}}}") for text in texts))

    return change


def lines() -> list[Case]:
    def log(old: str, new: str) -> Change:
        return swapped("log.txt", old, new)

    return [
        FORM.failed("the log is empty", made("log.txt", lambda data: b"")),
        FORM.failed("the log begins with line 1", made("log.txt", lambda data: data.partition(b"\n")[2])),
        FORM.failed("a line has another number", log("\n2 ", "\n3 ")),
        FORM.failed("a line's number has a leading zero", log("\n2 ", "\n02 ")),
        FORM.failed("a line of the log was removed", made("log.txt", without_line_2)),
        FORM.failed("a line has two spaces", log(" count ", "  count ")),
        FORM.failed("a line has a tab", log(" count ", "\tcount ")),
        FORM.failed("a kind is in upper case", log("opened", "Opened")),
        FORM.failed("a kind is unknown", log("count issued=2", "weather issued=2")),
        FORM.failed("a line has a key too many", log("issued=2", "issued=2 note=x")),
        FORM.failed("a line lacks its key", log(" issued=2", "")),
        FORM.failed(
            "a line has its keys in another order",
            worded("frozen", "draw=1 statement={statement}", "statement={statement} draw=1"),
        ),
        FORM.failed("a line has a key without a value", log("issued=2", "issued=")),
        FORM.failed("a line has a key without an equals sign", log("issued=2", "issued")),
        FORM.failed("a value has a comma", worded("drawn", "{value}", "7,8")),
        FORM.failed("a value has a second equals sign", log("issued=2", "issued==2")),
        FORM.failed("a number has a leading zero", log("issued=2", "issued=02")),
        FORM.failed("a number is 2^53", log("issued=2", f"issued={2**53}")),
        FORM.failed("a draw is number 0", log("draw=1", "draw=0")),
        FORM.failed("a digest has 63 digits", worded("frozen", "{statement}", "a" * 63)),
        FORM.failed("a digest is in upper case", worded("frozen", "{statement}", "A" * 64)),
        FORM.failed("a time is 24:00:00", moved("count issued=2", "2026-09-01T24:00:00Z")),
        FORM.failed("a time is a leap second", moved("count issued=2", "2026-09-01T23:59:60Z")),
        FORM.failed("a time is on 30 February", moved("opened", "2026-02-30T00:00:00Z")),
        FORM.failed("a time has an offset", moved("opened", "2026-09-01T00:00:00+00:00")),
        Table(awarded, 1, "log.txt").failed(
            "completed carries a key", worded("completed", "completed", "completed draw=1")
        ),
        Table(awarded, 1, "log.txt").failed(
            "completed is followed by a space", worded("completed", "completed", "completed ")
        ),
        Table(voided, 1, "log.txt").failed("a notice is written as -", worded("voided", "{notice0}", "-")),
        Table(awarded, 1).failed(
            "an attempt is number 0", worded("notified draw=1 unit=1", "attempt=1", "attempt=0")
        ),
        Table(awarded, 1).failed(
            "the reason of a vacancy is no code",
            worded("vacated draw=1 unit=2 ticket={prize2}", "no_reply", "No_reply"),
        ),
        Table(awarded, 1).failed(
            "evidence is no digest",
            worded("vacated draw=1 unit=2 ticket={prize2}", "evidence=-", "evidence=letter"),
        ),
        Table(awarded, 1).failed(
            "an approver is no code", worded("vacated draw=1 unit=2 ticket={reserve1}", "editor", "Editor")
        ),
        Table(awarded, 1).failed(
            "an approver stands twice",
            worded("vacated draw=1 unit=2 ticket={reserve1}", "editor", "secretary"),
        ),
        Table(awarded, 1).failed(
            "the approvers end with a plus",
            worded("vacated draw=1 unit=2 ticket={reserve1}", "+secretary", "+"),
        ),
        LOG.failed(
            "a line has an earlier time than the one before", moved("count issued=5", "2026-09-01T23:54:59Z")
        ),
        Table().fine(
            "all counts have one time",
            moved("count issued=5", "2026-09-01T23:55:00Z"),
            moved("count issued=2", "2026-09-01T23:55:00Z"),
        ),
    ]


def without_line_2(data: bytes) -> bytes:
    found = data.split(b"\n")
    return b"\n".join([*found[:2], *found[3:]])


def openings() -> list[Case]:
    return [
        Table().fine("the log opens at the very second", at("opened", "opens")),
        LOG.failed("the log opens a second late", at("opened", "opens", 1)),
        Table().fine("the log opens a week early", at("opened", "opens", -7 * DAY)),
        LOG.failed("the log opens twice before it opens", twice_early),
        LOG.failed("the log opens twice", inserted("count issued=2", "opened manifest={manifest}")),
        Table(amended, 8, "log.txt").failed("an amended competition opened late", at("opened", "opens", 1)),
        Table(amended).fine("nothing was done to an amended competition", outcome="drawn"),
        Table(amended, 8, "log.txt").failed(
            "an amendment follows another manifest", amended_from_another, step=8
        ),
        Table(amended, 2, "manifest.json").failed(
            "the manifest amends another one than the log says", manifest(previous=OTHER)
        ),
        Table(amended, 8, "log.txt").failed(
            "an amendment comes after the freeze", after_the_freeze("amended"), step=8
        ),
        Table(step=2, file="manifest.json").failed("the log does not begin with opened", begins_with_count),
    ]


def twice_early(draft: Draft) -> None:
    draft.move("opened", draft.time("opens") - DAY)
    draft.insert("opened", "opened manifest={manifest}")


def begins_with_count(draft: Draft) -> None:
    draft.log[0].text = "count issued=0"


def amended_from_another(draft: Draft) -> None:
    draft.reword("opened", digest("the first manifest"), OTHER)


def after_the_freeze(start: str) -> Change:
    """Move a line to right behind the freeze, with its time."""

    def change(draft: Draft) -> None:
        event = draft.log.pop(draft.find(start))
        place = draft.find("frozen")
        event.time = draft.log[place].time
        draft.log.insert(place + 1, event)

    return change


def counts() -> list[Case]:
    return [
        LOG.failed("the number of tickets falls", worded("count issued=5", "5", "1")),
        Table().fine("the number of tickets stays", worded("count issued=5", "5", "2")),
        LOG.failed("the last count is one short of the freeze", last_count("8")),
        LOG.failed("the last count is one more than the freeze", last_count("10")),
        LOG.failed("tickets are counted after the freeze", inserted("drawn", "count issued=9")),
        LOG.failed("tickets were never counted", never_counted),
        Table().fine("nobody counted on the last days", only_first_counts),
        Table(repaired, 8, "log.txt").failed(
            "tickets are counted between two freezes", inserted("refrozen", "count issued=9")
        ),
        Table(repaired, 8, "log.txt").failed("a repair holds a ticket that was not counted", one_more),
    ]


def one_more(draft: Draft) -> None:
    draft.entrants.insert(0, ("zoe@example.com", None))
    draft.enter()


def last_count(number: str) -> Change:
    return lambda draft: setattr(draft.log[draft.find("frozen") - 1], "text", f"count issued={number}")


def never_counted(draft: Draft) -> None:
    draft.log = [event for event in draft.log if not event.text.startswith("count")]


def only_first_counts(draft: Draft) -> None:
    draft.log[1].text = "count issued=9"
    draft.log = [
        event for place, event in enumerate(draft.log) if place == 1 or not event.text.startswith("count")
    ]


CASES = [*lines(), *openings(), *counts()]
