"""Where a ticket stands: its proof of inclusion and its rank, out of one frozen list.

A proof reads one block of the list. The roots of all blocks and the sorted scores of a freeze never change:
they are kept for the next question.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from competition.draw.blocks import BLOCK, inclusion, lines_of
from competition.draw.errors import VerificationError
from competition.draw.inclusion import LISTS, InclusionProof
from competition.draw.seed import score, seed_of
from competition.services import records
from competition.services.views import OutcomeView
from competition.services.views.entry import Outcome
from competition.store import freezes, frozen_lists
from competition.store.models import Competition, Freeze, FrozenBlock, Result

_SCORE = 32

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class _Found:
    """A line of a frozen list: its block, and its place in it."""

    block: FrozenBlock
    place: int

    @property
    def line(self) -> bytes:
        return lines_of(self.block.lines)[self.place]

    @property
    def index(self) -> int:
        """Number of the line in the whole list, from 0."""
        return self.block.number * BLOCK + self.place


class _Kept(Generic[Thing]):
    """What was made of a freeze, by the digest of its statement; the oldest goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._by_key: dict[tuple[str, str], Thing] = {}

    def get(self, key: tuple[str, str], make: Callable[[], Thing]) -> Thing:
        """What is kept under this key, made now if it is not; one thread makes, the others wait for it."""
        with self._lock:
            if key not in self._by_key:
                made = make()
                while len(self._by_key) >= self._most:
                    del self._by_key[next(iter(self._by_key))]
                self._by_key[key] = made
            return self._by_key[key]


# Of a million tickets 125 kB and 32 MB.
_ROOTS: _Kept[Sequence[bytes]] = _Kept(32)
_SCORES: _Kept[bytes] = _Kept(2)


def proof(session: Session, row: Freeze, ticket: str) -> str:
    """The inclusion proof of a ticket in the list where the freeze has it; empty if it has it in none."""
    for name in LISTS:
        if found := _find(session, row, name, ticket):
            return _prove(session, row, name, found).text()
    return ""


def _prove(session: Session, row: Freeze, name: str, found: _Found) -> InclusionProof:
    """Raises LookupError where the blocks are not those of the list that was signed."""
    statement = records.statement(row)
    listed = statement.entries if name == "entries" else statement.excluded
    roots = _ROOTS.get((row.statement_digest, name), lambda: frozen_lists.roots(session, row, name))
    path = inclusion(found.block.lines, found.place, roots, found.block.number)
    made = InclusionProof(
        statement=row.statement_digest,
        list=name,
        line=found.line.decode("ascii"),
        index=found.index,
        size=listed.count,
        root=listed.root,
        path=tuple(node.hex() for node in path),
    )
    try:
        made.verify()
    except VerificationError:
        raise LookupError(f"the blocks of freeze {row.draw} are not its list of {name}") from None
    return made


def _find(session: Session, row: Freeze, name: str, beginning: str) -> _Found | None:
    """The first line that begins so, or None."""
    block = frozen_lists.block(session, row, name, beginning)
    place = _place(block, beginning)
    if block and place == len(lines_of(block.lines)):
        # It would be behind this block: the next one may begin with it.
        block, place = frozen_lists.after(session, block), 0
    elif block is None:
        block = frozen_lists.first(session, row, name)
    if block is None or not lines_of(block.lines)[place].startswith(beginning.encode("ascii")):
        return None
    return _Found(block, place)


def _place(block: FrozenBlock | None, beginning: str) -> int:
    return bisect_left(lines_of(block.lines), beginning.encode("ascii")) if block else 0


def find(session: Session, row: Freeze, digits: str) -> str | None:
    """The one ticket of the entries list that begins with these hex digits, or None."""
    found = _find(session, row, "entries", digits)
    if found is None:
        return None
    following = lines_of(found.block.lines)[found.place + 1 : found.place + 2]
    if not following and (block := frozen_lists.after(session, found.block)):
        following = lines_of(block.lines)[:1]
    if any(line.startswith(digits.encode("ascii")) for line in following):
        return None
    return found.line[:64].decode("ascii")


def rank(session: Session, row: Freeze, seed: str, ticket: str) -> tuple[int, str]:
    """Rank of a ticket (from 1) and its score in hex. Scores are 256 bits long: no two are the same."""
    scores = _SCORES.get((row.statement_digest, seed), lambda: _sorted_scores(session, row, seed))
    starts, own = range(len(scores) // _SCORE), score(seed, ticket)
    place = bisect_left(starts, bytes.fromhex(own), key=lambda n: scores[n * _SCORE : (n + 1) * _SCORE])
    return place + 1, own


def _sorted_scores(session: Session, row: Freeze, seed: str) -> bytes:
    """All scores in rising order, end to end."""
    prefix, blocks = f"{seed}:".encode("ascii"), frozen_lists.blocks(session, row, "entries")
    return b"".join(
        sorted(sha256(prefix + line[:64]).digest() for block in blocks for line in lines_of(block))
    )


def outcome(session: Session, competition: Competition, ticket: str) -> OutcomeView | None:
    """What the draw gave a ticket; None before the draw, and for one that was not on the list."""
    row = freezes.last_freeze(session, competition.id)
    drawn = freezes.draw(session, competition.id, row.draw) if row else None
    if row is None or drawn is None or _find(session, row, "entries", ticket) is None:
        return None
    place, own = rank(session, row, seed_of(drawn.seed_file), ticket)
    result = freezes.result_of(session, competition.id, row.draw, ticket=ticket)
    return OutcomeView(
        outcome=_outcome(result),
        rank=place,
        of=records.statement(row).entries.count,
        score=own,
        prize=_prize(session, competition, result),
        reserve=result.number if result and result.kind == "reserve" else None,
    )


def _outcome(result: Result | None) -> Outcome:
    given: dict[str, Outcome] = {"prize": "prize", "reserve": "reserve", "skip": "skipped"}
    return given[result.kind] if result else "none"


def _prize(session: Session, competition: Competition, result: Result | None) -> str:
    if result is None or result.kind != "prize" or result.number is None:
        return ""
    return records.manifest_of(session, competition).prize_of(result.number).title
