"""The ranking and its walk: who gets which prize unit, who is a reserve, who is skipped (§7).

Nothing is drawn here: the walk follows from the list and the seed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from competition.draw.entries import (
    PIECE,
    EachPiece,
    Entries,
    LowestScores,
    Progress,
    low_scores,
    read_entries,
)
from competition.draw.errors import MalformedError
from competition.draw.manifest import Manifest
from competition.draw.texts import parse_lines

FILE = "result.txt"
PRIZE, RESERVE, SKIP, UNAWARDED = "prize", "reserve", "skip", "unawarded"
_FORM = re.compile(
    "(prize|reserve) [1-9][0-9]{0,15} [0-9a-f]{64} [0-9a-f]{64}"
    "|skip [0-9a-f]{64} [0-9a-f]{64} group|unawarded [1-9][0-9]{0,15}",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of `result.txt`: `number` is the unit or the reserve's place (from 1), None for a skip."""

    kind: str
    number: int | None
    ticket: str | None
    score: str | None

    def line(self) -> str:
        """The line as it stands in the file."""
        if self.kind == UNAWARDED:
            return f"{UNAWARDED} {self.number}"
        if self.kind == SKIP:
            return f"{SKIP} {self.ticket} {self.score} group"
        return f"{self.kind} {self.number} {self.ticket} {self.score}"


def check_form(data: bytes) -> None:
    """Check the form of every line of `result.txt`; raises MalformedError with file and line."""
    for number, line in enumerate(parse_lines(data, file=FILE), 1):
        if not _FORM.fullmatch(line):
            raise MalformedError("the line has none of the forms of a result", file=FILE, line=number)


def walk(
    ranked: Iterable[tuple[bytes, bytes]], *, units: int, reserves: int, grouped: bool
) -> Iterator[Place]:
    """Walk the ranking, lowest (score, line) first, and say what becomes of each ticket.

    `unawarded` units come last, one by one: a manifest may name more of them than memory holds.
    """
    given, held = 0, set[bytes]()
    for score, line in ranked:
        if given == units + reserves:
            return
        ticket, group = line[:64].decode("ascii"), line[65:]
        if grouped and group in held:
            yield Place(SKIP, None, ticket, score.hex())
            continue
        held.add(group)
        given += 1
        if given <= units:
            yield Place(PRIZE, given, ticket, score.hex())
        else:
            yield Place(RESERVE, given - units, ticket, score.hex())
    for unit in range(given + 1, units + 1):
        yield Place(UNAWARDED, unit, None, None)


def rank_entries(
    reopen: Callable[[], BinaryIO],
    manifest: Manifest,
    seed: str | None,
    *,
    look_for: frozenset[str] = frozenset(),
    progress: Progress | None = None,
    each: EachPiece = map,
) -> Entries:
    """Read a frozen list for an audit, keeping as many of its lowest scores as the walk needs.

    Raises MalformedError.
    """
    for keep in _widths(manifest):
        with reopen() as file:
            found = read_entries(
                file,
                grouped=manifest.grouped,
                seed=seed,
                keep=keep,
                look_for=look_for,
                progress=progress,
                each=each,
            )
        if seed is None or _suffices(found.lowest, found.listed.count, manifest):
            break
    return found


def draw_list(lines: Sequence[bytes], manifest: Manifest, seed: str) -> Iterator[Place]:
    """Draw a list that is the service's own, frozen and sealed by itself: the lines of `result.txt`."""
    tickets = [line[:64] for line in lines] if manifest.grouped else lines
    for keep in _widths(manifest):
        lowest = LowestScores(keep)
        for start in range(0, len(lines), PIECE):
            some = slice(start, start + PIECE)
            lowest.add(low_scores(seed, tickets[some], lines[some], lowest.bound))
        if _suffices(ranked := lowest.ranked(), len(lines), manifest):
            break
    return _walk(ranked, manifest)


def _widths(manifest: Manifest) -> Iterator[int]:
    """How many of the lowest scores to keep at the first try and, where groups used them up, at the next.

    Skipped tickets come on top of those that hold something; a thousand covers all but crowded groups.
    """
    keep = manifest.units + manifest.reserves + (1000 if manifest.grouped else 0)
    while True:
        yield keep
        keep *= 8


def _suffices(ranked: list[tuple[bytes, bytes]], count: int, manifest: Manifest) -> bool:
    holders = len({line[65:] for _, line in ranked}) if manifest.grouped else len(ranked)
    return len(ranked) == count or holders >= manifest.units + manifest.reserves


def places(found: Entries, manifest: Manifest) -> Iterator[Place]:
    """The lines of `result.txt` for a list that was read with its seed."""
    return _walk(found.lowest, manifest)


def _walk(ranked: list[tuple[bytes, bytes]], manifest: Manifest) -> Iterator[Place]:
    return walk(ranked, units=manifest.units, reserves=manifest.reserves, grouped=manifest.grouped)


def rank_of(file: BinaryIO, seed: str, ticket: str) -> int:
    """The place, from 1, of a ticket's score among all of a list that was found well formed."""
    prefix = f"{seed}:".encode("ascii")
    own = _rank_key(prefix, ticket.encode("ascii"))
    return 1 + sum(_rank_key(prefix, line[:64]) < own for line in file)


def _rank_key(prefix: bytes, ticket: bytes) -> tuple[bytes, bytes]:
    return sha256(prefix + ticket).digest(), ticket
