"""Handing out all entries as one file. Who did it, and how many there were, is written down with it (N11)."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from competition.adapters import sheets
from competition.rules.errors import RuleError
from competition.rules.signals import WORDS
from competition.rules.wording import machine
from competition.services import facts
from competition.services.instance import Instance
from competition.store import entry_pages, flags, tickets
from competition.store.models import Competition, Entry
from competition.store.types import EntryId

KINDS = ("csv", "xlsx")
HEADING = (
    *("ticket", "status", "left out for", "name", "email", "answer", "publication"),
    *("entered", "confirmed", "flags"),
)
Table = Sequence[Sequence[str]]
_BATCH = 5000


def table(session: Session, slug: str) -> Table:
    """All entries that are not erased, oldest first, under their heading."""
    return [HEADING, *_rows(session, facts.public(session, slug))]


def file(rows: Table, kind: str) -> bytes:
    """The table as `csv` or `xlsx`; needs no database, so that nobody waits for it."""
    if kind == "xlsx" and len(rows) > sheets.MOST_ROWS:
        raise RuleError("rows", "A spreadsheet does not hold so many rows. Export CSV instead.", field="kind")
    return sheets.xlsx_file(rows) if kind == "xlsx" else sheets.csv_file(rows)


def note(session: Session, slug: str, rows: Table, kind: str, *, actor: str, instance: Instance) -> None:
    """Write down who takes it, before it is handed out."""
    said = {"kind": kind, "entries": len(rows) - 1}
    competition, now = facts.public(session, slug), instance.clock(session)
    facts.record(session, "exported", competition, at=now, actor=actor, details=said)


def _rows(session: Session, competition: Competition) -> Iterator[tuple[str, ...]]:
    reasons = {one.ticket: one.reason for one in tickets.exclusions(session, competition.id)}
    words: dict[EntryId, list[str]] = {}
    for flag in flags.of_competition(session, competition.id):
        words.setdefault(flag.entry_id, []).append(WORDS[flag.reason])
    last = EntryId(0)
    while batch := entry_pages.all_of(session, competition.id, after=last, limit=_BATCH):
        for entry in batch:
            yield _row(entry, reasons, words)
        last = batch[-1].id


def _row(entry: Entry, reasons: Mapping[str, str], words: Mapping[EntryId, list[str]]) -> tuple[str, ...]:
    return (
        entry.ticket or "",
        entry.status,
        reasons.get(entry.ticket or "", ""),
        entry.name or "",
        entry.address or "",
        entry.answer or "",
        entry.publication,
        machine(entry.entered_at),
        machine(entry.confirmed_at) if entry.confirmed_at else "",
        "; ".join(words.get(entry.id, ())),
    )
