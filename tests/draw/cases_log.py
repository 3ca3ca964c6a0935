"""Damage to the log (§8): its lines, every row of the table, and both sides of every second that matters."""

from tests.draw.damage import Case, Change, Table, made, manifest, swapped
from tests.record_pieces import DAY, digest, vkey, vkey_of, written
from tests.records import Draft
from tests.stories import (
    EVENT_AT,
    QUICKNET,
    QUICKNET_AT,
    amended,
    awarded,
    event,
    quicknet,
    rehearsal,
    repaired,
    rescheduled,
    rotated_early,
    rotated_late,
    second,
    voided,
    waiting,
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
        name = "{notice%d}" % (len(draft.notices) - 1)
        draft.say(at, *(text.replace("{more}", name) for text in texts))

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
        FORM.failed("a line has its keys in another order", worded("frozen", "draw=1 statement={statement}", "statement={statement} draw=1")),
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
        Table(awarded, 1, "log.txt").failed("completed carries a key", worded("completed", "completed", "completed draw=1")),
        Table(awarded, 1, "log.txt").failed("completed is followed by a space", worded("completed", "completed", "completed ")),
        Table(voided, 1, "log.txt").failed("a notice is written as -", worded("voided", "{notice0}", "-")),
        Table(awarded, 1).failed("an attempt is number 0", worded("notified draw=1 unit=1", "attempt=1", "attempt=0")),
        Table(awarded, 1).failed("the reason of a vacancy is no code", worded("vacated draw=1 unit=2 ticket={prize2}", "no_reply", "No_reply")),
        Table(awarded, 1).failed("evidence is no digest", worded("vacated draw=1 unit=2 ticket={prize2}", "evidence=-", "evidence=letter")),
        Table(awarded, 1).failed("an approver is no code", worded("vacated draw=1 unit=2 ticket={reserve1}", "editor", "Editor")),
        Table(awarded, 1).failed("an approver stands twice", worded("vacated draw=1 unit=2 ticket={reserve1}", "editor", "secretary")),
        Table(awarded, 1).failed("the approvers end with a plus", worded("vacated draw=1 unit=2 ticket={reserve1}", "+secretary", "+")),
        LOG.failed("a line has an earlier time than the one before", moved("count issued=5", "2026-09-01T23:54:59Z")),
        Table().fine("all counts have one time", moved("count issued=5", "2026-09-01T23:55:00Z"), moved("count issued=2", "2026-09-01T23:55:00Z")),
    ]


def without_line_2(data: bytes) -> bytes:
    found = data.split(b"\n")
    return b"\n".join([*found[:2], *found[3:]])


def openings() -> list[Case]:
    return [
        Table().fine("the log opens at the very second", at("opened", "opens")),
        LOG.failed("the log opens a second late", at("opened", "opens", 1)),
        Table().fine("the log opens a week early", at("opened", "opens", -7 * DAY)),
        LOG.failed("the log opens twice", inserted("count issued=2", "opened manifest={manifest}")),
        Table(amended, 8, "log.txt").failed("an amended competition opened late", at("opened", "opens", 1)),
        Table(amended).fine("nothing was done to an amended competition", outcome="drawn"),
        Table(amended, 8, "log.txt").failed("an amendment follows another manifest", amended_from_another, step=8),
        Table(amended, 2, "manifest.json").failed("the manifest amends another one than the log says", manifest(previous=OTHER)),
        Table(amended, 8, "log.txt").failed(
            "an amendment comes after the freeze", after_the_freeze("amended"), step=8
        ),
        Table(step=2, file="manifest.json").failed("the log does not begin with opened", begins_with_count),
    ]


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
        Table(repaired, 8, "log.txt").failed("tickets are counted between two freezes", inserted("refrozen", "count issued=9")),
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
    draft.log = [event for place, event in enumerate(draft.log) if place == 1 or not event.text.startswith("count")]


