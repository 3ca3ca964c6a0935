"""Damage to the forms of §2: line files, statements, JSON, numbers, times, notes."""

import base64

from tests.draw.damage import (
    Case,
    Change,
    Table,
    added,
    flipped,
    made,
    removed,
    rewritten,
    signature_lines,
    spoiled,
    swapped,
)
from tests.record_pieces import digest, signature_line
from tests.stories import amended, awarded, chained, event, grouped, quicknet, rehearsal, voided, waiting


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n", 1)


def line_files() -> list[Case]:
    cases = []
    for name in ("entries.txt", "excluded.txt", "log.txt", "result.txt"):
        table = Table(step=1, file=name)
        cases += [
            table.failed(f"{name} has a line ended by CRLF", made(name, crlf)),
            table.failed(f"{name} has a space at the end of a line", swapped(name, "\n", " \n")),
            table.failed(f"{name} lacks its last line feed", made(name, lambda data: data[:-1])),
            table.failed(f"{name} has a blank line in front", made(name, lambda data: b"\n" + data)),
            table.failed(f"{name} has a blank line at its end", made(name, lambda data: data + b"\n")),
            table.failed(f"{name} begins with a byte order mark", made(name, lambda data: b"\xef\xbb\xbf" + data)),
            table.failed(f"{name} has a line of 1025 bytes", made(name, lambda data: b"a" * 1025 + b"\n" + data)),
        ]
    for name in ("entries.txt", "excluded.txt"):
        table = Table(step=1, file=name)
        cases += [
            table.failed(f"{name} has a ticket in upper case", made(name, lambda data: data.upper())),
            table.failed(f"{name} has a ticket of 63 digits", made(name, lambda data: data[1:])),
            table.failed(f"{name} has a ticket twice", made(name, lambda data: data.split(b"\n")[0] + b"\n" + data)),
        ]
    cases += [
        Table(step=1, file="entries.txt").failed("the tickets stand in falling order", reverse_entries),
        Table(step=1, file="entries.txt").failed(
            "a ticket carries a group where there are none", swapped("entries.txt", "\n", " 0123456789abcdef\n")
        ),
        Table(grouped, 1, "entries.txt").failed(
            "a ticket lacks its group", made("entries.txt", lambda data: data[:64] + data[81:])
        ),
        Table(grouped, 1, "entries.txt").failed(
            "a group is written as -", made("entries.txt", lambda data: data[:65] + b"-" + data[81:])
        ),
        Table(grouped, 1, "entries.txt").failed(
            "a group has upper-case digits", made("entries.txt", lambda data: data[:65] + b"ABCDEF0123456789" + data[81:])
        ),
        Table(step=1, file="excluded.txt").failed("a reason is no code", swapped("excluded.txt", " d", " D")),
        Table(step=1, file="excluded.txt").failed("a reason is missing", swapped("excluded.txt", " duplicate", "")),
        Table(step=1, file="excluded.txt").failed(
            "a reason is followed by a remark", swapped("excluded.txt", "duplicate", "duplicate twice")
        ),
    ]
    return cases


def reverse_entries(draft: object) -> None:
    draft.entries.reverse()  # type: ignore[attr-defined]


