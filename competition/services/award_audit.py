"""Holding the rows of awards and their notices against the public log, which is the evidence of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from competition.draw.loglines import Line
from competition.rules import awards as rules
from competition.store import awards
from competition.store.models import Award, Competition

_STATES = {kind: kind for kind in ("notified", "claimed", "dispatched", "received")}
_KINDS = (*_STATES, "vacated", "promoted")
_Hold = tuple[int, int, str]


@dataclass(slots=True)
class _Said:
    """What the log says of one hold so far."""

    state: str = "drawn"
    reason: str | None = None
    notices: tuple[int, ...] = ()


def contradictions(session: Session, competition: Competition, lines: Sequence[Line]) -> Iterator[str]:
    """Name every award that is not as the log has it, a sentence each."""
    said = _said(lines)
    rows = awards.of_competition(session, competition.id)
    for row in rows:
        found = said.pop((row.draw, row.unit, row.ticket), _Said())
        yield from (f"award of prize unit {row.unit}: {wrong}" for wrong in _problems(session, row, found))
    # What was drawn before awards were kept has none.
    for _, unit, _ in said if rows else ():
        yield f"award of prize unit {unit}: the log tells of a hold whose row is gone"


def _said(lines: Sequence[Line]) -> dict[_Hold, _Said]:
    found: dict[_Hold, _Said] = {}
    for line in lines:
        if line.kind not in _KINDS:
            continue
        hold = found.setdefault((line.number("draw"), line.number("unit"), line["ticket"]), _Said())
        hold.state = _STATES.get(line.kind, hold.state)
        if line.kind == "notified":
            hold.notices = (*hold.notices, line.time)
        elif line.kind == "vacated":
            hold.state, hold.reason = rules.exit_state(line["reason"]).value, line["reason"]
    return found


def _problems(session: Session, row: Award, said: _Said) -> Iterator[str]:
    if (row.state, row.reason) != (said.state, said.reason):
        yield f"it says “{row.state}”, the log “{said.state}”"
    notices = tuple(int(one.noticed_at.timestamp()) for one in awards.notices_of(session, row.id))
    if notices != said.notices:
        yield "its notices are not those of the log"
