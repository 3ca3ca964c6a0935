"""Who has a prize and who still waits for one, as the result and the public log tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from competition.draw.awards import AWARD_KINDS
from competition.draw.loglines import Line
from competition.draw.ranking import PRIZE, RESERVE
from competition.rules.description import Rehearsal
from competition.rules.erasing import unsettled
from competition.rules.lifecycle import Status
from competition.services import facts, log, records
from competition.store import freezes
from competition.store.models import Competition


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the prizes of the last draw stand. Nobody wins anything in a rehearsal, or in a void draw."""

    unsettled: frozenset[str] = frozenset()
    """Tickets whose prize is still on its way."""
    winners: frozenset[str] = frozenset()
    """Tickets that were given a prize, and as long as one is on its way the reserves, who may yet be."""
    last_award: datetime | None = None
    """The newest line of the award chain; None before it began."""


def standing(session: Session, competition: Competition) -> Standing:
    row = freezes.last_freeze(session, competition.id)
    rehearsal = isinstance(facts.description(competition).beacon, Rehearsal)
    if row is None or rehearsal or competition.status not in (Status.DRAWN, Status.COMPLETED):
        return Standing()
    walk = records.places(session, competition, row.draw)
    prizes = {place.number: place.ticket for place in walk if place.kind == PRIZE}
    given = {unit: ticket for unit, ticket in prizes.items() if unit is not None and ticket is not None}
    awards = _awards(session, competition, row.draw)
    waiting = unsettled(given, awards)
    reserves = {place.ticket for place in walk if place.kind == RESERVE and place.ticket and waiting}
    promoted = {line["ticket"] for line in awards if line.kind == "promoted"}
    last = datetime.fromtimestamp(awards[-1].time, tz=UTC) if awards else None
    return Standing(waiting, frozenset({*given.values(), *promoted, *reserves}), last)


def _awards(session: Session, competition: Competition, draw: int) -> Sequence[Line]:
    lines = [line for line in log.read(session, competition) if line.kind in AWARD_KINDS]
    return [line for line in lines if line["draw"] == str(draw)]