def statements() -> list[Case]:
    table = Table(step=1, file="freeze.note")
    text = "freeze text"
    return [
        table.failed("the freeze statement has an unknown key", swapped(text, "frozen ", "weather fine\nfrozen ")),
        table.failed("the freeze statement has a key too many at its end", made(text, lambda t: t + b"frozen x\n")),
        table.failed("the freeze statement lacks a key", swapped(text, "draw 1\n", "")),
        table.failed("the freeze statement has two keys in another order", reordered),
        table.failed("the freeze statement has two spaces after a key", swapped(text, "draw 1", "draw  1")),
        table.failed("the freeze statement has a space at a line's end", swapped(text, "draw 1\n", "draw 1 \n")),
        table.failed("the freeze statement has a tab", swapped(text, "draw 1", "draw\t1")),
        table.failed("the freeze statement has CRLF", made(text, crlf)),
        table.failed("the freeze statement has a blank line", swapped(text, "draw", "\ndraw")),
        table.failed("the freeze statement is of version 2", swapped(text, "/v1", "/v2")),
        table.failed("the freeze statement is of another kind", swapped(text, "v1 freeze", "v1 receipt")),
        table.failed("the draw's number has a leading zero", swapped(text, "draw 1", "draw 01")),
        table.failed("the draw's number has a sign", swapped(text, "draw 1", "draw +1")),
        table.failed("the draw's number is 0", swapped(text, "draw 1", "draw 0")),
        table.failed("the draw's number is 2^53", swapped(text, "draw 1", f"draw {2**53}")),
        table.failed("the number of entries has a leading zero", swapped(text, "entries 8", "entries 08")),
        table.failed("the root has upper-case digits", made(text, upper_root)),
        table.failed("the beacon line is of no kind", swapped(text, "beacon event", "beacon dice")),
        table.failed("the event's id has a space", swapped(text, "event lotto-a", "event lotto a")),
        table.failed("the competition is in upper case", swapped(text, "cinema", "Cinema")),
        *(
            table.failed(f"it was frozen at {time}", swapped(text, "2026-09-04T18:30:00Z", time))
            for time in (
                *("2026-09-04T24:00:00Z", "2026-09-04T23:59:60Z", "2026-02-30T12:00:00Z", "2026-13-01T00:00:00Z"),
                *("2026-09-04T18:30:00", "2026-09-04 18:30:00Z", "2026-09-04T18:30:00z", "2026-9-4T18:30:00Z"),
                *("2026-09-04T18:30:00+00:00", "2026-09-04T18:30:00.0Z", "0000-09-04T18:30:00Z"),
            )
        ),
    ]


def reordered(draft: object) -> None:
    said: dict[str, str] = draft.statement  # type: ignore[attr-defined]
    said["draw"] = "1"
    edit: Change = swapped("freeze text", "draw 1\nmanifest", "manifest")
    edit(draft)  # type: ignore[arg-type]


def upper_root(text: bytes) -> bytes:
    head, key, rest = text.partition(b"entries 8 ")
    return head + key + rest[:64].upper() + rest[64:]


def json_files() -> list[Case]:
    cases = []
    for name in ("manifest.json", "beacon.json"):
        table = Table(step=1, file=name)
        cases += [
            table.failed(f"{name} ends with a line feed", made(name, lambda data: data + b"\n")),
            table.failed(f"{name} has a space after a comma", swapped(name, b",", b", ")),
            table.failed(f"{name} is not sorted", made(name, unsorted)),
            table.failed(f"{name} has a key twice", made(name, lambda data: data[:-1] + b"," + data[1:])),
            table.failed(f"{name} writes a letter as an escape", swapped(name, "kind", "k\\u0069nd")),
            table.failed(f"{name} begins with a byte order mark", made(name, lambda data: b"\xef\xbb\xbf" + data)),
            table.failed(f"{name} is no JSON", made(name, lambda data: data[:-1])),
            table.failed(f"{name} is a list", made(name, lambda data: b"[" + data + b"]")),
            table.failed(f"{name} is not UTF-8", swapped(name, b"kind", b"k\xffnd")),
            table.failed(f"{name} holds half a surrogate pair", swapped(name, "kind", "k\\ud800nd")),
            table.failed(f"{name} has an unknown key", rewritten(name, lambda value: value.update(note="x"))),
            table.failed(f"{name} has a key that is not ASCII", rewritten(name, lambda value: value.update(é=1))),
            table.failed(f"{name} is nested a hundred deep", made(name, lambda data: b"[" * 100 + b"]" * 100)),
            table.failed(f"{name} is nested past all stacks", made(name, lambda data: b"[" * 200_000)),
        ]
    numbers = Table(step=1, file="manifest.json")
    for text in ("2.0", "2e0", "-2", "-0", str(2**53), "02", "NaN", "Infinity", "1" * 5000, "true", '"2"'):
        says = f"reserves are written as {text[:20]}"
        cases.append(numbers.failed(says, swapped("manifest.json", '"reserves":2', f'"reserves":{text}')))
    cases.append(Table().fine("reserves are 2^53-1", lambda draft: draft.manifest.update(reserves=2**53 - 1)))
    return cases


def unsorted(data: bytes) -> bytes:
    first, rest = data[1:-1].split(b",", 1)
    return b"{" + rest + b"," + first + b"}"


