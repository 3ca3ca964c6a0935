"""Damage to the award chain (§8): who holds what, who was told, who claimed, and who comes next."""

from tests.draw.cases_log import appended, dropped, inserted, moved, worded
from tests.draw.damage import Case, Change, Table, manifest
from tests.record_pieces import DAY, digest
from tests.records import Draft
from tests.stories import EVENT_AT, awarded, event

LOG = Table(awarded, 8, "log.txt")
GOOD = Table(awarded)
TOLD = EVENT_AT + 3600
ONE, TWO, THREE = "unit=1 ticket={prize1}", "unit=2 ticket={prize2}", "unit=2 ticket={reserve1}"
LOST, DECLINED = f"vacated draw=1 {TWO}", f"vacated draw=1 {THREE}"


def until(start: str, *more: str, at: int | None = None) -> Change:
    """Cut the log at a line, and go on in another way."""

    def change(draft: Draft) -> None:
        time = draft.log[draft.find(start)].time
        draft.cut(start)
        draft.say(time if at is None else at, *more)

    return change


def holders() -> list[Case]:
    kinds = {
        "told": "notified draw=1 {holder} attempt=1",
        "claimed": "claimed draw=1 {holder}",
        "vacated": "vacated draw=1 {holder} reason=declined evidence=- approvers=-",
        "dispatched": "dispatched draw=1 {holder}",
        "received": "received draw=1 {holder}",
    }
    strangers = {
        "a reserve": "unit=1 ticket={reserve1}",
        "the other winner": "unit=1 ticket={prize2}",
        "nobody of this list": f"unit=1 ticket={digest('nobody')}",
        "the winner of a unit that is none": "unit=3 ticket={prize1}",
    }
    return [
        Table(event, 8, "log.txt").failed(f"{who} is {what}", appended(text.replace("{holder}", holder)))
        for what, text in kinds.items()
        for who, holder in strangers.items()
    ] + [
        Table(event, 8, "log.txt").failed(
            "a winner is told of another draw", appended(f"notified draw=2 {ONE} attempt=1")
        ),
        Table(event, 8, "log.txt").failed(
            "a winner is told before the draw", inserted("drawn", f"notified draw=1 {ONE} attempt=1")
        ),
        Table(event, 8, "log.txt").failed(
            "an unawarded unit is claimed",
            manifest(prizes=[{"title": "Pen", "quantity": 9}]),
            appended("claimed draw=1 unit=9 ticket={prize1}"),
        ),
        LOG.failed(
            "who gave up a unit is told again", inserted("completed", f"notified draw=1 {TWO} attempt=3")
        ),
        LOG.failed(
            "who gave up a unit receives it", worded("received draw=1 unit=2", "{reserve2}", "{prize2}")
        ),
    ]


def telling() -> list[Case]:
    return [
        LOG.failed(
            "the first attempt is number 2", worded(f"notified draw=1 {ONE}", "attempt=1", "attempt=2")
        ),
        LOG.failed(
            "an attempt's number stands twice",
            worded(f"notified draw=1 {TWO} attempt=2", "attempt=2", "attempt=1"),
            moved(f"vacated draw=1 {TWO}", TOLD + 3 * DAY),
        ),
        LOG.failed(
            "an attempt's number is left out",
            worded(f"notified draw=1 {TWO} attempt=2", "attempt=2", "attempt=3"),
        ),
        LOG.failed(
            "attempts go on counting with the next holder",
            worded(f"notified draw=1 {THREE}", "attempt=1", "attempt=3"),
        ),
        LOG.failed(
            "a winner is told after the claim",
            inserted(f"dispatched draw=1 {ONE}", f"notified draw=1 {ONE} attempt=2"),
        ),
        GOOD.fine(
            "a winner is told twice in one second",
            inserted(f"claimed draw=1 {ONE}", f"notified draw=1 {ONE} attempt=2"),
        ),
    ]


