"""The two lists of a freeze, `entries.txt` and `excluded.txt` (§5), read in one pass however long.

A list is read piece by piece: its form, order, digest, root and, once there is a seed, its lowest scores
all come out of the same pass, so that memory follows the number of winners and not that of entries. No
piece needs another one, so that a caller may have them read on several cores.
"""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from operator import lt
from typing import BinaryIO

from competition.draw.errors import MalformedError
from competition.draw.freeze import Listed
from competition.draw.merkle import leaf_hashes, root_of
from competition.draw.texts import HEX64, LINE_LIMIT, parse_code, parse_lines

ENTRIES = "entries.txt"
EXCLUDED = "excluded.txt"

_PLAIN = re.compile(rb"[0-9a-f]{64}")
_GROUPED = re.compile(rb"[0-9a-f]{64} [0-9a-f]{16}")
_ALPHABET = b"0123456789abcdef\n"
_GROUPED_ALPHABET = _ALPHABET + b" "
_NO_SPACE = bytes(set(range(256)) - {ord(" ")})
# Lines of a piece: a power of two, so that its root is a node of the whole tree.
PIECE = 1 << 14

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
        if not HEX64.fullmatch(ticket):
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
    leaves = leaf_hashes(lines)
    return Listed(len(leaves), root_of(leaves).hex())


def pieces_of(file: BinaryIO, *, grouped: bool) -> Iterator[bytes]:
    """Cut `entries.txt` into pieces of as many lines as a piece holds; all its lines have one width."""
    size = _width(grouped) * PIECE
    while piece := file.read(size):
        yield piece


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of `entries.txt` to read by itself, on any core.

    `before` is the number of lines in front of it; scores from `bound` on are not wanted, and without a
    `seed` (hex) none are.
    """

    piece: bytes
    before: int
    grouped: bool
    seed: str | None
    bound: bytes


@dataclass(frozen=True, slots=True)
class PieceRead:
    """What is in a piece: number of lines, their root, and (32-byte score, line) of the low scores."""

    count: int
    root: bytes
    low: list[tuple[bytes, bytes]]


EachPiece = Callable[[Callable[[Job], PieceRead], Iterator[Job]], Iterable[PieceRead]]


def read_piece(job: Job) -> PieceRead:
    """Check form and order of a piece, hash and score its lines; raises MalformedError with file and line."""
    lines = job.piece.split(b"\n")
    lines.pop()
    if not _has_form(job.piece, len(lines), grouped=job.grouped):
        raise _malformed(job)
    tickets = [line[:64] for line in lines] if job.grouped else lines
    if not all(map(lt, tickets, tickets[1:])):
        number = next(n for n, (a, b) in enumerate(pairwise(tickets), 2) if a >= b)
        raise _unordered(job.before + number)
    low = low_scores(job.seed, tickets, lines, job.bound) if job.seed is not None else []
    return PieceRead(len(lines), root_of(leaf_hashes(lines)), low)


def read_entries(
    file: BinaryIO,
    *,
    grouped: bool,
    seed: str | None = None,
    keep: int = 0,
    look_for: frozenset[str] = frozenset(),
    progress: Progress | None = None,
    each: EachPiece = map,
) -> Entries:
    """Read `entries.txt` in one pass; raises MalformedError with file and line.

    With a `seed` (hex) the `keep` lowest scores are kept; `look_for` are tickets to find; `progress` is
    told the number of lines read so far; `each` is `map`, or one that uses more cores.
    """
    digest, best, width = sha256(), LowestScores(keep), _width(grouped)
    seen: dict[str, tuple[int, bytes]] = {}
    wanted = sorted(ticket.encode("ascii") for ticket in look_for)
    roots, handed_out = list[bytes](), deque[bytes]()
    count, last = 0, b""

    def jobs() -> Iterator[Job]:
        for number, piece in enumerate(pieces_of(file, grouped=grouped)):
            handed_out.append(piece)
            yield Job(piece, number * PIECE, grouped, seed, best.bound)

    for found in each(read_piece, jobs()):
        piece = handed_out.popleft()
        if piece[:64] <= last:
            raise _unordered(count + 1)
        digest.update(piece)
        roots.append(found.root)
        best.add(found.low)
        seen.update(_found(piece, width, wanted, count))
        count, last = count + found.count, piece[-width : 64 - width]
        if progress:
            progress(count)
    return Entries(Listed(count, root_of(roots).hex()), digest.hexdigest(), best.ranked(), seen)


def low_scores(
    seed: str, tickets: Iterable[bytes], lines: Iterable[bytes], bound: bytes
) -> list[tuple[bytes, bytes]]:
    """Score tickets under a seed (hex); return (32-byte score, line) of the scores below `bound`."""
    copy, low = sha256(f"{seed}:".encode("ascii")).copy, []
    for ticket, line in zip(tickets, lines, strict=True):
        hasher = copy()
        hasher.update(ticket)
        score = hasher.digest()
        if score < bound:
            low.append((score, line))
    return low


class LowestScores:
    """The `keep` lowest of scores given bit by bit; `bound` is what a score must be below to matter.

    A pool holds the candidates and is cut back to `keep` whenever it has doubled.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._pool: list[tuple[bytes, bytes]] = []
        self.bound = b"\xff" * 33

    def add(self, low: Iterable[tuple[bytes, bytes]]) -> None:
        """Add (32-byte score, line) pairs."""
        self._pool.extend(low)
        if len(self._pool) > 2 * self._keep:
            self._cut()

    def _cut(self) -> None:
        self._pool.sort()
        del self._pool[self._keep :]
        if self._pool and len(self._pool) == self._keep:
            self.bound = self._pool[-1][0] + b"\x00"

    def ranked(self) -> list[tuple[bytes, bytes]]:
        """The (32-byte score, line) pairs that were kept, lowest first."""
        self._cut()
        return self._pool


