"""The evidence of §6: witnesses' cosignatures, and `witness.txt` that is not what it should be."""

from collections.abc import Callable

from tests.draw.cases_keys import other_root, signer
from tests.draw.damage import Case, Change, Table, flipped, made, manifest, signature_lines, swapped
from tests.record_pieces import WITNESSES, signature_line, vkey
from tests.records import Draft
from tests.stories import (
    EVENT_AT,
    QUICKNET_AT,
    event,
    fallback,
    quicknet,
    rehearsal,
    rescheduled,
    waiting,
    witnessed,
)

NAME = "witness.txt"
BAD = Table(witnessed, 10, NAME)
FORM = Table(witnessed, 1, NAME)
HARBOUR, TOWN = WITNESSES


def signed(*times: tuple[str, int]) -> Change:
    return lambda draft: setattr(draft, "witness", ((draft.witness or (0, []))[0], list(times)))


def covering(size: int) -> Change:
    return lambda draft: setattr(draft, "witness", (size, (draft.witness or (0, []))[1]))


def lines(change: Callable[[list[str]], list[str]]) -> Change:
    return signature_lines(NAME, change)


def put_off() -> Draft:
    """A round that was put off, and a freeze for the new one that witnesses signed before it came."""
    draft = rescheduled(witnesses=[vkey(label) for label in WITNESSES], witness_quorum=2)
    draft.witness = (draft.find("frozen") + 1, [(label, QUICKNET_AT - 1) for label in WITNESSES])
    return draft


def levels() -> list[Case]:
    later = Table(put_off)
    return [
        later.fine("both signed before the value of a round that was put off", level="witnessed"),
        later.fine(
            "one signed with the value of a round that was put off",
            signed((HARBOUR, QUICKNET_AT), (TOWN, QUICKNET_AT - 1)),
            level="self-consistent",
        ),
        *of_an_event(),
    ]


def of_an_event() -> list[Case]:
    good, late = EVENT_AT - 1, EVENT_AT
    table = Table(witnessed)
    plain = "self-consistent"
    return [
        table.fine("both witnesses signed in time", level="witnessed"),
        table.fine(
            "both signed a second before the value", signed((HARBOUR, good), (TOWN, good)), level="witnessed"
        ),
        table.fine(
            "one signed at the very second of the value", signed((HARBOUR, good), (TOWN, late)), level=plain
        ),
        table.fine("both signed too late", signed((HARBOUR, late), (TOWN, late + 5)), level=plain),
        table.fine("one of two witnesses signed", signed((HARBOUR, good)), level=plain),
        table.fine("no witness signed", signed(), level=plain),
        table.fine(
            "the witnesses signed in another order", signed((TOWN, good), (HARBOUR, good)), level="witnessed"
        ),
        table.fine(
            "the witnesses signed long before the freeze", signed((HARBOUR, 0), (TOWN, 1)), level="witnessed"
        ),
        table.fine(
            "the quorum is one, and one signed",
            manifest(witness_quorum=1),
            signed((TOWN, good)),
            level="witnessed",
        ),
        table.fine(
            "the quorum is one, and one of two was in time",
            manifest(witness_quorum=1),
            signed((TOWN, good), (HARBOUR, late)),
            level="witnessed",
        ),
        table.fine("the quorum is none", manifest(witness_quorum=0), level=plain),
        table.fine("the witnesses signed the whole log", covering(7), level="witnessed"),
        table.fine("there is no witness.txt", lambda d: setattr(d, "witness", None), level=plain),
        Table(rehearsal).fine("a rehearsal is witnessed", as_witnessed, level="rehearsal"),
        Table(waiting).unchecked("a witnessed list was not drawn yet", as_witnessed, step=5),
        Table(quicknet).fine("a drand draw is witnessed", as_witnessed, level="witnessed"),
        Table(fallback).fine(
            "a witness signed between the round and the fallback",
            as_witnessed,
            signed_after_round,
            level=plain,
        ),
    ]


