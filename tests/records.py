"""Records of draws made from scratch, a second statement of the format that uses none of the draw's code.

A `Draft` is a record in plain parts. `files()` derives and signs all that follows from them, so that a part
that was changed before is as consistent with the rest as a cheating organiser, who has the keys, can make it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests import record_making
from tests.record_pieces import digest, note, seconds_of, signature_line, ticket_of, vkey, written

Edit = Callable[[bytes], bytes]
Files = dict[str, bytes]


@dataclass(slots=True)
class Event:
    """A log line to be: `text` may name `{statement}`, `{prize1}`, `{notice0}` and the like (see `Draft`)."""

    time: int | str
    text: str


@dataclass(slots=True)
class Draft:
    """A record in parts; every one may be changed before `files()` is called.

    `edits` change a part as it is made, so that what follows is made from the changed bytes; `damages` change
    the finished files. `statement` replaces values of the freeze statement, `signers` the key labels by file.
    `witness` is how many log lines `witness.txt` covers, and the cosignatures as (label, time).
    """

    manifest: dict[str, Any]
    rules: str = "One entry each. Drawn by a public beacon.\n"
    entrants: list[tuple[str, str | None]] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    log: list[Event] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    statement: dict[str, str] = field(default_factory=dict)
    beacon: dict[str, Any] = field(default_factory=dict)
    witness: tuple[int, list[tuple[str, int]]] | None = None
    signers: dict[str, str] = field(default_factory=dict)
    edits: dict[str, Edit] = field(default_factory=dict)
    damages: list[Callable[[Files], None]] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)

    def time(self, key: str) -> int:
        return seconds_of(self.manifest[key])

    def find(self, start: str) -> int:
        """The number of the only log line whose text starts so."""
        [number] = [number for number, event in enumerate(self.log) if event.text.startswith(start)]
        return number

    def move(self, start: str, time: int | str) -> None:
        self.log[self.find(start)].time = time

    def say(self, time: int | str, *texts: str) -> None:
        self.log += [Event(time, text) for text in texts]

    def insert(self, before: str, text: str, time: int | None = None) -> None:
        place = self.find(before)
        self.log.insert(place, Event(self.log[place].time if time is None else time, text))

    def reword(self, start: str, old: str, new: str) -> None:
        event = self.log[self.find(start)]
        assert old in event.text
        event.text = event.text.replace(old, new)

    def drop(self, start: str) -> None:
        del self.log[self.find(start)]

    def cut(self, start: str) -> None:
        """Drop a line and all that follow."""
        del self.log[self.find(start) :]

    def opening(self, number: int) -> tuple[str, str, str]:
        """Entrant, salt and ticket of an entrant."""
        entrant = f"email:{self.entrants[number][0]}"
        salt = digest(f"{self.manifest['competition']} test salt {entrant} 0")
        return entrant, salt, ticket_of(self.manifest["competition"], entrant, salt)

    def group(self, number: int) -> str:
        name = self.entrants[number][1]
        return digest(f"{self.manifest['competition']} test group {name}")[:16] if name else "-"

    def enter(self) -> None:
        """Write `entries` anew: all entrants who are not excluded."""
        gone = {line.split(" ")[0] for line in self.excluded}
        found = [(self.opening(number)[2], self.group(number)) for number in range(len(self.entrants))]
        grouped = self.manifest["group_rule"] != "none"
        self.entries = [
            f"{ticket} {group}" if grouped else ticket
            for ticket, group in sorted(found)
            if ticket not in gone
        ]

    def freeze_place(self) -> int:
        """The number of the last freeze's line."""
        freezes = [n for n, event in enumerate(self.log) if event.text.startswith(("frozen", "refrozen"))]
        return max([0, *freezes])

    def signer_at(self, place: int) -> str:
        """Whose key is in force at a line: `service 1` until a `key` line before it."""
        labels = {vkey(label): label for label in ("service 1", "service 2", "service 3")}
        keys = [event.text[9:] for event in self.log[:place] if event.text.startswith("key vkey=")]
        return labels.get(keys[-1], "service 2") if keys else "service 1"

    def made(self, name: str, data: bytes) -> bytes:
        """A part as it was made, after its edit if it has one."""
        return self.edits[name](data) if name in self.edits else data

    def files(self) -> Files:
        """The record; derives anew whatever follows from the parts."""
        return record_making.files_of(self)

    def receipt(self, number: int, signer: str = "service 1", **values: str) -> bytes:
        """The receipt of an entrant; `values` replace what it should say."""
        said = {
            "competition": self.manifest["competition"],
            "manifest": self.known["manifest"],
            "ticket": self.opening(number)[2],
            "group": self.group(number) if self.manifest["group_rule"] != "none" else "-",
            "accepted": written(self.time("closes") - 60),
        }
        text = "prizedraw/v1 receipt\n" + "".join(
            f"{key} {value}\n" for key, value in (said | values).items()
        )
        return note(text, signature_line(text, signer))
