"""Damage by voiding, by changes of keys, and to the log's signatures (§8)."""

from tests.draw.cases_log import appended, at, extra, inserted, worded
from tests.draw.damage import Case, Change, Table, made, manifest, removed, swapped
from tests.record_pieces import DAY, vkey, vkey_of, written
from tests.records import Draft
from tests.stories import (
    EVENT_AT,
    QUICKNET,
    QUICKNET_AT,
    amended,
    awarded,
    event,
    quicknet,
    rotated_early,
    rotated_late,
    second,
    voided,
    waiting,
)


def voids() -> list[Case]:
    table = Table(voided, 8, "log.txt")
    return [
        table.failed("another draw is voided", worded("voided", "draw=1", "draw=2")),
        table.failed("a draw is voided twice", extra("voided draw=1 reason=again notice={more}")),
        table.failed(
            "the next draw is voided before it began", extra("voided draw=2 reason=again notice={more}")
        ),
        table.failed(
            "a winner is told after the void", appended("notified draw=1 unit=1 ticket={prize1} attempt=1")
        ),
        table.failed(
            "a winner of the voided draw is told as one of the next",
            appended("notified draw=2 unit=1 ticket={prize1} attempt=1"),
        ),
        table.failed("tickets are counted after the void", appended("count issued=9")),
        Table(voided).fine("a voided draw is completed", appended("completed"), outcome="voided"),
        Table(voided).fine(
            "a key follows the void", appended(f"key vkey={vkey('service 2')}"), outcome="voided"
        ),
        Table(voided).fine(
            "a key follows the void, then completed",
            appended(f"key vkey={vkey('service 2')}", "completed"),
            outcome="voided",
        ),
        Table(awarded, 8, "log.txt").failed(
            "a completed competition is voided", extra("voided draw=1 reason=late notice={more}")
        ),
        Table(awarded).fine(
            "a draw is voided in the middle of its awards",
            lambda d: d.cut("promoted draw=1 unit=2 ticket={reserve1}"),
            lambda d: d.drop("vacated"),
            extra("voided draw=1 reason=late notice={more}"),
            outcome="voided",
        ),
        Table(second).fine(
            "the second draw is voided as well",
            extra("voided draw=2 reason=again notice={more}"),
            outcome="voided",
        ),
        Table(second, 8, "log.txt").failed(
            "the second draw is voided as the first", extra("voided draw=1 reason=again notice={more}")
        ),
        Table(second, 8, "log.txt").failed(
            "the second list is frozen as the first", first_number_again, step=8
        ),
        Table(quicknet).fine(
            "a voided draw's next round is set, and its list not frozen yet", void_and_move, outcome="voided"
        ),
        Table(event).fine("a draw was voided before its first freeze", void_at_once, outcome="drawn"),
        Table(event, 8, "log.txt").failed(
            "tickets are counted after a void before the first freeze",
            void_at_once,
            inserted("frozen", "count issued=9"),
        ),
        Table(event, 8, "log.txt").failed(
            "the first freeze after a void is late", void_at_once, at("frozen", "freeze_by", 1)
        ),
        Table(voided, 1, "log.txt").failed(
            "the reason of a void is no code", worded("voided", "wrong_list", "wrong.list")
        ),
        Table(waiting, 8, "log.txt").failed("a draw is completed before it is drawn", appended("completed")),
    ]


def void_and_move(draft: Draft) -> None:
    draft.notices += ["Off.\n", "Again.\n"]
    draft.say(QUICKNET_AT + 60, "voided draw=1 reason=off notice={notice0}")
    draft.say(QUICKNET_AT + 60, "rescheduled draw=2 round=13000000 notice={notice1}")
    draft.statement["beacon"] = f"drand {QUICKNET['chain_hash']} {QUICKNET['round']}"


def void_at_once(draft: Draft) -> None:
    draft.notices.append("Off.\n")
    draft.insert("frozen", "voided draw=1 reason=off notice={notice0}")
    for start in ("frozen", "drawn"):
        draft.reword(start, "draw=1", "draw=2")


def first_number_again(draft: Draft) -> None:
    draft.reword("frozen draw=2", "draw=2", "draw=1")
    draft.reword("drawn draw=2", "draw=2", "draw=1")


