"""The freeze statement: which list is drawn, by which beacon, fixed when (§5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from competition.draw.beacon import EVENT_ID
from competition.draw.errors import MalformedError
from competition.draw.manifest import Beacon, DrandBeacon, EventBeacon
from competition.draw.texts import (
    format_time,
    parse_competition,
    parse_hex64,
    parse_num,
    parse_statement,
    parse_time,
    read_values,
    write_statement,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line file seen as a tree: number of lines and root in hex."""

    count: int
    root: str

    def __str__(self) -> str:
        return f"{self.count} {self.root}"


@dataclass(frozen=True, slots=True)
class Freeze:
    """The freeze statement; `beacon` is its line as written, `frozen` seconds since 1970."""

    competition: str
    draw: int
    manifest: str
    entries: Listed
    entries_file: str
    excluded: Listed
    beacon: str
    frozen: int

    def text(self) -> str:
        """The statement that is signed, and that begins `seed.txt`."""
        values = (
            self.competition,
            str(self.draw),
            self.manifest,
            str(self.entries),
            self.entries_file,
            str(self.excluded),
            self.beacon,
            format_time(self.frozen),
        )
        return write_statement("freeze", zip(_READERS, values, strict=True))

    def digest(self) -> str:
        """Hex SHA-256 of the statement, by which the log names it."""
        return sha256(self.text().encode("ascii")).hexdigest()

    @property
    def round(self) -> int | None:
        """The drand round that the `beacon` line names; None for another beacon."""
        kind, *rest = self.beacon.split(" ")
        return int(rest[1]) if kind == "drand" else None

    @property
    def issued(self) -> int:
        """How many tickets the statement accounts for."""
        return self.entries.count + self.excluded.count


def beacon_line(beacon: Beacon, round_: int | None) -> str:
    """The statement's `beacon` line for a manifest's beacon; `round_` is the drand round in force."""
    if isinstance(beacon, DrandBeacon):
        return f"drand {beacon.chain.chain_hash} {beacon.round if round_ is None else round_}"
    return f"event {beacon.id}" if isinstance(beacon, EventBeacon) else "rehearsal"


def parse(text: str, *, file: str = "freeze.note") -> Freeze:
    """Read a freeze statement; raises MalformedError."""
    values = parse_statement(text, "freeze", tuple(_READERS), file=file)
    return Freeze(*read_values(values, _READERS, file=file).values())


def _draw_number(text: str) -> int:
    number = parse_num(text)
    if number < 1:
        raise MalformedError("draws are numbered from 1")
    return number


def _listed(text: str) -> Listed:
    count, _, root = text.partition(" ")
    return Listed(parse_num(count), parse_hex64(root))


def _beacon(text: str) -> str:
    kind, *rest = text.split(" ")
    if kind == "drand" and len(rest) == 2:
        parse_hex64(rest[0])
        parse_num(rest[1])
    elif not (text == "rehearsal" or (kind == "event" and len(rest) == 1 and EVENT_ID.fullmatch(rest[0]))):
        raise MalformedError("the beacon line is none of drand, event, rehearsal")
    return text


# The statement's keys in their order, which is that of the fields of `Freeze`.
_READERS: Mapping[str, Callable[[str], Any]] = {
    "competition": parse_competition,
    "draw": _draw_number,
    "manifest": parse_hex64,
    "entries": _listed,
    "entries-file": parse_hex64,
    "excluded": _listed,
    "beacon": _beacon,
    "frozen": parse_time,
}