def notes() -> list[Case]:
    cases = []
    for name, step in (("freeze.note", 3), ("checkpoint.note", 9)):
        form, truth = Table(step=1, file=name), Table(step=step, file=name)
        cases += [
            form.failed(f"{name} has no signature", signature_lines(name, lambda lines: [])),
            form.failed(f"{name} lacks its last line feed", spoiled(name, lambda data: data[:-1])),
            form.failed(f"{name} has a hyphen for the dash", signature_lines(name, lambda ls: [ls[0].replace("—", "-")])),
            form.failed(f"{name} has base64 with a line feed inside", signature_lines(name, broken_base64)),
            form.failed(f"{name} has base64 that does not re-encode to itself", signature_lines(name, loose_base64)),
            form.failed(f"{name} has base64 without padding", signature_lines(name, lambda ls: [ls[0].rstrip("=")])),
            form.failed(f"{name} has a space after the signature", signature_lines(name, lambda ls: [ls[0] + " "])),
            form.failed(f"{name} has a blank line after the signature", spoiled(name, lambda data: data + b"\n")),
            form.failed(f"{name} has a signature of no bytes", signature_lines(name, empty_blob)),
            truth.failed(f"{name} has a flipped bit in its signature", signature_lines(name, lambda ls: [flipped(ls[0])])),
            truth.failed(f"{name} has a flipped bit in its key id", signature_lines(name, lambda ls: [flipped(ls[0], 0)])),
            truth.failed(f"{name} is signed by another name", signature_lines(name, lambda ls: [ls[0].replace("draws", "drawz")])),
            truth.failed(f"{name} has the service's line twice", signature_lines(name, lambda ls: ls * 2)),
            truth.failed(f"{name} has an unknown line behind", signature_lines(name, lambda ls: [*ls, unknown_line()])),
            truth.failed(f"{name} has an unknown line in front", signature_lines(name, lambda ls: [unknown_line(), *ls])),
            truth.failed(f"{name} is signed by a key the manifest does not name", lambda d, n=name: d.signers.update({n: "service 3"})),
        ]
    return cases


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
    always = ("manifest.json", "rules.txt", "entries.txt", "excluded.txt", "freeze.note", "log.txt", "checkpoint.note")
    drawn = ("beacon.json", "seed.txt", "result.txt")
    cases = [table.failed(f"{name} is missing", removed(name), step=1, file=name) for name in always + drawn]
    early = Table(waiting, 1)
    cases += [early.failed(f"{name} is there before the draw", added(name), file=name) for name in drawn]
    strange = ("README", "rules.txt.bak", "notices/", "notices/x.txt", "record/rules.txt", "../rules.txt", "/rules.txt")
    strange += ("keys/01.note", "keys/-1.note", "Rules.txt", "rules.txt ", "notices\\a.txt", "./rules.txt", "")
    cases += [table.failed(f"there is a file named {name!r}", added(name), step=1) for name in strange]
    cases += [
        table.failed("there is a notice that the log does not name", added(f"notices/{digest('x')}.txt", b"x"), step=1),
        table.failed("there is a key note that the log does not call for", added("keys/3.note", b"x"), step=1),
        Table(voided, 1).failed("a notice is missing", lambda d: d.damages.append(lambda files: drop_notice(files))),
        Table(amended, 1).failed("a notice has other bytes", lambda d: d.damages.append(lambda files: spoil_notice(files))),
        table.failed("rules.txt has carriage returns", made("rules.txt", crlf), step=1, file="rules.txt"),
        table.failed("rules.txt lacks its last line feed", made("rules.txt", lambda t: t[:-1]), step=1, file="rules.txt"),
        table.failed("rules.txt is empty", made("rules.txt", lambda t: b""), step=1, file="rules.txt"),
        table.failed("rules.txt is not UTF-8", made("rules.txt", lambda t: b"\xff\n"), step=1, file="rules.txt"),
        table.fine("rules.txt is in another language", made("rules.txt", lambda t: "Ein Los für jede.\n".encode())),
        table.failed("rules.txt is not what the manifest fixes", spoiled("rules.txt", lambda t: t + b"!\n"), step=2, file="rules.txt"),
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


CASES = [*whole_stories(), *line_files(), *statements(), *json_files(), *notes(), *names()]
