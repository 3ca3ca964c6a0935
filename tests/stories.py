"""Whole stories of draws, each a valid record to begin from; every call gives a fresh one."""

from typing import Any

from tests.record_pieces import COMPETITION, DAY, WITNESSES, chain, digest, drand, seconds_of, vkey, written
from tests.records import Draft

EVENT_AT = seconds_of("2026-09-06T18:00:00Z")
QUICKNET_AT = seconds_of("2024-10-14T17:13:33Z")
QUICKNET = chain("quicknet", 12040883)
DEFAULT = chain("default", 3311596)
LOTTERY: dict[str, Any] = {"kind": "event", "id": "lotto-a", "description": "A made-up lottery", "bits": 64}
LOTTERY_VALUE: dict[str, Any] = {
    "kind": "event",
    "id": "lotto-a",
    "value": "7.8.11.18.28.40./15.16.21.31.36.65./",
    "typed_by": ["secretary", "vicar"],
}
NAMES = ("ann", "bea", "cem", "dora", "eli", "fay", "gus", "hana", "ivo")
PLAIN = tuple((f"{name}@example.com", None) for name in NAMES)
HOUSES = tuple((f"{name}@example.com", f"house {place // 2}") for place, name in enumerate(NAMES))


def manifest(draw_at: int, beacon: dict[str, Any], **more: Any) -> dict[str, Any]:
    hours = {"opens": -120, "closes": -72, "confirm_by": -48, "freeze_by": -30, "draw_at": 0}
    return {
        "format": "prizedraw-manifest/1",
        "competition": COMPETITION,
        "title": "Harvest moon",
        "promoter": {"name": "Example Cinema", "address": "1 Example Street"},
        **{key: written(draw_at + 3600 * hour) for key, hour in hours.items()},
        "min_gap_seconds": DAY,
        "beacon": dict(beacon),
        "prizes": [{"title": "Poster", "quantity": 1}, {"title": "Ticket", "quantity": 1}],
        "reserves": 2,
        "group_rule": "none",
        "folding": "email-folding/1",
        "exclusion_reasons": ["duplicate", "withdrawn"],
        "vacancy_reasons": ["declined", "ineligible", "no_reply"],
        "claim_days": 2,
        "fallback": None,
        "verifier_keys": [vkey("service 1")],
        "witnesses": [],
        "witness_quorum": 0,
        "previous": None,
    } | more


def opened(draw_at: int, beacon: dict[str, Any], **more: Any) -> Draft:
    """Entries counted daily, nothing frozen yet; the last entrant was excluded."""
    grouped = more.get("group_rule", "none") != "none"
    draft = Draft(manifest(draw_at, beacon, **more), entrants=list(HOUSES if grouped else PLAIN))
    draft.excluded = [f"{draft.opening(len(NAMES) - 1)[2]} duplicate"]
    draft.enter()
    opens = draft.time("opens")
    draft.say(opens, "opened manifest={manifest}")
    midnight = opens - opens % DAY
    for day, issued in enumerate((2, 5, 9)):
        draft.say(midnight + DAY * day + 86100, f"count issued={issued}")
    draft.say(draft.time("confirm_by") - 60, "count issued=9")
    return draft


def frozen(draw_at: int, beacon: dict[str, Any], **more: Any) -> Draft:
    draft = opened(draw_at, beacon, **more)
    draft.say(draft.time("confirm_by") + 1800, "frozen draw=1 statement={statement}")
    return draft


def draw(draft: Draft, time: int, value: dict[str, Any], number: int = 1) -> Draft:
    draft.beacon = dict(value)
    text = "value={value} signature={signature} seed={seed} result={result}"
    draft.say(time, f"drawn draw={number} {text}")
    return draft


def event(**more: Any) -> Draft:
    """The plainest draw: a public event, drawn."""
    return draw(frozen(EVENT_AT, LOTTERY, **more), EVENT_AT + 1800, LOTTERY_VALUE)


def rehearsal(**more: Any) -> Draft:
    value = {"kind": "rehearsal", "value": digest("a rehearsal")}
    return draw(frozen(EVENT_AT, {"kind": "rehearsal"}, **more), EVENT_AT, value)


def quicknet(**more: Any) -> Draft:
    return draw(frozen(QUICKNET_AT, QUICKNET, **more), QUICKNET_AT, drand("quicknet", 12040883))


def chained(**more: Any) -> Draft:
    """A round of the chained chain, whose values have a `previous_signature`."""
    at = DEFAULT["genesis"] + (DEFAULT["round"] - 1) * DEFAULT["period"]
    return draw(frozen(at, DEFAULT, **more), at + 5, drand("default", 3311596))


def grouped(**more: Any) -> Draft:
    return event(group_rule="household", **more)


def waiting(**more: Any) -> Draft:
    """Frozen, not drawn yet."""
    return frozen(EVENT_AT, LOTTERY, **more)


def fallback(**more: Any) -> Draft:
    """The drand round never came; the fallback event was used seven days later."""
    draft = frozen(QUICKNET_AT, QUICKNET, fallback=dict(LOTTERY), **more)
    return draw(draft, QUICKNET_AT + 7 * DAY, LOTTERY_VALUE)


