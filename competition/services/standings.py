"""Where a ticket stands: its proof of inclusion and its rank, out of one frozen list.

The lists of freezes never change, so that their trees and sorted scores are kept for the next question.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.draw.inclusion import prove
from competition.draw.merkle import Tree, leaf_hash
from competition.draw.seed import score, seed_of
from competition.services import records
from competition.services.views import OutcomeView
from competition.services.views.entry import Outcome
from competition.store import freezes
from competition.store.models import Competition, Freeze, Result

_SCORE = 32


@dataclass(frozen=True, slots=True)
class _List:
    """One of the two files of a freeze, loaded when it is needed; the statement's digest says which."""

    name: str
    statement: str
    load: Callable[[], bytes] = field(compare=False, repr=False)


@lru_cache(maxsize=8)
def _lines(listed: _List) -> Sequence[bytes]:
    return listed.load().split(b"\n")[:-1]


@lru_cache(maxsize=8)
def _tree(listed: _List) -> Tree:
    return Tree(leaf_hash(line) for line in _lines(listed))


@lru_cache(maxsize=8)
def _scores(listed: _List, seed: str) -> bytes:
    """All scores in rising order, end to end: 32 MB for a million, and quick to search."""
    prefix = f"{seed}:".encode("ascii")
    return b"".join(sorted(sha256(prefix + line[:64]).digest() for line in _lines(listed)))


def _entries(row: Freeze) -> _List:
    return _List("entries", row.statement_digest, lambda: row.entries_file)


def _excluded(row: Freeze) -> _List:
    return _List("excluded", row.statement_digest, lambda: row.excluded_file)


def proof(row: Freeze, ticket: str) -> str:
    """The inclusion proof of a ticket in the list where the freeze has it; empty if it has it in none."""
    for listed in (_entries(row), _excluded(row)):
        if (index := _index(listed, ticket)) is not None:
            line = _lines(listed)[index].decode("ascii")
            found = prove(_tree(listed), index, statement=row.statement_digest, list_=listed.name, line=line)
            return found.text()
    return ""


def _index(listed: _List, ticket: str) -> int | None:
    lines, wanted = _lines(listed), ticket.encode("ascii")
    at = bisect_left(lines, wanted)
    return at if at < len(lines) and lines[at].startswith(wanted) else None


def find(row: Freeze, digits: str) -> str | None:
    """The one ticket of the entries list that begins with these hex digits, or None."""
    lines = _lines(_entries(row))
    at = bisect_left(lines, digits.encode("ascii"))
    found = [line for line in lines[at : at + 2] if line.startswith(digits.encode("ascii"))]
    return found[0][:64].decode("ascii") if len(found) == 1 else None


def rank(row: Freeze, seed: str, ticket: str) -> tuple[int, str]:
    """Rank of a ticket (from 1) and its score in hex. Scores are 256 bits long: no two are the same."""
    scores, own = _scores(_entries(row), seed), score(seed, ticket)
    count = len(scores) // _SCORE
    starts = range(count)
    place = bisect_left(starts, bytes.fromhex(own), key=lambda n: scores[n * _SCORE : (n + 1) * _SCORE])
    return place + 1, own


def outcome(session: Session, competition: Competition, ticket: str) -> OutcomeView | None:
    """What the draw gave a ticket; None before the draw, and for one that was not on the list."""
    row = freezes.last_freeze(session, competition.id)
    drawn = freezes.draw(session, competition.id, row.draw) if row else None
    if row is None or drawn is None or _index(_entries(row), ticket) is None:
        return None
    place, own = rank(row, seed_of(drawn.seed_file), ticket)
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
