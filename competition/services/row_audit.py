"""Holding the rows of a database against what was published of a draw, and naming those that contradict.

Looked at here: of the competition what its manifest fixed; by `description_audit`, the description that the
manifest was made of; by `ticket_audit`, tickets, entries and exclusions; by `log_audit`, what the log names;
by `award_audit`, who holds which prize unit.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from competition.draw import manifest_file
from competition.draw.errors import DrawError
from competition.draw.loglines import Line
from competition.draw.manifest import Manifest
from competition.rules.lifecycle import BEFORE_FREEZE, Status
from competition.services import award_audit, description_audit, log_audit, ticket_audit
from competition.store import competitions, freezes
from competition.store.models import Competition


def contradictions(session: Session, competition: Competition) -> Iterator[str]:
    """Name every row of a competition that contradicts what was published, a sentence each."""
    in_force = competitions.manifest_in_force(session, competition.id)
    try:
        fixed = manifest_file.parse(in_force.file if in_force else b"")
        past = log_audit.history(session, competition)
    except DrawError as problem:
        # Without log and manifest nothing else can be held against them.
        yield f"the record itself: {problem}"
        return
    yield from log_audit.contradictions(session, competition, past, fixed)
    yield from _competition_row(competition, past.lines, fixed)
    yield from award_audit.contradictions(session, competition, past.lines)
    yield from description_audit.contradictions(session, competition, fixed)
    if row := freezes.last_freeze(session, competition.id):
        yield from ticket_audit.contradictions(session, competition, row, fixed)


def _competition_row(competition: Competition, lines: Sequence[Line], fixed: Manifest) -> Iterator[str]:
    moved = [line.number("round") for line in lines if line.kind == "rescheduled"]
    draw_at = fixed.round_time(moved[-1]) if moved else fixed.draw_at
    for name in ("opens", "closes", "confirm_by", "freeze_by", "draw_at"):
        promised = draw_at if name == "draw_at" else getattr(fixed, name)
        if _seconds(getattr(competition, name)) != promised:
            yield f"competition: {name} is not the instant of the manifest"
    if (competition.identity, competition.title) != (fixed.competition, fixed.title):
        yield "competition: identity or title are not those of the manifest"
    if not competition.identity.endswith(f"/c/{competition.slug}"):
        yield "competition: its slug is not that of its identity"
    if competition.status not in _lawful_statuses(lines):
        yield f"competition: the log does not lead to the status {competition.status}"


def _lawful_statuses(lines: Sequence[Line]) -> Collection[str]:
    kinds = [line.kind for line in lines]
    if "completed" in kinds:
        return (Status.COMPLETED,)
    for status, moves in (
        (Status.VOIDED, ("voided",)),
        (Status.DRAWN, ("drawn",)),
        (Status.FROZEN, ("frozen", "refrozen")),
    ):
        if any(kind in kinds[_last_freeze(kinds) :] for kind in moves):
            return (status,)
    return BEFORE_FREEZE


def _last_freeze(kinds: Sequence[str]) -> int:
    return max((at for at, kind in enumerate(kinds) if kind in ("frozen", "refrozen")), default=0)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
