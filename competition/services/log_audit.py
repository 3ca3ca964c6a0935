"""Holding the rows of a competition against its public log: what the log names is there, as it was then.

Looked at: lines with their times, checkpoints, manifests, notices, freezes and draws. What the log does not
name must not be there either.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.draw.blocks import blocks_of, root_of_block
from competition.draw.errors import DrawError
from competition.draw.evidence import check_log_head
from competition.draw.loglines import Line, parse_line
from competition.draw.manifest import Manifest
from competition.services.records import statement
from competition.store import competitions, freezes, frozen_lists, logs
from competition.store.models import Competition, Freeze


@dataclass(frozen=True, slots=True)
class History:
    """The log's lines, each with the instant at which its row says that it was written."""

    lines: tuple[Line, ...]
    written: tuple[datetime, ...]

    def named(self, key: str, *kinds: str) -> dict[str, datetime]:
        """The values of `key` in lines of these kinds (all, if none is given), and when each was written."""
        return {
            line[key]: at
            for line, at in zip(self.lines, self.written, strict=True)
            if key in line.values and (not kinds or line.kind in kinds)
        }


def history(session: Session, competition: Competition) -> History:
    """Read the log from its rows; raises MalformedError for a damaged one."""
    rows = logs.rows(session, competition.id)
    lines = tuple(parse_line(row.line, seq) for seq, row in enumerate(rows))
    return History(lines, tuple(row.appended_at for row in rows))


def contradictions(
    session: Session, competition: Competition, past: History, fixed: Manifest
) -> Iterator[str]:
    """Name every row that is not as the log has it, a sentence each."""
    yield from _times(past)
    yield from _checkpoints(session, competition, past.lines, fixed)
    yield from _manifests(session, competition, past)
    yield from _notices(session, competition, past)
    yield from _freezes(session, competition, past)
    rows = {str(row.draw): row.drawn_at for row in freezes.draws(session, competition.id)}
    yield from _compared(rows, past.named("draw", "drawn"), lambda draw: f"draw {draw}")


def _times(past: History) -> Iterator[str]:
    """A line carries the second in which it was written, or the last line's where the clock went back."""
    before = 0
    for line, at in zip(past.lines, past.written, strict=True):
        seconds = int(at.timestamp())
        if line.time != max(seconds, before):
            yield f"log line {line.seq}: it was not written at the time it says"
        before = line.time


def _checkpoints(
    session: Session, competition: Competition, lines: Sequence[Line], fixed: Manifest
) -> Iterator[str]:
    rows = {row.size: row.note for row in logs.checkpoints(session, competition.id)}
    for size in range(1, len(lines) + 1):
        try:
            check_log_head(rows.pop(size, "").encode("utf-8"), f"checkpoint {size}", lines, fixed, size=size)
        except DrawError as problem:
            yield f"checkpoint of {size} log lines: {problem.message}"
    yield from (f"checkpoint of {size} log lines: the log has no such length" for size in rows)


def _manifests(session: Session, competition: Competition, past: History) -> Iterator[str]:
    rows = competitions.manifests(session, competition.id)
    for number, row in enumerate(rows, 1):
        if row.version != number or row.digest != sha256(row.file).hexdigest():
            yield f"manifest version {row.version}: its digest or its number is not that of its file"
        if sha256(row.rules.encode("utf-8")).hexdigest().encode("ascii") not in row.file:
            yield f"manifest version {row.version}: it names other terms than those beside it"
    published = {row.digest: row.published_at for row in rows}
    yield from _compared(published, past.named("manifest"), lambda digest: f"manifest {digest[:12]}")


def _notices(session: Session, competition: Competition, past: History) -> Iterator[str]:
    texts, named = logs.notices(session, competition.id), past.named("notice")
    for digest in sorted(texts.keys() | named.keys()):
        text = texts.get(digest)
        if text is None or digest not in named or sha256(text.encode("utf-8")).hexdigest() != digest:
            yield f"notice {digest[:12]}: it is not what the log names"


def _freezes(session: Session, competition: Competition, past: History) -> Iterator[str]:
    rows = freezes.freezes(session, competition.id)
    for row in rows:
        yield from (f"freeze {row.draw}: {wrong}" for wrong in _freeze_problems(row))
        yield from (f"freeze {row.draw}: {wrong}" for wrong in _block_problems(session, row))
    frozen_at = {row.statement_digest: row.frozen_at for row in rows}
    named = past.named("statement")
    draws = {line["statement"]: line["draw"] for line in past.lines if "statement" in line.values}
    draws |= {row.statement_digest: str(row.draw) for row in rows}
    yield from _compared(frozen_at, named, lambda digest: f"freeze {draws[digest]}")


def _freeze_problems(row: Freeze) -> Iterator[str]:
    try:
        said = statement(row)
    except DrawError as problem:
        yield f"its note cannot be read ({problem.message})"
        return
    if (said.draw, said.digest()) != (row.draw, row.statement_digest):
        yield "its columns are not what its signed note says"


def _block_problems(session: Session, row: Freeze) -> Iterator[str]:
    """Proofs are made of the blocks, so they must be the two files and nothing else."""
    for name, data in (("entries", row.entries_file), ("excluded", row.excluded_file)):
        cut = [(lines, root_of_block(lines)) for lines in blocks_of(data)]
        kept = zip(
            frozen_lists.blocks(session, row, name), frozen_lists.roots(session, row, name), strict=True
        )
        if cut != [*kept]:
            yield f"its blocks are not its list of {name}"


def _compared(
    rows: Mapping[str, datetime], named: Mapping[str, datetime], name: Callable[[str], str]
) -> Iterator[str]:
    """A row and the log's line about it were written in one transaction, at one instant."""
    for key in sorted(rows.keys() | named.keys()):
        if key not in rows:
            yield f"{name(key)}: the log names it, but its row is gone"
        elif key not in named:
            yield f"{name(key)}: the log names no such thing"
        elif rows[key] != named[key]:
            yield f"{name(key)}: its row is not of the instant of its log line"