def freezes() -> list[Case]:
    fix, story = Table(repaired, 8, "log.txt"), Table(rescheduled, 8, "log.txt")
    again = f"refrozen draw=3 previous={digest('the first freeze')} statement={{statement}} notice={{notice0}}"
    return [
        Table().fine("the list is frozen at confirm_by", at("frozen", "confirm_by")),
        LOG.failed("the list is frozen a second before confirm_by", at("frozen", "confirm_by", -1)),
        Table().fine("the list is frozen at freeze_by", at("frozen", "freeze_by")),
        LOG.failed("the list is frozen a second after freeze_by", at("frozen", "freeze_by", 1)),
        LOG.failed("the list is frozen after the value existed", at("frozen", "draw_at", 600)),
        Table(repaired).fine("a repair is frozen at the last second", moved("refrozen", EVENT_AT - DAY)),
        fix.failed("a repair is frozen a second after the gap began", moved("refrozen", EVENT_AT - DAY + 1)),
        fix.failed("a repair is frozen before confirm_by", at("refrozen", "confirm_by", -1), at("frozen", "confirm_by", -1)),
        fix.failed("the first freeze of a repaired draw was early", at("frozen", "confirm_by", -1)),
        fix.failed("the first freeze of a repaired draw was late", late_repair),
        LOG.failed("a freeze follows a freeze in force", inserted("drawn", "frozen draw=1 statement={statement}")),
        fix.failed("a repair replaces another freeze", worded("refrozen", digest("the first freeze"), OTHER)),
        fix.failed("a repair keeps the number of the draw", worded("refrozen", "draw=2", "draw=1"), worded("drawn", "draw=2", "draw=1")),
        fix.failed("a repair skips a number", worded("refrozen", "draw=2", "draw=3"), worded("drawn", "draw=2", "draw=3")),
        fix.failed("a repair comes before any freeze", dropped("frozen")),
        fix.failed("a repair of one freeze is made twice", inserted("drawn", again)),
        Table(repaired, 8, "log.txt").failed("a drawn list is repaired", draw_first),
        LOG.failed("the first freeze is number 2", worded("frozen", "draw=1", "draw=2"), worded("drawn", "draw=1", "draw=2")),
        Table(rescheduled).fine("nothing was done to a rescheduled draw", outcome="drawn"),
        Table(rescheduled).fine("a rescheduled draw is frozen at the last second", moved("frozen", QUICKNET_AT - DAY)),
        story.failed("a rescheduled draw is frozen a second late", moved("frozen", QUICKNET_AT - DAY + 1)),
    ]


def late_repair(draft: Draft) -> None:
    draft.move("frozen", draft.time("freeze_by") + 1)
    draft.move("refrozen", draft.time("freeze_by") + 2)


def draw_first(draft: Draft) -> None:
    marks = " ".join(f"{key}={digest(key)}" for key in ("value", "signature", "seed", "result"))
    draft.insert("refrozen", f"drawn draw=1 {marks}", EVENT_AT)
    draft.move("refrozen", EVENT_AT)


