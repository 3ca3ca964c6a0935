"""Damage to signatures, and to what files there are (§2, §9)."""

import base64

from tests.draw.cases_texts import crlf
from tests.draw.damage import (
    Case,
    Change,
    Table,
    added,
    flipped,
    made,
    removed,
    signature_lines,
    spoiled,
)
from tests.record_pieces import digest, signature_line
from tests.stories import amended, awarded, chained, event, grouped, quicknet, rehearsal, voided, waiting


def notes() -> list[Case]:
    cases = []
    for name, step in (("freeze.note", 3), ("checkpoint.note", 9)):
        form, truth = Table(step=1, file=name), Table(step=step, file=name)
        cases += [
            form.failed(f"{name} has no signature", signature_lines(name, lambda lines: [])),
            form.failed(f"{name} lacks its last line feed", spoiled(name, lambda data: data[:-1])),
            form.failed(
                f"{name} has a hyphen for the dash",
                signature_lines(name, lambda ls: [ls[0].replace("—", "-")]),
            ),
            form.failed(f"{name} has base64 with a line feed inside", signature_lines(name, broken_base64)),
            form.failed(
                f"{name} has base64 that does not re-encode to itself", signature_lines(name, loose_base64)
            ),
            form.failed(
                f"{name} has base64 without padding", signature_lines(name, lambda ls: [ls[0].rstrip("=")])
            ),
            form.failed(
                f"{name} has a space after the signature", signature_lines(name, lambda ls: [ls[0] + " "])
            ),
            form.failed(
                f"{name} has a blank line after the signature", spoiled(name, lambda data: data + b"\n")
            ),
            form.failed(f"{name} has a signature of no bytes", signature_lines(name, empty_blob)),
            truth.failed(
                f"{name} has a flipped bit in its signature",
                signature_lines(name, lambda ls: [flipped(ls[0])]),
            ),
            truth.failed(
                f"{name} has a flipped bit in its key id",
                signature_lines(name, lambda ls: [flipped(ls[0], 0)]),
            ),
            truth.failed(
                f"{name} is signed by another name",
                signature_lines(name, lambda ls: [ls[0].replace("draws", "drawz")]),
            ),
            truth.failed(f"{name} has the service's line twice", signature_lines(name, lambda ls: ls * 2)),
            truth.failed(
                f"{name} has an unknown line behind", signature_lines(name, lambda ls: [*ls, unknown_line()])
            ),
            truth.failed(
                f"{name} has an unknown line in front",
                signature_lines(name, lambda ls: [unknown_line(), *ls]),
            ),
            truth.failed(
                f"{name} is signed by a key the manifest does not name",
                signed_by(name, "service 3"),
            ),
        ]
    return cases


def signed_by(name: str, label: str) -> Change:
    return lambda draft: draft.signers.update({name: label})


def unknown_line() -> str:
    return signature_line("anything\n", "service 3", "stranger.example").rstrip("\n")


def broken_base64(lines: list[str]) -> list[str]:
    return [lines[0][:-8] + "\n" + lines[0][-8:]]


def loose_base64(lines: list[str]) -> list[str]:
    """68 bytes leave four unused bits in the last letter before the padding."""
    blob = lines[0].rstrip("=")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    changed = blob[:-1] + letters[letters.index(blob[-1]) ^ 1] + "=" * (len(lines[0]) - len(blob))
    data = changed.split(" ")[2]
    assert base64.b64encode(base64.b64decode(data)).decode() != data
    return [changed]


def empty_blob(lines: list[str]) -> list[str]:
    return [" ".join([*lines[0].split(" ")[:2], "AAAAAA=="])]


def names() -> list[Case]:
    table = Table()
    always = (
        "manifest.json",
        "rules.txt",
        "entries.txt",
        "excluded.txt",
        "freeze.note",
        "log.txt",
        "checkpoint.note",
    )
    drawn = ("beacon.json", "seed.txt", "result.txt")
    cases = [table.failed(f"{name} is missing", removed(name), step=1, file=name) for name in always + drawn]
    early = Table(waiting, 1)
    cases += [early.failed(f"{name} is there before the draw", added(name), file=name) for name in drawn]
    strange = (
        "README",
        "rules.txt.bak",
        "notices/",
        "notices/x.txt",
        "record/rules.txt",
        "../rules.txt",
        "/rules.txt",
        "keys/01.note",
        "keys/-1.note",
        "Rules.txt",
        "rules.txt ",
        "notices\\a.txt",
        "./rules.txt",
        "",
    )
    cases += [table.failed(f"there is a file named {name!r}", added(name), step=1) for name in strange]
    cases += [
        table.failed(
            "there is a notice that the log does not name", added(f"notices/{digest('x')}.txt", b"x"), step=1
        ),
        table.failed(
            "there is a key note that the log does not call for", added("keys/3.note", b"x"), step=1
        ),
        Table(voided, 1).failed("a notice is missing", lambda d: d.damages.append(drop_notice)),
        Table(amended, 1).failed("a notice has other bytes", lambda d: d.damages.append(spoil_notice)),
        table.failed("rules.txt has carriage returns", made("rules.txt", crlf), step=1, file="rules.txt"),
        table.failed(
            "rules.txt lacks its last line feed",
            made("rules.txt", lambda t: t[:-1]),
            step=1,
            file="rules.txt",
        ),
        table.failed("rules.txt is empty", made("rules.txt", lambda t: b""), step=1, file="rules.txt"),
        table.failed(
            "rules.txt is not UTF-8", made("rules.txt", lambda t: b"\xff\n"), step=1, file="rules.txt"
        ),
        table.fine(
            "rules.txt is in another language", made("rules.txt", lambda t: "Ein Los für jede.\n".encode())
        ),
        table.failed(
            "rules.txt is not what the manifest fixes",
            spoiled("rules.txt", lambda t: t + b"!\n"),
            step=2,
            file="rules.txt",
        ),
        Table(amended).fine("a notice is empty", lambda d: d.notices.__setitem__(0, "")),
    ]
    return cases


def drop_notice(files: dict[str, bytes]) -> None:
    del files[next(name for name in files if name.startswith("notices/"))]


def spoil_notice(files: dict[str, bytes]) -> None:
    files[next(name for name in files if name.startswith("notices/"))] += b"!"


def whole_stories() -> list[Case]:
    return [
        Table(event).fine("nothing was done to an event", level="self-consistent", outcome="drawn"),
        Table(quicknet).fine("nothing was done to a drand draw", level="self-consistent", outcome="drawn"),
        Table(chained).fine("nothing was done to a draw by the chained chain", outcome="drawn"),
        Table(rehearsal).fine("nothing was done to a rehearsal", level="rehearsal", outcome="drawn"),
        Table(grouped).fine("nothing was done to a draw with households", outcome="drawn"),
        Table(awarded).fine("nothing was done to a whole award chain", outcome="completed"),
        Table(voided).fine("nothing was done to a voided draw", outcome="voided"),
        Table(waiting).unchecked("nothing was drawn yet", step=5),
        Table(waiting).fine(
            "it was voided before it was drawn",
            lambda d: d.notices.append("Called off.\n"),
            lambda d: d.say(d.time("draw_at"), "voided draw=1 reason=off notice={notice0}"),
            outcome="voided",
        ),
    ]


CASES = [*whole_stories(), *notes(), *names()]
