"""Who holds a prize that is still on its way, as the public log tells it."""

from sqlalchemy.orm import Session

from competition.draw.ranking import PRIZE
from competition.rules.description import Rehearsal
from competition.rules.erasing import unsettled
from competition.rules.lifecycle import Status
from competition.services import facts, log, records
from competition.store import freezes
from competition.store.models import Competition


def unsettled_tickets(session: Session, competition: Competition) -> frozenset[str]:
    """The tickets whose holders cannot be forgotten yet; none in a rehearsal, or where the draw is void."""
    row = freezes.last_freeze(session, competition.id)
    rehearsal = isinstance(facts.description(competition).beacon, Rehearsal)
    if row is None or rehearsal or competition.status not in (Status.DRAWN, Status.COMPLETED):
        return frozenset()
    walk = records.places(session, competition, row.draw)
    prizes = {place.number: place.ticket for place in walk if place.kind == PRIZE}
    given = {unit: ticket for unit, ticket in prizes.items() if unit is not None and ticket is not None}
    lines = [line for line in log.read(session, competition) if line.values.get("draw") == str(row.draw)]
    return unsettled(given, lines)