def as_witnessed(draft: Draft) -> None:
    draft.manifest.update(witnesses=[vkey(label) for label in WITNESSES], witness_quorum=2)
    draft.witness = (draft.find("frozen") + 1, [(label, draft.time("draw_at") - 1) for label in WITNESSES])


def signed_after_round(draft: Draft) -> None:
    size = (draft.witness or (0, []))[0]
    draft.witness = (size, [(label, draft.time("draw_at") + 60) for label in WITNESSES])


def wrong_files() -> list[Case]:
    return [
        BAD.failed("the witnesses signed the log before the freeze", covering(5)),
        BAD.failed("the witnesses signed the first line alone", covering(1)),
        BAD.failed("the witnesses signed an empty log", swapped(f"{NAME} text", "\n6\n", "\n0\n")),
        BAD.failed("the witnesses signed a longer log", swapped(f"{NAME} text", "\n6\n", "\n9\n")),
        BAD.failed("the witnesses signed another root", other_root(f"{NAME}")),
        BAD.failed(
            "the witnesses signed another log", swapped(f"{NAME} text", "harvest-moon", "never-sorry")
        ),
        BAD.failed("the service signed with another key", signer(NAME, "service 3")),
        BAD.failed("the service's line stands behind", lines(lambda ls: [*ls[1:], ls[0]])),
        BAD.failed("the service's line is missing", lines(lambda ls: ls[1:])),
        BAD.failed("a witness signed twice", lines(lambda ls: [*ls, ls[1]])),
        BAD.failed("a cosignature is wrong", lines(lambda ls: [*ls[:2], flipped(ls[2])])),
        BAD.failed("a cosignature's time was changed", lines(lambda ls: [*ls[:2], flipped(ls[2], 11)])),
        BAD.failed("a witness signed as an ordinary signer", lines(as_signer)),
        BAD.failed("a stranger signed as well", lines(lambda ls: [*ls, stranger()])),
        BAD.failed(
            "a witness of another quorum signed", manifest(witnesses=[vkey(HARBOUR)], witness_quorum=1)
        ),
        BAD.failed("the service signed twice", lines(lambda ls: [ls[0], *ls])),
        BAD.failed("a cosignature is cut short", lines(lambda ls: [*ls[:2], cut(ls[2])])),
        FORM.failed("witness.txt is empty", made(NAME, lambda data: b"")),
        FORM.failed(
            "witness.txt is the freeze note",
            lambda d: d.damages.append(lambda f: f.update({NAME: f["freeze.note"]})),
        ),
        FORM.failed("witness.txt has an extension line", made(f"{NAME} text", lambda data: data + b"more\n")),
        FORM.failed("witness.txt has CRLF", made(NAME, lambda data: data.replace(b"\n", b"\r\n"))),
        Table(event, 1, NAME).failed(
            "witness.txt is a letter", lambda d: d.damages.append(lambda f: f.update({NAME: b"Seen.\n"}))
        ),
        Table(event).fine(
            "witness.txt is the checkpoint",
            lambda d: d.damages.append(lambda f: f.update({NAME: f["checkpoint.note"]})),
            level="self-consistent",
        ),
        Table(rehearsal, 10, NAME).failed(
            "a rehearsal's witness.txt is wrong", as_witnessed, other_root(NAME)
        ),
    ]


def as_signer(lines: list[str]) -> list[str]:
    text = "anything\n"
    return [*lines[:2], signature_line(text, TOWN, WITNESSES[TOWN]).rstrip("\n")]


def stranger() -> str:
    return signature_line("anything\n", "service 3", "stranger.example").rstrip("\n")


def cut(line: str) -> str:
    dash, name, blob = line.split(" ")
    return f"{dash} {name} {blob[:8]}"


CASES = [*levels(), *wrong_files()]
