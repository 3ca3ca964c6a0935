"""The two lists of a freeze, `entries.txt` and `excluded.txt` (§5), read in one pass however long.

A list is read block by block: its form, order, digest, root and, once there is a seed, its lowest scores
all come out of the same pass, so that memory follows the number of winners and not that of entries.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from operator import lt
from typing import BinaryIO

from competition.draw.errors import MalformedError
from competition.draw.freeze import Listed
from competition.draw.merkle import RootBuilder, leaf_hash
from competition.draw.texts import LINE_LIMIT, parse_code, parse_lines

ENTRIES = "entries.txt"
EXCLUDED = "excluded.txt"

_PLAIN = re.compile(rb"[0-9a-f]{64}")
_GROUPED = re.compile(rb"[0-9a-f]{64} [0-9a-f]{16}")
_ALPHABET = b"0123456789abcdef \n"
_BLOCK_BYTES = 1 << 20
_AT_ONCE = 1 << 12

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Excluded:
    """`excluded.txt`: the reason by ticket, and the list as a tree."""

    reasons: Mapping[str, str]
    listed: Listed


@dataclass(frozen=True, slots=True)
class Entries:
    """What one pass over `entries.txt` found: the tree, the file's digest, the candidates for a prize.

    `lowest` holds (32-byte score, line) in rank order: all of them, or so many that the caller's `keep`
    is reached. `seen` maps each ticket that was asked for and is in the list to (line number from 1, line).
    """

    listed: Listed
    file_digest: str
    lowest: list[tuple[bytes, bytes]]
    seen: Mapping[str, tuple[int, bytes]]


def write_entries(tickets: Iterable[tuple[str, str | None]]) -> bytes:
    """Write `entries.txt` from (ticket, group or None) in any order."""
    return "".join(sorted(f"{t} {group}\n" if group else f"{t}\n" for t, group in tickets)).encode("ascii")


def write_excluded(reasons: Mapping[str, str]) -> bytes:
    """Write `excluded.txt` from the reason by ticket."""
    return "".join(f"{ticket} {reason}\n" for ticket, reason in sorted(reasons.items())).encode("ascii")


def read_excluded(data: bytes) -> Excluded:
    """Read `excluded.txt`; raises MalformedError with file and line."""
    reasons: dict[str, str] = {}
    last = ""
    lines = parse_lines(data, file=EXCLUDED)
    for number, line in enumerate(lines, 1):
        ticket, _, reason = line.partition(" ")
        if not re.fullmatch(r"[0-9a-f]{64}", ticket, re.ASCII):
            raise MalformedError("the line does not begin with a ticket", file=EXCLUDED, line=number)
        try:
            parse_code(reason)
        except MalformedError as error:
            raise MalformedError(error.message, file=EXCLUDED, line=number) from None
        if ticket <= last:
            raise MalformedError("the tickets are not in increasing order", file=EXCLUDED, line=number)
        reasons[ticket], last = reason, ticket
    return Excluded(reasons, listed_of(line.encode("ascii") for line in lines))


def listed_of(lines: Iterable[bytes]) -> Listed:
    """Number and root of lines (without LF)."""
    tree, leaves = RootBuilder(), [leaf_hash(line) for line in lines]
    tree.extend(leaves)
    return Listed(len(leaves), tree.root().hex())


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """Cut a line file into blocks of whole lines; raises MalformedError for a line that never ends."""
    rest, done = b"", 0
    while chunk := file.read(_BLOCK_BYTES):
        head, feed, tail = chunk.rpartition(b"\n")
        if feed:
            done += 1 + head.count(b"\n")
            yield rest + head + feed
            rest = tail
        else:
            rest += chunk
        if len(rest) > LINE_LIMIT:
            raise MalformedError("the line is longer than 1024 bytes", file=ENTRIES, line=done + 1)
    if rest:
        raise MalformedError("the last line is not ended by a line feed", file=ENTRIES, line=done + 1)


def read_entries(
    file: BinaryIO,
    *,
    grouped: bool,
    seed: str | None = None,
    keep: int = 0,
    look_for: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Entries:
    """Read `entries.txt` in one pass; raises MalformedError with file and line.

    With a `seed` (hex) the `keep` lowest scores are kept; `look_for` are tickets to find; `progress` is
    told the number of lines read so far.
    """
    digest, tree, best = sha256(), RootBuilder(), LowestScores(seed, keep)
    seen: dict[str, tuple[int, bytes]] = {}
    wanted = {ticket.encode("ascii") for ticket in look_for}
    count, last = 0, b""
    for block in blocks_of(file):
        lines = block.split(b"\n")
        lines.pop()
        _check_form(block, lines, count, grouped=grouped)
        tickets = [line[:64] for line in lines] if grouped else lines
        _check_order([last, *tickets], count)
        digest.update(block)
        tree.extend([leaf_hash(line) for line in lines])
        best.add(tickets, lines)
        for ticket in wanted.intersection(tickets):
            place = tickets.index(ticket)
            seen[ticket.decode("ascii")] = (count + place + 1, lines[place])
        count, last = count + len(lines), tickets[-1]
        if progress:
            progress(count)
    return Entries(Listed(count, tree.root().hex()), digest.hexdigest(), best.ranked(), seen)


class LowestScores:
    """The `keep` lowest scores under a seed (hex; without one nothing is kept) of lines given bit by bit.

    A pool holds the candidates and is cut back to `keep` whenever it has doubled.
    """

    def __init__(self, seed: str | None, keep: int) -> None:
        self._prefix = sha256(f"{seed}:".encode("ascii")) if seed is not None else None
        self._keep = keep
        self._pool: list[tuple[bytes, bytes]] = []
        self._bound = b"\xff" * 33

    def add(self, tickets: Sequence[bytes], lines: Sequence[bytes]) -> None:
        """Score tickets; `lines` are theirs, with the group where there is one."""
        for start in range(0, len(tickets), _AT_ONCE):
            self._add(tickets[start : start + _AT_ONCE], lines[start : start + _AT_ONCE])

    def _add(self, tickets: Sequence[bytes], lines: Sequence[bytes]) -> None:
        if self._prefix is None:
            return
        copy, bound, candidates = self._prefix.copy, self._bound, self._pool
        for ticket, line in zip(tickets, lines, strict=True):
            hasher = copy()
            hasher.update(ticket)
            score = hasher.digest()
            if score < bound:
                candidates.append((score, line))
        if len(candidates) > 2 * self._keep + _AT_ONCE:
            self._cut()

    def _cut(self) -> None:
        self._pool.sort()
        del self._pool[self._keep :]
        self._bound = self._pool[-1][0] + b"\x00" if self._pool else b""

    def ranked(self) -> list[tuple[bytes, bytes]]:
        """The (32-byte score, line) pairs that were kept, lowest first."""
        self._cut()
        return self._pool


def _check_form(block: bytes, lines: list[bytes], count: int, *, grouped: bool) -> None:
    if not _has_form(block, len(lines), grouped=grouped):
        pattern = _GROUPED if grouped else _PLAIN
        number = next(n for n, line in enumerate(lines, 1) if not pattern.fullmatch(line))
        shape = "a ticket and a group of 16 hex digits" if grouped else "a ticket of 64 hex digits"
        raise MalformedError(f"the line is not {shape}", file=ENTRIES, line=count + number)


def _check_order(tickets: list[bytes], count: int) -> None:
    if not all(map(lt, tickets, tickets[1:])):
        number = next(n for n, (a, b) in enumerate(pairwise(tickets), 1) if a >= b)
        raise MalformedError("the tickets are not in increasing order", file=ENTRIES, line=count + number)


def _has_form(block: bytes, count: int, *, grouped: bool) -> bool:
    # All lines have one width, so that a few passes in C over the block replace a pattern on every line.
    width = 82 if grouped else 65
    spaces = count if grouped else 0
    return (
        len(block) == width * count
        and block[width - 1 :: width] == b"\n" * count
        and block.count(b"\n") == count
        and (not grouped or block[64::width] == b" " * count)
        and block.count(b" ") == spaces
        and not block.translate(None, _ALPHABET)
    )
