"""Taking entries from a file: those that came by post, or were taken elsewhere. Same rules, same receipts.

All or nothing: every bad row is named by its line, and nothing is taken until all are put right.
"""

import csv
import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.adapters.addresses import Address
from competition.rules import conflicts as conflict_rules
from competition.rules import entering
from competition.rules.description import Description, Question
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.services import facts
from competition.services.entries.confirming import issue
from competition.services.instance import Instance
from competition.store import conflicts, entries
from competition.store.models import Competition, Entry

NEEDED = ("email", "name", "eligible")
COLUMNS = (*NEEDED, "answer", "publication")
# In one transaction, for which entrants on SQLite wait: not longer than they can (F6).
MOST = 500
_TOLD = 50


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that can be taken."""

    line: int
    address: Address
    form: entering.Form


def import_entries(session: Session, slug: str, text: str, *, actor: str, instance: Instance) -> int:
    """Take and confirm every row of a CSV file; each gets its ticket and its receipt. Returns how many.

    Raises RuleError `rows` with a line for each row that cannot be taken, `closed` or `not_open`.
    """
    competition = facts.shared(session, slug)
    now = instance.clock(session)
    status, schedule = Status(competition.status), facts.timetable(competition)
    entering.check_window(status, schedule, now, zone=competition.time_zone)
    rows = _checked(session, competition, text)
    for row in rows:
        _take(session, competition, row, actor=actor, instance=instance, now=now)
    said = {"entries": len(rows)}
    facts.record(session, "imported", competition, at=now, actor=actor, details=said)
    return len(rows)


def _checked(session: Session, competition: Competition, text: str) -> list[_Row]:
    described = facts.description(competition)
    rows: list[_Row] = []
    problems: list[str] = []
    seen: dict[bytes, int] = {}
    for line, cells in _cells(text):
        found, row = _read(described, line, cells)
        if row is not None:
            digest = row.address.digest(competition.address_key)
            found += _known(session, competition, digest, seen.setdefault(digest, line), line)
            rows.append(row)
        problems += [f"Line {line}: {one}" for one in found]
    if problems:
        more = [f"And {len(problems) - _TOLD} more."] if len(problems) > _TOLD else []
        raise RuleError("rows", "\n".join([*problems[:_TOLD], *more, "Nothing was imported."]))
    return rows


def _cells(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with the number of their line; raises RuleError `rows` for what is no such table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = [name.strip().lower() for name in next(reader, [])]
        if set(NEEDED) - set(heading) or set(heading) - set(COLUMNS) or len(set(heading)) < len(heading):
            wanted = f"The first line names the columns: {', '.join(NEEDED)}, and answer, publication."
            raise RuleError("rows", f"{wanted} Nothing was imported.")
        for count, cells in enumerate(filter(any, reader), 1):
            if len(cells) != len(heading) or count > MOST:
                wrong = (
                    f"there must be {len(heading)} cells"
                    if count <= MOST
                    else f"a file holds at most {MOST:,} rows"
                )
                raise RuleError("rows", f"Line {reader.line_num}: {wrong}. Nothing was imported.")
            yield reader.line_num, dict(zip(heading, cells, strict=True))
    except csv.Error as problem:
        raise RuleError("rows", f"Line {reader.line_num}: no CSV ({problem}). Nothing is taken.") from None


def _read(described: Description, line: int, cells: dict[str, str]) -> tuple[list[str], _Row | None]:
    """What is wrong with a row, and what it says if its address can be read."""
    statements = tuple(str(number) for number in range(1, len(described.statements()) + 1))
    form = entering.Form(
        name=cells["name"],
        eligible=statements if cells["eligible"].strip().lower() == "yes" else (),
        answer=_answer(described.question, cells.get("answer", "").strip()),
        publication=cells.get("publication", "").strip() or "none",
    )
    problems = [_said(one) for one in entering.problems(described, form)]
    try:
        return problems, _Row(line, addresses.read(cells["email"]), form)
    except RuleError as refused:
        return [refused.message, *problems], None


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


def _known(session: Session, competition: Competition, digest: bytes, first: int, line: int) -> list[str]:
    if first != line:
        return [f"the address is that of line {first}."]
    if entries.by_address(session, competition.id, digest):
        return ["this address has an entry already."]
    return [conflict_rules.CLOSE] if conflicts.is_listed(session, competition.id, digest) else []


def _take(
    session: Session, competition: Competition, row: _Row, *, actor: str, instance: Instance, now: datetime
) -> None:
    question = facts.description(competition).question
    entry = entries.add(
        session,
        Entry(
            public_id=secrets.token_hex(16),
            competition_id=competition.id,
            address=row.address.typed,
            address_digest=row.address.digest(competition.address_key),
            name=entering.clean_name(row.form.name),
            answer=row.form.answer if question else None,
            publication=row.form.publication,
            # Consent to marketing is given by a person on a form, not in a file.
            marketing=False,
            nonce=secrets.token_hex(32),
            entered_at=now,
        ),
    )
    issue(session, competition, entry, actor=actor, instance=instance, now=now)
