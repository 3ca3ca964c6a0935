"""Is this message real? The code that stands in every letter to a winner, looked up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from competition.rules.errors import RuleError
from competition.services import facts
from competition.services.awards.seating import ALPHABET, CODE_LENGTH
from competition.services.instance import Instance
from competition.store import awards, competitions

# What people read for what is not in the alphabet; the letters that are left out would be mistaken for these.
_SLIPS = str.maketrans({" ": "", "-": "", "–": ""})


@dataclass(frozen=True, slots=True)
class RealView:
    """The answer for a code that is ours. It says of which draw, and nothing of whom."""

    title: str
    slug: str
    zone: str
    drawn_at: datetime
    contact: str
    """The address of the promoter of that draw."""


def check(session: Session, typed: str, *, instance: Instance) -> RealView | None:
    """What a code stands for; None for one that is none of ours. Raises RuleError for what is no code."""
    code = typed[:40].translate(_SLIPS).upper()
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        message = "Type the eight letters and digits of the code, such as W7Q4-M2KX."
        raise RuleError("code", message, field="code")
    award = awards.by_check_code(session, code)
    # One that was never written to has a code that nobody was sent.
    if award is None or not awards.notices_of(session, award.id):
        return None
    row = competitions.by_id(session, award.competition_id)
    return RealView(row.title, row.slug, row.time_zone, award.held_at, facts.contact(row, instance))