def witnessed(quorum: int = 2, **more: Any) -> Draft:
    """Two witnesses signed the log as it stood right after the freeze, a minute later."""
    draft = event(witnesses=[vkey(label) for label in WITNESSES], witness_quorum=quorum, **more)
    place = draft.find("frozen")
    time = draft.time("confirm_by") + 1860
    draft.witness = (place + 1, [(label, time) for label in WITNESSES])
    return draft


def amended(**more: Any) -> Draft:
    draft = event(previous=digest("the first manifest"), **more)
    draft.reword("opened", "{manifest}", digest("the first manifest"))
    draft.notices = ["The poster is smaller than we thought.\n"]
    text = f"amended manifest={{manifest}} previous={digest('the first manifest')} notice={{notice0}}"
    draft.insert("count issued=5", text)
    return draft


def rescheduled(**more: Any) -> Draft:
    """The first round passed without a freeze; a later one was chosen, and the list frozen for it."""
    planned = QUICKNET_AT - 30 * DAY
    draft = opened(planned, QUICKNET | {"round": QUICKNET["round"] - 30 * DAY // 3}, **more)
    draft.notices = ["The list was late.\n"]
    draft.say(planned + 60, "rescheduled draw=1 round=12040883 notice={notice0}")
    draft.say(QUICKNET_AT - DAY, "frozen draw=1 statement={statement}")
    return draw(draft, QUICKNET_AT, drand("quicknet", 12040883))


def repaired(**more: Any) -> Draft:
    """Frozen, found wrong, frozen again as draw 2 for the same value."""
    draft = waiting(**more)
    draft.notices = ["One entry was missing.\n"]
    draft.reword("frozen", "{statement}", digest("the first freeze"))
    text = f"refrozen draw=2 previous={digest('the first freeze')} statement={{statement}} notice={{notice0}}"
    draft.say(draft.time("confirm_by") + 3600, text)
    return draw(draft, EVENT_AT, LOTTERY_VALUE, 2)


def voided(**more: Any) -> Draft:
    """Drawn, and voided afterwards."""
    draft = event(**more)
    draft.notices = ["The wrong list was drawn.\n"]
    draft.say(EVENT_AT + 3600, "voided draw=1 reason=wrong_list notice={notice0}")
    return draft


def second(**more: Any) -> Draft:
    """Drawn once, voided, rescheduled and drawn again as draw 2."""
    planned = QUICKNET_AT - 30 * DAY
    draft = opened(planned, QUICKNET | {"round": QUICKNET["round"] - 30 * DAY // 3}, **more)
    draft.notices = ["The wrong list was drawn.\n", "A new round.\n"]
    draft.say(draft.time("confirm_by"), f"frozen draw=1 statement={digest('the first freeze')}")
    marks = " ".join(f"{key}={digest(key)}" for key in ("value", "signature", "seed", "result"))
    draft.say(planned, f"drawn draw=1 {marks}")
    draft.say(planned + 60, f"notified draw=1 unit=1 ticket={digest('somebody')} attempt=1")
    draft.say(planned + 90, "voided draw=1 reason=wrong_list notice={notice0}")
    draft.say(planned + 90, "rescheduled draw=2 round=12040883 notice={notice1}")
    draft.say(QUICKNET_AT - DAY, "frozen draw=2 statement={statement}")
    return draw(draft, QUICKNET_AT, drand("quicknet", 12040883), 2)


def rotated_early(**more: Any) -> Draft:
    """The service changed its key before the freeze."""
    draft = event(**more)
    draft.insert("frozen", f"key vkey={vkey('service 2')}")
    return draft


def rotated_late(**more: Any) -> Draft:
    """The service changed its key after the draw, and told a winner afterwards."""
    draft = event(**more)
    draft.say(EVENT_AT + 3600, f"key vkey={vkey('service 2')}")
    draft.say(EVENT_AT + 3600, "notified draw=1 unit=1 ticket={prize1} attempt=1")
    return draft


def awarded(**more: Any) -> Draft:
    """A whole award chain: one unit received, one lost for no reply, then declined, then received."""
    draft = event(**more)
    told = EVENT_AT + 3600
    one, two, three = "unit=1 ticket={prize1}", "unit=2 ticket={prize2}", "unit=2 ticket={reserve1}"
    draft.say(told, f"notified draw=1 {one} attempt=1", f"notified draw=1 {two} attempt=1")
    draft.say(told + 600, f"claimed draw=1 {one}", f"dispatched draw=1 {one}")
    draft.say(told + DAY, f"notified draw=1 {two} attempt=2", f"received draw=1 {one}")
    gone = f"vacated draw=1 {two} reason=no_reply evidence=- approvers=-"
    draft.say(told + 2 * DAY + 1, gone, f"promoted draw=1 {three}", f"notified draw=1 {three} attempt=1")
    gone = f"vacated draw=1 {three} reason=declined evidence={digest('a letter')} approvers=editor+secretary"
    draft.say(told + 3 * DAY, gone, "promoted draw=1 unit=2 ticket={reserve2}")
    draft.say(told + 4 * DAY, "claimed draw=1 unit=2 ticket={reserve2}")
    draft.say(told + 5 * DAY, "received draw=1 unit=2 ticket={reserve2}", "completed")
    return draft
