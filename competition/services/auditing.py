"""Auditing the database itself: every past record is rebuilt and checked as an outsider would (§9).

The auditor's steps see what was published; `row_audit` holds against it what only the database has.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from competition.adapters import bls
from competition.draw.bundle import MemoryRecord
from competition.draw.errors import DrawError
from competition.draw.report import EXIT_CODES, FAILED, Report
from competition.draw.verify import audit
from competition.rules.lifecycle import Status
from competition.services import facts, row_audit
from competition.services.records import StoredRecord
from competition.store import activity, competitions, freezes, logs
from competition.store.models import Competition, Freeze

_PAST = (Status.FROZEN, Status.DRAWN, Status.COMPLETED)


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
    def waits(self) -> bool:
        """Whether nothing is wrong but that the value does not exist yet: no past draw so far."""
        findings = [step.finding for step in self.report.findings()]
        return not self.rows and bool(findings) and all(one and one.code == "not_drawn" for one in findings)

    @property
    def exit_code(self) -> int:
        """0 verified, 1 failed, 2 could not check."""
        return EXIT_CODES[self.verdict]


def activity_problems(session: Session) -> list[str]:
    """Every row of the private record that is not what was written then, a sentence each."""
    return list(activity.broken(session))


def slugs(session: Session) -> list[str]:
    """The competitions that have a past, by their closing: whose list was frozen, as any row says."""
    return [row.slug for row in competitions.in_status(session, set(Status)) if _is_past(session, row)]


def _is_past(session: Session, row: Competition) -> bool:
    # Not by the status alone: who changes that would hide all the rest.
    known = row.status in _PAST or freezes.freezes(session, row.id) or freezes.draws(session, row.id)
    return bool(known) or any(" frozen " in line for line in logs.lines(session, row.id))


def audit_competition(session: Session, slug: str) -> Iterator[DrawAudit]:
    """Audit every draw of a competition: those that were drawn or voided, and the last one in any case.

    Raises RuleError `unknown`; whatever is wrong with the rows is part of the findings.
    """
    competition = competitions.by_slug(session, slug)
    if competition is None:
        raise facts.unknown()
    if not _is_past(session, competition):
        return
    rows = freezes.freezes(session, competition.id)
    for row in rows[:-1]:
        if freezes.draw(session, competition.id, row.draw):
            yield _audited(session, competition, row)
    found = tuple(row_audit.contradictions(session, competition))
    if not rows:
        yield DrawAudit(slug, 1, Report(), (*found, "freeze 1: its row is gone"))
    else:
        last = _audited(session, competition, rows[-1])
        yield replace(last, rows=(*last.rows, *found))


def _audited(session: Session, competition: Competition, row: Freeze) -> DrawAudit:
    """Rebuild a record and make the auditor's steps on it."""
    try:
        files = StoredRecord(session, competition, row).files()
    except DrawError as problem:
        return DrawAudit(competition.slug, row.draw, Report(), (f"freeze {row.draw}: {problem}",))
    return DrawAudit(competition.slug, row.draw, audit(MemoryRecord(files), bls=bls.verifier()), ())