def reschedules() -> list[Case]:
    table, old = Table(rescheduled, 8, "log.txt"), QUICKNET_AT - 30 * DAY
    return [
        Table(rescheduled).fine("the round is moved when the old one comes", moved("rescheduled", old)),
        table.failed("the round is moved a second before the old one comes", moved("rescheduled", old - 1)),
        Table(rescheduled).fine("the round is moved the gap before the old one", moved("rescheduled", old - DAY)),
        table.failed("the round is moved a second less than the gap before", moved("rescheduled", old - DAY + 1)),
        Table(rescheduled).fine("the new round is the gap away", moved("rescheduled", QUICKNET_AT - DAY)),
        table.failed("the new round is a second less than the gap away", moved("rescheduled", QUICKNET_AT - DAY + 1), moved("frozen", QUICKNET_AT - DAY + 1)),
        table.failed("the new round is the old one", same_round),
        table.failed("the new round is earlier", other_round(QUICKNET["round"] - 60 * DAY // 3)),
        table.failed("the round is moved while a freeze is in force", freeze_before_moving),
        table.failed("the round is moved for another draw", worded("rescheduled", "draw=1", "draw=2")),
        Table(event, 8, "log.txt").failed("an event is rescheduled", move_an_event),
        Table(rehearsal, 8, "log.txt").failed("a rehearsal is rescheduled", move_an_event),
        Table(second).fine("a second draw's round is moved at any time", moved("rescheduled", old + 120), outcome="drawn"),
        Table(second).fine("a voided draw's round is not past and moved all the same", early_void),
        Table(quicknet, 3, "freeze.note").failed("a freeze is for a chain of its own", late_statement),
    ]


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
        Table(quicknet, 8, "log.txt").failed("a round is drawn a second early", moved("drawn", QUICKNET_AT - 1)),
        LOG.failed("it is drawn twice", appended(f"drawn draw=1 {marks}")),
        LOG.failed("another draw is drawn", worded("drawn", "draw=1", "draw=2")),
        LOG.failed("a draw that was never frozen is drawn", appended(f"drawn draw=2 {marks}")),
        Table(second, 8, "log.txt").failed("the first draw was drawn a second early", moved("drawn draw=1", QUICKNET_AT - 30 * DAY - 1)),
        Table(second, 8, "log.txt").failed("the second draw is drawn as the first", worded("drawn draw=2", "draw=2", "draw=1")),
    ]


def voids() -> list[Case]:
    table = Table(voided, 8, "log.txt")
    return [
        table.failed("another draw is voided", worded("voided", "draw=1", "draw=2")),
        table.failed("a draw is voided twice", extra("voided draw=1 reason=again notice={more}")),
        table.failed("the next draw is voided before it began", extra("voided draw=2 reason=again notice={more}")),
        table.failed("a winner is told after the void", appended("notified draw=1 unit=1 ticket={prize1} attempt=1")),
        table.failed("a winner of the voided draw is told as one of the next", appended("notified draw=2 unit=1 ticket={prize1} attempt=1")),
        table.failed("tickets are counted after the void", appended("count issued=9")),
        Table(voided).fine("a voided draw is completed", appended("completed"), outcome="voided"),
        Table(voided).fine("a key follows the void", appended(f"key vkey={vkey('service 2')}"), outcome="voided"),
        Table(voided).fine("a key follows the void, then completed", appended(f"key vkey={vkey('service 2')}", "completed"), outcome="voided"),
        Table(awarded, 8, "log.txt").failed("a completed competition is voided", extra("voided draw=1 reason=late notice={more}")),
        Table(awarded).fine(
            "a draw is voided in the middle of its awards",
            lambda d: d.cut("promoted draw=1 unit=2 ticket={reserve1}"),
            lambda d: d.drop("vacated"),
            extra("voided draw=1 reason=late notice={more}"),
            outcome="voided",
        ),
        Table(second).fine("the second draw is voided as well", extra("voided draw=2 reason=again notice={more}"), outcome="voided"),
        Table(second, 8, "log.txt").failed("the second draw is voided as the first", extra("voided draw=1 reason=again notice={more}")),
        Table(second, 8, "log.txt").failed("the second list is frozen as the first", first_number_again, step=8),
        Table(voided, 1, "log.txt").failed("the reason of a void is no code", worded("voided", "wrong_list", "wrong.list")),
        Table(waiting, 8, "log.txt").failed("a draw is completed before it is drawn", appended("completed")),
    ]


def first_number_again(draft: Draft) -> None:
    draft.reword("frozen draw=2", "draw=2", "draw=1")
    draft.reword("drawn draw=2", "draw=2", "draw=1")


def keys() -> list[Case]:
    early, late = Table(rotated_early, 8, "log.txt"), Table(rotated_late, 8, "log.txt")
    first, new = vkey("service 1"), vkey("service 2")
    return [
        Table(rotated_late).fine("nothing was done to a late change of keys"),
        late.failed("the new key is the old one", worded("key", new, first)),
        late.failed("the new key has another name", worded("key", new, vkey("service 2", "cinema.example/other"))),
        late.failed("the new key is weak", worded("key", new, vkey_of(bytes(32)))),
        late.failed("the new key is a witness's", worded("key", new, vkey("harbour-museum"))),
        late.failed("the new key has another id", worded("key", new, new.replace("+2f6cd758", "+2f6cd759"))),
        late.failed("the new key is no key", worded("key", new, "key"), step=1),
        Table(rotated_late, 8, "log.txt").failed("an old key comes back", appended(f"key vkey={first}")),
        Table(rotated_late).fine("the key is changed twice", appended(f"key vkey={vkey('service 3')}")),
        Table(rotated_late, 9, "checkpoint.note").failed("the old key signs the log after the change", signer("checkpoint.note", "service 1")),
        Table(rotated_late, 9, "keys/7.note").failed("the new key signs its own line", signer("keys/7.note", "service 2")),
        Table(rotated_early, 3, "freeze.note").failed("the new key is weak and signs the freeze", worded("key", new, vkey_of(bytes(32))), step=3, file="log.txt"),
        early.failed("a key line comes after a vacancy that owes a reserve", owes_and_rotates),
        Table(rotated_late, 9, "keys/7.note").failed("the kept checkpoint covers too little", swapped("keys/7.note text", "\n8\n", "\n7\n")),
        Table(rotated_late, 9, "keys/7.note").failed("the kept checkpoint has another root", other_root("keys/7.note")),
        Table(rotated_late, 1, "keys/7.note").failed("the kept checkpoint is missing", lambda d: d.damages.append(lambda f: f.pop("keys/7.note"))),
        Table(amended).fine("an amended manifest names the key that came before it", key_before_amendment),
        Table(step=8, file="log.txt").failed("the new key is the manifest's second", manifest(verifier_keys=[first, new]), appended(f"key vkey={new}")),
    ]


def signer(name: str, label: str) -> Change:
    return lambda draft: draft.signers.update({name: label})


def key_before_amendment(draft: Draft) -> None:
    draft.insert("amended", f"key vkey={vkey('service 2')}")
    draft.manifest["verifier_keys"].append(vkey("service 2"))


def owes_and_rotates(draft: Draft) -> None:
    draft.drop("key")
    gone = "vacated draw=1 unit=1 ticket={prize1} reason=declined evidence=- approvers=-"
    draft.say(EVENT_AT + DAY, gone, f"key vkey={vkey('service 2')}")


def other_root(name: str) -> Change:
    def edit(data: bytes) -> bytes:
        lines = data.split(b"\n")
        return b"\n".join([*lines[:2], b"A" * 43 + b"=", *lines[3:]])

    return made(f"{name} text", edit)


def checkpoints() -> list[Case]:
    name = "checkpoint.note"
    table, form = Table(step=9, file=name), Table(step=1, file=name)
    text = f"{name} text"
    return [
        table.failed("the checkpoint is of another log", swapped(text, "harvest-moon", "never-sorry")),
        table.failed("the checkpoint covers a line less", swapped(text, "\n7\n", "\n6\n")),
        table.failed("the checkpoint covers a line more", swapped(text, "\n7\n", "\n8\n")),
        table.failed("the checkpoint covers nothing", swapped(text, "\n7\n", "\n0\n")),
        table.failed("the checkpoint has another root", other_root(name)),
        form.failed("the checkpoint has an extension line", made(text, lambda t: t + b"more\n")),
        form.failed("the checkpoint has no root", made(text, lambda t: b"\n".join(t.split(b"\n")[:2]) + b"\n")),
        form.failed("the checkpoint's size has a leading zero", swapped(text, "\n7\n", "\n07\n")),
        form.failed("the checkpoint's root has 31 bytes", made(text, short_root)),
        form.failed("the checkpoint's root has base64 of its own", made(text, lambda t: t.replace(b"=", b""))),
        table.failed("a line was added after the checkpoint", lambda d: d.damages.append(add_a_line)),
        table.failed("the last line was changed after the checkpoint", lambda d: d.damages.append(redate)),
        Table(awarded, 9, name).failed("the end was cut off the log after the checkpoint", lambda d: d.damages.append(cut_the_end)),
    ]


def short_root(text: bytes) -> bytes:
    return b"\n".join([*text.split(b"\n")[:2], b"A" * 40 + b"AA==", b""])


def add_a_line(files: dict[str, bytes]) -> None:
    ticket = files["result.txt"].split(b" ")[2].decode()
    files["log.txt"] += f"7 {written(EVENT_AT + DAY)} notified draw=1 unit=1 ticket={ticket} attempt=1\n".encode()


def redate(files: dict[str, bytes]) -> None:
    files["log.txt"] = files["log.txt"].replace(written(EVENT_AT + 1800).encode(), written(EVENT_AT).encode())


def cut_the_end(files: dict[str, bytes]) -> None:
    files["log.txt"] = files["log.txt"][:-1].rpartition(b"\n")[0] + b"\n"


CASES = [
    *lines(),
    *openings(),
    *counts(),
    *freezes(),
    *reschedules(),
    *draws(),
    *voids(),
    *keys(),
    *checkpoints(),
]
