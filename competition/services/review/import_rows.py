"""Reading a file of entries: which rows can be taken, which are in already, what is wrong with others."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from competition.adapters import addresses, disposable, households
from competition.adapters.addresses import Address
from competition.rules import conflicts as conflict_rules
from competition.rules import entering
from competition.rules.description import Description, Question
from competition.rules.errors import RuleError
from competition.services import facts
from competition.store import conflicts, entries
from competition.store.models import Competition

NEEDED = ("email", "name", "eligible")
_OPTIONAL = ("answer", "publication")
# Asked for where the terms give one prize to a household, and only there.
_HOME = ("postcode", "house")
MOST = 10_000

_Numbered = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken."""

    line: int
    address: Address
    digest: bytes
    household: bytes | None
    form: entering.Form


@dataclass(frozen=True, slots=True)
class Read:
    """A whole file. `known` and `wrong` hold the number of a line and a sentence about it."""

    rows: tuple[Row, ...]
    known: tuple[_Numbered, ...]
    wrong: tuple[_Numbered, ...]


def needed(described: Description) -> tuple[str, ...]:
    """What a first line must name."""
    return (*NEEDED, *_HOME) if described.by_household else NEEDED


def columns(described: Description) -> tuple[str, ...]:
    """What a first line may name."""
    return (*needed(described), *_OPTIONAL, *_extras(described))


def read(session: Session, competition: Competition, text: str) -> Read:
    """Raises RuleError `rows` for what is no such table at all."""
    described = facts.description(competition)
    rows: list[Row] = []
    wrong: list[_Numbered] = []
    for line, cells in _cells(text, needed(described), columns(described)):
        problems, row = _row(described, competition.address_key, line, cells)
        wrong += [(line, one) for one in problems]
        rows += [row] if row and not problems else []
    once, known = _told_apart(session, competition, rows)
    close = [row for row in once if conflicts.is_listed(session, competition.id, row.digest)]
    wrong += [(row.line, conflict_rules.CLOSE) for row in close]
    return Read(tuple(row for row in once if row not in close), tuple(known), tuple(sorted(wrong)))


def _told_apart(
    session: Session, competition: Competition, rows: list[Row]
) -> tuple[list[Row], list[_Numbered]]:
    """Rows of mailboxes that have no entry yet, each once; and the lines of the others."""
    there = entries.known(session, competition.id, [row.digest for row in rows])
    once: dict[bytes, Row] = {}
    known: list[_Numbered] = []
    for row in rows:
        if row.digest in there:
            known.append((row.line, "this address has an entry already."))
        elif row.digest in once:
            known.append((row.line, f"the address is that of line {once[row.digest].line}."))
        else:
            once[row.digest] = row
    return list(once.values()), known


def _cells(
    text: str, must: tuple[str, ...], allowed: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows with the number of their line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = [name.strip().lower() for name in next(reader, [])]
        if set(must) - set(heading) or set(heading) - set(allowed) or len(set(heading)) < len(heading):
            others = ", ".join(allowed[len(must) :])
            raise _refusal(f"The first line names the columns: {', '.join(must)}, and {others}.")
        for count, cells in enumerate(filter(any, reader), 1):
            if count > MOST:
                raise _refusal(f"Line {reader.line_num}: a file holds at most {MOST:,} rows.")
            if len(cells) != len(heading):
                raise _refusal(f"Line {reader.line_num}: there must be {len(heading)} cells.")
            yield reader.line_num, dict(zip(heading, cells, strict=True))
    except csv.Error as problem:
        raise _refusal(f"Line {reader.line_num}: no CSV ({problem}).") from None


def _row(
    described: Description, key: bytes, line: int, cells: Mapping[str, str]
) -> tuple[list[str], Row | None]:
    """What is wrong with a row, and what it says if its address can be read."""
    statements = tuple(str(number) for number in range(1, len(described.statements()) + 1))
    form = entering.Form(
        name=cells["name"],
        eligible=statements if cells["eligible"].strip().lower() == "yes" else (),
        answer=_answer(described.question, cells.get("answer", "").strip()),
        publication=cells.get("publication", "").strip() or "none",
        extras=tuple(cells.get(name, "") for name in _extras(described)),
        postcode=cells.get("postcode", ""),
        house=cells.get("house", ""),
    )
    problems = [_said(one) for one in entering.problems(described, form)]
    try:
        address = addresses.read(cells["email"])
        entering.check_disposable(described.disposable, listed=disposable.is_listed(address.folded))
    except RuleError as refused:
        return [refused.message, *problems], None
    home = households.digest(form.postcode, form.house, key) if described.by_household else None
    return problems, Row(line, address, address.digest(key), home, form)


def _extras(described: Description) -> tuple[str, ...]:
    """The columns of the promoter's own fields: `size`, but `field 2: name` where that may mean another."""
    labels = [extra.label.lower() for extra in described.extras]
    others = {*NEEDED, *_OPTIONAL, *_HOME}
    return tuple(
        f"field {number}: {label}" if _bare(label) in others or labels.count(label) > 1 else label
        for number, label in enumerate(labels, 1)
    )


def _bare(label: str) -> str:
    """`e-mail` and `e mail` are read as `email`."""
    return "".join(filter(str.isalnum, label))


def _said(problem: RuleError) -> str:
    words = {
        "eligible": "write yes under eligible if all statements are true; else leave the row out.",
        "publication": "write name or none under publication.",
        "answer": "write the number of an answer, or its words, under answer.",
    }
    return words.get(problem.code, problem.message)


def _answer(question: Question | None, typed: str) -> str:
    """The number of an answer that was written out."""
    written = [answer.casefold() for answer in question.answers] if question else []
    return str(written.index(typed.casefold()) + 1) if typed.casefold() in written else typed


def _refusal(sentence: str) -> RuleError:
    return RuleError("rows", f"{sentence} Nothing was imported.", field="file")
