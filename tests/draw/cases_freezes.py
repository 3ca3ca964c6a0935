"""Damage to the dates of freezes, reschedules and draws (§5, §8): both sides of every second that matters."""

from tests.draw.cases_log import LOG, OTHER, appended, at, dropped, inserted, moved, worded
from tests.draw.damage import Case, Change, Table
from tests.record_pieces import DAY, digest
from tests.record_pieces import drand as value_of
from tests.records import Draft
from tests.stories import (
    EVENT_AT,
    QUICKNET,
    QUICKNET_AT,
    draw,
    event,
    frozen,
    quicknet,
    rehearsal,
    repaired,
    rescheduled,
    second,
)


def freezes() -> list[Case]:
    fix, story = Table(repaired, 8, "log.txt"), Table(rescheduled, 8, "log.txt")
    again = (
        f"refrozen draw=3 previous={digest('the first freeze')} statement={{statement}} notice={{notice0}}"
    )
    return [
        Table().fine("the list is frozen at confirm_by", at("frozen", "confirm_by")),
        LOG.failed("the list is frozen a second before confirm_by", at("frozen", "confirm_by", -1)),
        Table().fine("the list is frozen at freeze_by", at("frozen", "freeze_by")),
        LOG.failed("the list is frozen a second after freeze_by", at("frozen", "freeze_by", 1)),
        LOG.failed("the list is frozen after the value existed", at("frozen", "draw_at", 600)),
        Table(repaired).fine("a repair is frozen at the last second", moved("refrozen", EVENT_AT - DAY)),
        fix.failed("a repair is frozen a second after the gap began", moved("refrozen", EVENT_AT - DAY + 1)),
        fix.failed(
            "a repair is frozen before confirm_by",
            at("refrozen", "confirm_by", -1),
            at("frozen", "confirm_by", -1),
        ),
        fix.failed("the first freeze of a repaired draw was early", at("frozen", "confirm_by", -1)),
        fix.failed("the first freeze of a repaired draw was late", late_repair),
        LOG.failed(
            "a freeze follows a freeze in force", inserted("drawn", "frozen draw=1 statement={statement}")
        ),
        LOG.failed("two lists are frozen for one draw", two_lists),
        fix.failed("the manifest is amended between two freezes", amended_between),
        fix.failed(
            "a repair has the statement of the freeze before",
            worded("frozen", digest("the first freeze"), "{statement}"),
            worded("refrozen", digest("the first freeze"), "{statement}"),
        ),
        fix.failed("a repair replaces another freeze", worded("refrozen", digest("the first freeze"), OTHER)),
        fix.failed(
            "a repair keeps the number of the draw",
            worded("refrozen", "draw=2", "draw=1"),
            worded("drawn", "draw=2", "draw=1"),
        ),
        fix.failed(
            "a repair skips a number",
            worded("refrozen", "draw=2", "draw=3"),
            worded("drawn", "draw=2", "draw=3"),
        ),
        fix.failed("a repair comes before any freeze", dropped("frozen")),
        fix.failed("a repair of one freeze is made twice", inserted("drawn", again)),
        Table(repaired, 8, "log.txt").failed("a drawn list is repaired", draw_first),
        LOG.failed(
            "the first freeze is number 2",
            worded("frozen", "draw=1", "draw=2"),
            worded("drawn", "draw=1", "draw=2"),
        ),
        Table(rescheduled).fine("nothing was done to a rescheduled draw", outcome="drawn"),
        Table(rescheduled).fine(
            "a rescheduled draw is frozen at the last second", moved("frozen", QUICKNET_AT - DAY)
        ),
        story.failed("a rescheduled draw is frozen a second late", moved("frozen", QUICKNET_AT - DAY + 1)),
    ]


def two_lists(draft: Draft) -> None:
    draft.insert("frozen", f"frozen draw=1 statement={OTHER}")


def amended_between(draft: Draft) -> None:
    draft.manifest["previous"] = OTHER
    draft.reword("opened", "{manifest}", OTHER)
    draft.insert("refrozen", f"amended manifest={{manifest}} previous={OTHER} notice={{notice0}}")


def late_repair(draft: Draft) -> None:
    draft.move("frozen", draft.time("freeze_by") + 1)
    draft.move("refrozen", draft.time("freeze_by") + 2)


def draw_first(draft: Draft) -> None:
    marks = " ".join(f"{key}={digest(key)}" for key in ("value", "signature", "seed", "result"))
    draft.insert("refrozen", f"drawn draw=1 {marks}", EVENT_AT)
    draft.move("refrozen", EVENT_AT)


