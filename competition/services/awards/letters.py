"""Letters about an award. Each carries the check code; they go to both addresses where there are two."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from competition.adapters.tokens import Purpose
from competition.draw.manifest import RehearsalBeacon
from competition.draw.ranking import RESERVE
from competition.services import letters, records
from competition.services.awards import chain
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.store import awards, freezes
from competition.store.models import Award


@dataclass(frozen=True, slots=True)
class Winning:
    """What a letter about an award may say of it."""

    prize: str
    rank: int
    """Of the ticket, from 1."""
    of: int
    """How many tickets there were."""
    reserve: int | None
    digital: bool
    rehearsal: bool
    check_code: str
    """As printed: `W7Q4-M2KX`."""
    claim_by: datetime | None
    """None before the first notice."""
    claim_link: str
    decline_link: str
    real_page: str


def printed(code: str) -> str:
    """A check code in two halves, as people read it."""
    return f"{code[:4]}-{code[4:]}"


def write(session: Session, on: Stage, award: Award, kind: str, *, instance: Instance, **said: Any) -> None:
    """Queue a letter to the winner. Every call is one more letter: the caller knows that it is the first."""
    entry, contact = chain.entry_of(session, award), awards.contact(session, award.id)
    second = (contact.second_email,) if contact and contact.second_email else ()
    for recipient in ("", *second):
        letters.queue(
            session,
            kind,
            on.competition,
            entry,
            instance=instance,
            now=on.now,
            ordinal=None,
            recipient=recipient,
            award=winning(session, on, award, instance=instance),
            **said,
        )


def winning(session: Session, on: Stage, award: Award, *, instance: Instance) -> Winning:
    frozen = freezes.freeze(session, on.competition.id, award.draw)
    link = instance.address(f"/claim/{instance.tokens.issue(Purpose.CLAIM, award.public_id)}")
    return Winning(
        prize=on.prize(award.unit).title,
        rank=_rank(session, on, award),
        of=records.statement(frozen).entries.count if frozen else 0,
        reserve=award.number if award.kind == RESERVE else None,
        digital=on.is_digital(award),
        rehearsal=isinstance(on.fixed.beacon, RehearsalBeacon),
        check_code=printed(award.check_code),
        claim_by=chain.facts_of(session, on, award).claim_by,
        claim_link=link,
        decline_link=f"{link}/decline",
        real_page=instance.address("/real"),
    )


def _rank(session: Session, on: Stage, award: Award) -> int:
    """The place of the ticket among all: the walk begins with the lowest score and leaves none out."""
    row = freezes.result_of(session, on.competition.id, award.draw, ticket=award.ticket)
    if row is None:
        raise LookupError(f"a winning ticket of competition {award.competition_id} is not in its result")
    return row.position + 1
