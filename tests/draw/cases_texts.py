"""Damage to the forms of §2: line files, statements, JSON, numbers, times."""

from tests.draw.damage import (
    Case,
    Table,
    made,
    rewritten,
    swapped,
)
from tests.records import Draft
from tests.stories import grouped


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
            table.failed(
                f"{name} begins with a byte order mark", made(name, lambda data: b"\xef\xbb\xbf" + data)
            ),
            table.failed(
                f"{name} has a line of 1025 bytes", made(name, lambda data: b"a" * 1025 + b"\n" + data)
            ),
        ]
    for name in ("entries.txt", "excluded.txt"):
        table = Table(step=1, file=name)
        cases += [
            table.failed(f"{name} has a ticket in upper case", made(name, lambda data: data.upper())),
            table.failed(f"{name} has a ticket of 63 digits", made(name, lambda data: data[1:])),
            table.failed(
                f"{name} has a ticket twice", made(name, lambda data: data.split(b"\n")[0] + b"\n" + data)
            ),
        ]
    cases += [
        Table(step=1, file="entries.txt").failed("the tickets stand in falling order", reverse_entries),
        Table(step=1, file="entries.txt").failed(
            "a ticket carries a group where there are none",
            swapped("entries.txt", "\n", " 0123456789abcdef\n"),
        ),
        Table(grouped, 1, "entries.txt").failed(
            "a ticket lacks its group", made("entries.txt", lambda data: data[:64] + data[81:])
        ),
        Table(grouped, 1, "entries.txt").failed(
            "a group is written as -", made("entries.txt", lambda data: data[:65] + b"-" + data[81:])
        ),
        Table(grouped, 1, "entries.txt").failed(
            "a group has upper-case digits",
            made("entries.txt", lambda data: data[:65] + b"ABCDEF0123456789" + data[81:]),
        ),
        Table(step=1, file="excluded.txt").failed("a reason is no code", swapped("excluded.txt", " d", " D")),
        Table(step=1, file="excluded.txt").failed(
            "a reason is missing", swapped("excluded.txt", " duplicate", "")
        ),
        Table(step=1, file="excluded.txt").failed(
            "a reason is followed by a remark", swapped("excluded.txt", "duplicate", "duplicate twice")
        ),
    ]
    return cases


def reverse_entries(draft: Draft) -> None:
    draft.entries.reverse()


def statements() -> list[Case]:
    table = Table(step=1, file="freeze.note")
    text = "freeze text"
    return [
        table.failed(
            "the freeze statement has an unknown key", swapped(text, "frozen ", "weather fine\nfrozen ")
        ),
        table.failed(
            "the freeze statement has a key too many at its end", made(text, lambda t: t + b"frozen x\n")
        ),
        table.failed("the freeze statement lacks a key", swapped(text, "draw 1\n", "")),
        table.failed("the freeze statement has two keys in another order", made(text, reordered)),
        table.failed("the freeze statement has two spaces after a key", swapped(text, "draw 1", "draw  1")),
        table.failed(
            "the freeze statement has a space at a line's end", swapped(text, "draw 1\n", "draw 1 \n")
        ),
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
                *(
                    "2026-09-04T24:00:00Z",
                    "2026-09-04T23:59:60Z",
                    "2026-02-30T12:00:00Z",
                    "2026-13-01T00:00:00Z",
                ),
                *(
                    "2026-09-04T18:30:00",
                    "2026-09-04 18:30:00Z",
                    "2026-09-04T18:30:00z",
                    "2026-9-4T18:30:00Z",
                ),
                *("2026-09-04T18:30:00+00:00", "2026-09-04T18:30:00.0Z", "0000-09-04T18:30:00Z"),
            )
        ),
    ]


def reordered(text: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    return b"".join([*lines[:2], lines[3], lines[2], *lines[4:]])


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
            table.failed(
                f"{name} begins with a byte order mark", made(name, lambda data: b"\xef\xbb\xbf" + data)
            ),
            table.failed(f"{name} is no JSON", made(name, lambda data: data[:-1])),
            table.failed(f"{name} is a list", made(name, lambda data: b"[" + data + b"]")),
            table.failed(f"{name} is not UTF-8", swapped(name, b"kind", b"k\xffnd")),
            table.failed(f"{name} holds half a surrogate pair", swapped(name, "kind", "k\\ud800nd")),
            table.failed(f"{name} has an unknown key", rewritten(name, lambda value: value.update(note="x"))),
            table.failed(
                f"{name} has a key that is not ASCII", rewritten(name, lambda value: value.update(é=1))
            ),
            table.failed(
                f"{name} is nested a hundred deep", made(name, lambda data: b"[" * 100 + b"]" * 100)
            ),
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


CASES = [*line_files(), *statements(), *json_files()]