def reschedules() -> list[Case]:
    table, old = Table(rescheduled, 8, "log.txt"), QUICKNET_AT - 30 * DAY
    drand = Table(quicknet, 8, "log.txt")
    return [
        Table(rescheduled).fine("the round is moved when the old one comes", moved("rescheduled", old)),
        table.failed("the round is moved a second before the old one comes", moved("rescheduled", old - 1)),
        Table(rescheduled).fine(
            "the round is moved the gap before the old one", moved("rescheduled", old - DAY)
        ),
        table.failed(
            "the round is moved a second less than the gap before", moved("rescheduled", old - DAY + 1)
        ),
        Table(rescheduled).fine("the new round is the gap away", moved("rescheduled", QUICKNET_AT - DAY)),
        table.failed(
            "the new round is a second less than the gap away",
            moved("rescheduled", QUICKNET_AT - DAY + 1),
            moved("frozen", QUICKNET_AT - DAY + 1),
        ),
        drand.failed("the round is moved to where it is", moved_to_itself),
        drand.failed("the round is moved from under a freeze", moved_from_under),
        Table(brought_forward, 8, "log.txt").failed("the round is brought forward"),
        drand.failed("the next round of a voided draw is too near", void_and_move(20)),
        drand.failed("a draw without a freeze is drawn", void_and_move(DAY), drawn_again),
        table.failed("the new round is the old one", same_round),
        table.failed("the new round is earlier", other_round(QUICKNET["round"] - 60 * DAY // 3)),
        table.failed("the round is moved while a freeze is in force", freeze_before_moving),
        table.failed("the round is moved for another draw", worded("rescheduled", "draw=1", "draw=2")),
        Table(event, 8, "log.txt").failed("an event is rescheduled", move_an_event),
        Table(rehearsal, 8, "log.txt").failed("a rehearsal is rescheduled", move_an_event),
        Table(second).fine(
            "a second draw's round is moved at any time", moved("rescheduled", old + 120), outcome="drawn"
        ),
        Table(second).fine("a voided draw's round is not past and moved all the same", early_void),
        Table(quicknet, 3, "freeze.note").failed("a freeze is for a chain of its own", late_statement),
    ]


def moved_to_itself(draft: Draft) -> None:
    draft.notices.append("No change.\n")
    draft.insert("frozen", "rescheduled draw=1 round=12040883 notice={notice0}")


def moved_from_under(draft: Draft) -> None:
    draft.notices.append("A second later.\n")
    place = draft.log[draft.find("frozen")].time
    assert isinstance(place, int)
    draft.insert("drawn", "rescheduled draw=1 round=12040884 notice={notice0}", place)
    draft.statement["beacon"] = f"drand {QUICKNET['chain_hash']} 12040883"
    draft.move("drawn", QUICKNET_AT + 3)


def brought_forward() -> Draft:
    """A round half a day before the promised one, all else in order."""
    draft = frozen(QUICKNET_AT + DAY // 2, QUICKNET | {"round": QUICKNET["round"] + DAY // 6})
    draft.notices.append("Sooner.\n")
    draft.insert("frozen", "rescheduled draw=1 round=12040883 notice={notice0}")
    return draw(draft, QUICKNET_AT, value_of("quicknet", 12040883))


def void_and_move(by: int) -> Change:
    """Void what was drawn, and move the next draw to a round so many seconds after."""

    def change(draft: Draft) -> None:
        draft.notices += ["Off.\n", "Again.\n"]
        draft.say(QUICKNET_AT, "voided draw=1 reason=off notice={notice0}")
        draft.say(QUICKNET_AT, f"rescheduled draw=2 round={12040883 + by // 3} notice={{notice1}}")
        draft.statement["beacon"] = f"drand {QUICKNET['chain_hash']} 12040883"

    return change


def drawn_again(draft: Draft) -> None:
    draft.say(QUICKNET_AT + DAY, draft.log[draft.find("drawn")].text.replace("draw=1", "draw=2"))


def same_round(draft: Draft) -> None:
    draft.reword("rescheduled", "round=12040883", f"round={draft.manifest['beacon']['round']}")
    draft.statement["beacon"] = f"drand {QUICKNET['chain_hash']} 12040883"


def other_round(number: int) -> Change:
    def change(draft: Draft) -> None:
        draft.reword("rescheduled", "round=12040883", f"round={number}")
        draft.statement["beacon"] = f"drand {QUICKNET['chain_hash']} 12040883"

    return change


def freeze_before_moving(draft: Draft) -> None:
    moving = draft.log.pop(draft.find("rescheduled"))
    draft.move("frozen", draft.time("freeze_by"))
    draft.log.insert(draft.find("drawn"), moving)


def move_an_event(draft: Draft) -> None:
    draft.notices.append("Moved.\n")
    draft.insert("frozen", "rescheduled draw=1 round=5 notice={notice0}")


def early_void(draft: Draft) -> None:
    """Voided before the old round came: a draw above 1 may be moved from any round."""
    old = QUICKNET_AT - 30 * DAY
    draft.drop("drawn draw=1")
    draft.drop("notified")
    for start in ("voided", "rescheduled"):
        draft.move(start, old - 60)


def late_statement(draft: Draft) -> None:
    draft.statement["beacon"] = f"drand {OTHER} 12040883"


def draws() -> list[Case]:
    marks = "value={value} signature={signature} seed={seed} result={result}"
    return [
        Table().fine("it is drawn at the very second", moved("drawn", EVENT_AT)),
        LOG.failed("it is drawn a second early", moved("drawn", EVENT_AT - 1)),
        Table(quicknet, 8, "log.txt").failed(
            "a round is drawn a second early", moved("drawn", QUICKNET_AT - 1)
        ),
        LOG.failed("it is drawn twice", appended(f"drawn draw=1 {marks}")),
        LOG.failed("another draw is drawn", worded("drawn", "draw=1", "draw=2")),
        LOG.failed("a draw that was never frozen is drawn", appended(f"drawn draw=2 {marks}")),
        Table(second, 8, "log.txt").failed(
            "the first draw was drawn a second early", moved("drawn draw=1", QUICKNET_AT - 30 * DAY - 1)
        ),
        Table(second, 8, "log.txt").failed(
            "the second draw is drawn as the first", worded("drawn draw=2", "draw=2", "draw=1")
        ),
    ]


CASES = [*freezes(), *reschedules(), *draws()]