def _found(
    piece: bytes, width: int, wanted: Sequence[bytes], before: int
) -> Iterator[tuple[str, tuple[int, bytes]]]:
    """Which of the wanted tickets (sorted) stand in a piece (sorted too), with line number and line."""
    lines = range(len(piece) // width)
    first, behind = bisect_left(wanted, piece[:64]), bisect_right(wanted, piece[-width : 64 - width])
    for ticket in wanted[first:behind]:
        place = bisect_left(lines, ticket, key=lambda number: piece[number * width : number * width + 64])
        line = piece[place * width : (place + 1) * width - 1]
        if line[:64] == ticket:
            yield ticket.decode("ascii"), (before + place + 1, line)


def _width(grouped: bool) -> int:
    """Bytes of a line with its LF."""
    return 82 if grouped else 65


def _has_form(piece: bytes, count: int, *, grouped: bool) -> bool:
    # All lines have one width, so that a few passes in C over the piece replace a pattern on every line.
    width = _width(grouped)
    return (
        len(piece) == width * count
        and piece[width - 1 :: width] == b"\n" * count
        and (not grouped or (piece[64::width] == b" " * count == piece.translate(None, _NO_SPACE)))
        and not piece.translate(None, _GROUPED_ALPHABET if grouped else _ALPHABET)
    )


def _malformed(job: Job) -> MalformedError:
    """Which line of a piece has not the form, and why."""
    pattern = _GROUPED if job.grouped else _PLAIN
    lines = job.piece.split(b"\n")
    number = next((n for n, line in enumerate(lines, 1) if not pattern.fullmatch(line)), len(lines))
    shape = "a ticket and a group of 16 hex digits" if job.grouped else "a ticket of 64 hex digits"
    wrong = f"the line is not {shape}"
    if number == len(lines) and len(lines[-1]) < _width(job.grouped):
        wrong = "the last line is not ended by a line feed"
    elif len(lines[number - 1]) > LINE_LIMIT:
        wrong = f"the line is longer than {LINE_LIMIT} bytes"
    return MalformedError(wrong, file=ENTRIES, line=job.before + number)


def _unordered(line: int) -> MalformedError:
    return MalformedError("the tickets are not in increasing order", file=ENTRIES, line=line)
