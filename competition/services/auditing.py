"""Auditing the database itself: every past record is rebuilt and checked as an outsider would (§9).

The auditor's steps see what was published; `row_audit` holds against it what only the database has.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from competition.adapters import bls
from competition.draw.bundle import MemoryRecord
from competition.draw.report import EXIT_CODES, FAILED, Report
from competition.draw.verify import audit
from competition.rules.lifecycle import Status
from competition.services import facts, row_audit
from competition.services.records import StoredRecord
from competition.store import competitions, freezes

_PAST = (Status.FROZEN, Status.DRAWN, Status.COMPLETED, Status.VOIDED)


@dataclass(frozen=True, slots=True)
class DrawAudit:
    """What the audit of one draw came to; `rows` names the database rows that contradict the record."""

    slug: str
    draw: int
    report: Report
    rows: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """As the auditor's, but failed where a row contradicts."""
        return FAILED if self.rows else self.report.verdict

    @property
    def exit_code(self) -> int:
        """0 verified, 1 failed, 2 could not check."""
        return EXIT_CODES[self.verdict]


def slugs(session: Session) -> list[str]:
    """The competitions that have a record: whose list was frozen at least."""
    return [row.slug for row in competitions.in_status(session, _PAST) if freezes.freezes(session, row.id)]


def audit_competition(session: Session, slug: str) -> Iterator[DrawAudit]:
    """Audit every draw of a competition: those that were drawn or voided, and the last one in any case."""
    competition = facts.public(session, slug)
    rows = freezes.freezes(session, competition.id)
    for row in rows:
        last = row is rows[-1]
        if last or freezes.draw(session, competition.id, row.draw):
            record = StoredRecord(session, competition, row)
            report = audit(MemoryRecord(record.files()), bls=bls.verifier())
            found = tuple(row_audit.contradictions(session, competition, row)) if last else ()
            yield DrawAudit(slug, row.draw, report, found)