def keys() -> list[Case]:
    early, late = Table(rotated_early, 8, "log.txt"), Table(rotated_late, 8, "log.txt")
    first, new = vkey("service 1"), vkey("service 2")
    return [
        Table(rotated_late).fine("nothing was done to a late change of keys"),
        late.failed("the new key is the old one", worded("key", new, first)),
        late.failed(
            "the new key has another name", worded("key", new, vkey("service 2", "cinema.example/other"))
        ),
        late.failed("the new key is weak", worded("key", new, vkey_of(bytes(32)))),
        late.failed("the new key is a witness's", worded("key", new, vkey("harbour-museum"))),
        late.failed("the new key has another id", worded("key", new, new.replace("+2f6cd758", "+2f6cd759"))),
        late.failed("the new key is no key", worded("key", new, "key"), step=1),
        Table(rotated_late, 8, "log.txt").failed("an old key comes back", appended(f"key vkey={first}")),
        Table(rotated_late).fine("the key is changed twice", appended(f"key vkey={vkey('service 3')}")),
        Table(rotated_late, 9, "checkpoint.note").failed(
            "the old key signs the log after the change", signer("checkpoint.note", "service 1")
        ),
        Table(rotated_late, 9, "keys/7.note").failed(
            "the new key signs its own line", signer("keys/7.note", "service 2")
        ),
        Table(rotated_early, 3, "freeze.note").failed(
            "the new key is weak and signs the freeze",
            worded("key", new, vkey_of(bytes(32))),
            step=3,
            file="log.txt",
        ),
        early.failed("a key line comes after a vacancy that owes a reserve", owes_and_rotates),
        Table(rotated_late, 9, "keys/7.note").failed(
            "the kept checkpoint covers too little", swapped("keys/7.note text", "\n8\n", "\n7\n")
        ),
        Table(rotated_late, 9, "keys/7.note").failed(
            "the kept checkpoint has another root", other_root("keys/7.note")
        ),
        Table(rotated_late, 1, "keys/7.note").failed(
            "the kept checkpoint is missing", removed("keys/7.note")
        ),
        Table(rotated_late).fine("the change of keys is the last line", lambda d: d.drop("notified")),
        Table(rotated_late, 9, "checkpoint.note").failed(
            "the new key signs a log that ends with its own line",
            lambda d: d.drop("notified"),
            signer("checkpoint.note", "service 2"),
        ),
        Table(rotated_late).fine(
            "the old key signed for the witnesses before the change", covering_the_freeze
        ),
        Table(rotated_late, 10, "witness.txt").failed(
            "the new key signed for the witnesses before the change",
            covering_the_freeze,
            signer("witness.txt", "service 2"),
        ),
        Table(amended).fine("an amended manifest names the key that came before it", key_before_amendment),
        Table(step=8, file="log.txt").failed(
            "the new key is the manifest's second",
            manifest(verifier_keys=[first, new]),
            appended(f"key vkey={new}"),
        ),
    ]


def signer(name: str, label: str) -> Change:
    return lambda draft: draft.signers.update({name: label})


def key_before_amendment(draft: Draft) -> None:
    draft.insert("amended", f"key vkey={vkey('service 2')}")
    draft.manifest["verifier_keys"].append(vkey("service 2"))


def covering_the_freeze(draft: Draft) -> None:
    draft.witness = (draft.find("frozen") + 1, [])


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
        form.failed(
            "the checkpoint has no root", made(text, lambda t: b"\n".join(t.split(b"\n")[:2]) + b"\n")
        ),
        form.failed("the checkpoint's size has a leading zero", swapped(text, "\n7\n", "\n07\n")),
        form.failed("the checkpoint's root has 31 bytes", made(text, short_root)),
        form.failed(
            "the checkpoint's root has base64 of its own", made(text, lambda t: t.replace(b"=", b""))
        ),
        table.failed("a line was added after the checkpoint", lambda d: d.damages.append(add_a_line)),
        table.failed("the last line was changed after the checkpoint", lambda d: d.damages.append(redate)),
        Table(awarded, 9, name).failed(
            "the end was cut off the log after the checkpoint", lambda d: d.damages.append(cut_the_end)
        ),
    ]


def short_root(text: bytes) -> bytes:
    return b"\n".join([*text.split(b"\n")[:2], b"A" * 40 + b"AA==", b""])


def add_a_line(files: dict[str, bytes]) -> None:
    ticket = files["result.txt"].split(b" ")[2].decode()
    files["log.txt"] += (
        f"7 {written(EVENT_AT + DAY)} notified draw=1 unit=1 ticket={ticket} attempt=1\n".encode()
    )


def redate(files: dict[str, bytes]) -> None:
    files["log.txt"] = files["log.txt"].replace(written(EVENT_AT + 1800).encode(), written(EVENT_AT).encode())


def cut_the_end(files: dict[str, bytes]) -> None:
    files["log.txt"] = files["log.txt"][:-1].rpartition(b"\n")[0] + b"\n"


CASES = [*voids(), *keys(), *checkpoints()]