def claiming() -> list[Case]:
    told = appended(f"notified draw=1 {ONE} attempt=1", at=TOLD)
    again = appended(f"notified draw=1 {ONE} attempt=2", at=TOLD + DAY)

    def claimed(time: int) -> Change:
        return appended(f"claimed draw=1 {ONE}", at=time)

    plain = Table(event, 8, "log.txt")
    return [
        Table(event).fine("a unit is claimed at the last second", told, claimed(TOLD + 2 * DAY)),
        plain.failed("a unit is claimed a second late", told, claimed(TOLD + 2 * DAY + 1)),
        plain.failed(
            "a second attempt does not lengthen the claim time", told, again, claimed(TOLD + 2 * DAY + 1)
        ),
        Table(event).fine(
            "a unit is claimed by who was never told", appended(f"claimed draw=1 {ONE}", at=TOLD + 300 * DAY)
        ),
        LOG.failed("a unit is claimed twice", inserted(f"dispatched draw=1 {ONE}", f"claimed draw=1 {ONE}")),
        LOG.failed("a unit is claimed after it was received", inserted(LOST, f"claimed draw=1 {ONE}")),
        LOG.failed("a unit is dispatched unclaimed", dropped(f"claimed draw=1 {ONE}")),
        LOG.failed("a unit is received unclaimed", dropped("claimed draw=1 unit=2 ticket={reserve2}")),
        GOOD.fine(
            "a unit is received though never dispatched",
            dropped(f"dispatched draw=1 {ONE}"),
            outcome="completed",
        ),
        LOG.failed(
            "a unit is dispatched twice", inserted(f"received draw=1 {ONE}", f"dispatched draw=1 {ONE}")
        ),
        LOG.failed("a unit is received twice", inserted(LOST, f"received draw=1 {ONE}")),
        LOG.failed(
            "a unit is dispatched after it was received",
            dropped(f"dispatched draw=1 {ONE}"),
            inserted(LOST, f"dispatched draw=1 {ONE}"),
        ),
    ]


def giving_up() -> list[Case]:
    def by(reason: str, approvers: str) -> Change:
        return worded(
            LOST,
            "reason=no_reply evidence=- approvers=-",
            f"reason={reason} evidence=- approvers={approvers}",
        )

    claimed = inserted(LOST, f"claimed draw=1 {TWO}")
    return [
        LOG.failed("no reply, but the claim time is not over", *dated(TOLD + 2 * DAY)),
        LOG.failed("no reply, but told only once", dropped(f"notified draw=1 {TWO} attempt=2")),
        LOG.failed(
            "no reply, but never told",
            dropped(f"notified draw=1 {TWO} attempt=1"),
            dropped(f"notified draw=1 {TWO} attempt=2"),
        ),
        LOG.failed("no reply, but claimed", inserted(f"received draw=1 {ONE}", f"claimed draw=1 {TWO}")),
        LOG.failed("a vacancy has a reason of its own", by("bored", "editor+secretary")),
        LOG.failed("a vacancy has an exclusion's reason", by("duplicate", "editor+secretary")),
        LOG.failed("nobody approved that a winner is ineligible", by("ineligible", "-")),
        GOOD.fine(
            "two people approved that a winner is ineligible",
            by("ineligible", "editor+secretary"),
            outcome="completed",
        ),
        GOOD.fine(
            "one person alone approved that a winner is ineligible",
            by("ineligible", "editor"),
            outcome="completed",
        ),
        GOOD.fine("two people approved that there was no reply", by("no_reply", "editor+secretary")),
        GOOD.fine("a winner declined without approval", by("declined", "-")),
        GOOD.fine("a winner declined within the claim time", by("declined", "-"), *dated(TOLD + DAY)),
        GOOD.fine(
            "a winner declined after the claim",
            by("declined", "-"),
            inserted(f"received draw=1 {ONE}", f"claimed draw=1 {TWO}"),
        ),
        Table(event, 8, "log.txt").failed(
            "who won is sent the prize unclaimed", appended(f"dispatched draw=1 {ONE}")
        ),
        Table(event, 8, "log.txt").failed(
            "the last unit is given up after it was received",
            manifest(reserves=0),
            appended(f"claimed draw=1 {ONE}", f"received draw=1 {ONE}"),
            appended(f"vacated draw=1 {ONE} reason=declined evidence=- approvers=-"),
        ),
        LOG.failed(
            "a received unit is given up",
            inserted(LOST, f"vacated draw=1 {ONE} reason=declined evidence=- approvers=-"),
        ),
        LOG.failed(
            "a unit is given up twice",
            inserted(
                f"promoted draw=1 {THREE}", f"vacated draw=1 {TWO} reason=declined evidence=- approvers=-"
            ),
        ),
        LOG.failed("a late claimer is given up for no reply", claimed),
    ]


