"""Giving prize units to tickets: to the winners with the draw, and to reserves in their order (§7, §8)."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from competition.draw.ranking import PRIZE, RESERVE
from competition.services.awards import chain
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.store import awards, freezes
from competition.store.models import Award, Competition, Draw, Result

# Without those that look alike: it is read off one screen and typed into another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def seat(session: Session, competition: Competition, draw: Draw) -> None:
    """Give each prize unit to its winner, in the transaction of the draw."""
    walk = freezes.results(session, competition.id, draw.draw)
    winners = [row for row in walk if row.kind == PRIZE]
    awards.add_all(session, [_award(row, unit=row.number or 0, at=draw.drawn_at) for row in winners])


def promote(session: Session, on: Stage, unit: int, *, instance: Instance) -> Award | None:
    """Pass a vacated unit to the lowest unused reserve, in the very next line (§8); None: none is left."""
    held = awards.of_draw(session, on.competition.id, on.draw.draw)
    number = 1 + sum(award.kind == RESERVE for award in held)
    row = freezes.place(session, on.competition.id, on.draw.draw, kind=RESERVE, number=number)
    if row is None:
        return None
    award = _award(row, unit=unit, at=on.now)
    chain.append(session, on, "promoted", award, instance=instance)
    return awards.add(session, award)


def _award(row: Result, *, unit: int, at: datetime) -> Award:
    """The hold that a line of the result gives on a unit."""
    return Award(
        public_id=secrets.token_hex(16),
        check_code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
        competition_id=row.competition_id,
        draw=row.draw,
        unit=unit,
        kind=row.kind,
        number=row.number or 0,
        ticket=row.ticket or "",
        held_at=at,
    )
