"""How the scores of a list lie: counted once by each process, when the first reader asks.

List and seed of a draw never change. Nothing is stored: a stored count could come to contradict the list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from threading import Lock

from competition.draw.seed import seed_of
from competition.services import records
from competition.store.models import Draw, Freeze

COLUMNS = 96
LOWEST = 24
# The first two bytes of a score say where it lies.
_FINE = 1 << 16
# While one reader waits for a million hashes, the others of the same process wait for his.
_ONE_COUNTS = Lock()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many scores lie in each of `COLUMNS` equal parts, and the lowest scores in hex, lowest first."""

    columns: tuple[int, ...]
    lowest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scored:
    """The list of a freeze under a seed; loaded when it is needed."""

    statement: str
    seed: str
    load: Callable[[], tuple[bytes, int]] = field(compare=False, repr=False)


def of_draw(row: Freeze, drawn: Draw) -> Tally:
    """The scores of a drawn list."""
    scored = _Scored(row.statement_digest, seed_of(drawn.seed_file), lambda: _file(row))
    with _ONE_COUNTS:
        return _tally(scored)


def _file(row: Freeze) -> tuple[bytes, int]:
    """`entries.txt` and how wide its lines are."""
    return row.entries_file, len(row.entries_file) // max(records.statement(row).entries.count, 1)


@lru_cache(maxsize=64)
def _tally(scored: _Scored) -> Tally:
    return count(*scored.load(), scored.seed)


def count(file: bytes, width: int, seed: str) -> Tally:
    """Hash each ticket of a file whose lines have one width."""
    copy, fine = sha256(f"{seed}:".encode("ascii")).copy, [0] * _FINE
    low, bound = list[bytes](), b"\xff" * 33
    for start in range(0, len(file), width or 1):
        hasher = copy()
        hasher.update(file[start : start + 64])
        score = hasher.digest()
        fine[score[0] << 8 | score[1]] += 1
        if score < bound:
            low.append(score)
            if len(low) == 2 * LOWEST:
                low.sort()
                del low[LOWEST:]
                bound = low[-1]
    edges = [-(-column * _FINE // COLUMNS) for column in range(COLUMNS + 1)]
    columns = tuple(sum(fine[a:b]) for a, b in pairwise(edges))
    return Tally(columns, tuple(score.hex() for score in sorted(low)[:LOWEST]))