def dated(time: int) -> tuple[Change, ...]:
    """Date the first vacancy and what follows at once."""
    starts = (LOST, f"promoted draw=1 {THREE}", f"notified draw=1 {THREE}")
    return tuple(moved(start, time) for start in starts)


def promoting() -> list[Case]:
    none = Table(event, 8, "log.txt")
    gave_up = "vacated draw=1 unit={} ticket={{{}}} reason=declined evidence=- approvers=-".format
    comes = "promoted draw=1 unit={} ticket={{{}}}".format
    gone, next_one = gave_up(1, "prize1"), comes(1, "reserve1")
    used_up = [gone, next_one, gave_up(2, "prize2"), comes(2, "reserve2"), gave_up(1, "reserve1")]
    return [
        LOG.failed(
            "the second reserve is promoted first",
            worded(f"promoted draw=1 {THREE}", "{reserve1}", "{reserve2}"),
        ),
        LOG.failed(
            "a friend is promoted", worded(f"promoted draw=1 {THREE}", "{reserve1}", digest("a friend"))
        ),
        LOG.failed(
            "the same reserve is promoted twice",
            worded("promoted draw=1 unit=2 ticket={reserve2}", "{reserve2}", "{reserve1}"),
        ),
        LOG.failed(
            "a reserve is promoted to another unit", worded(f"promoted draw=1 {THREE}", "unit=2", "unit=1")
        ),
        LOG.failed("nobody is promoted after a vacancy", dropped(f"promoted draw=1 {THREE}")),
        LOG.failed(
            "another line comes between vacancy and promotion",
            inserted(f"promoted draw=1 {THREE}", f"key vkey={digest('x')}+1+2"),
        ),
        none.failed(
            "a reserve is promoted though nobody gave up",
            appended("promoted draw=1 unit=1 ticket={reserve1}"),
        ),
        none.failed(
            "a reserve is promoted twice for one vacancy",
            appended(gone, next_one, "promoted draw=1 unit=1 ticket={reserve2}"),
        ),
        Table(event).fine("the log ends at a vacancy", appended(gone)),
        Table(event).fine("the log ends at a promotion", appended(gone, next_one)),
        none.failed("it is completed where a reserve is due", appended(gone, "completed")),
        none.failed(
            "it is voided where a reserve is due",
            lambda d: d.notices.append("x\n"),
            appended(gone, "voided draw=1 reason=x notice={notice0}"),
        ),
        Table(event).fine("a unit is given up when no reserve is left", manifest(reserves=0), appended(gone)),
        none.failed(
            "a reserve is promoted where there are none",
            manifest(reserves=0),
            appended(gone, "promoted draw=1 unit=1 ticket={prize2}"),
        ),
        Table(event).fine(
            "two units are given up with no reserve left, and it is completed",
            manifest(reserves=0),
            appended(gone, gave_up(2, "prize2"), "completed"),
            outcome="completed",
        ),
        Table(event).fine(
            "both reserves gave up as well, and the last unit stays empty",
            appended(*used_up, gave_up(2, "reserve2"), "completed"),
            outcome="completed",
        ),
        none.failed(
            "a reserve comes a second time where both were used up",
            appended(*used_up, comes(1, "reserve2")),
        ),
        LOG.failed("it is completed while a unit is only claimed", dropped("received draw=1 unit=2")),
        LOG.failed("it is completed while a unit is only dispatched", dropped(f"received draw=1 {ONE}")),
        none.failed("it is completed while nobody was told", appended("completed")),
        LOG.failed("a line follows completed", appended("completed")),
        LOG.failed("a key follows completed", appended("key vkey={prize1}+1+2")),
        LOG.failed("completed stands before the end", inserted(LOST, "completed")),
    ]


CASES = [*holders(), *telling(), *claiming(), *giving_up(), *promoting()]
