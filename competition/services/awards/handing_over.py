"""Handing the addresses of winners to a distributor: a link that expires, each look recorded, deletable."""

import csv
import io
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from competition.adapters.tokens import ExpiredError, InvalidError, Purpose
from competition.rules import spreadsheets
from competition.rules.awards import AwardState
from competition.rules.claiming import ADDRESS
from competition.rules.errors import RuleError
from competition.rules.wording import moment
from competition.services import facts
from competition.services.awards import chain
from competition.services.instance import Instance
from competition.store import awards, competitions
from competition.store.models import Award, AwardContact, Handover

MOST_DAYS = 30
_COLUMNS = ("unit", "prize", *ADDRESS, "phone")


@dataclass(frozen=True, slots=True)
class HandoverView:
    """What the distributor sees before taking the file: how many, until when, and of whom nothing."""

    title: str
    zone: str
    addresses: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """A link that still opens, as the promoter sees it."""

    public_id: str
    made_at: datetime
    made_by: str
    expires_at: datetime


def make(session: Session, slug: str, days: int, *, actor: str, instance: Instance) -> str:
    """Make a link for so many days and return its address; it is shown this once."""
    competition = facts.public(session, slug)
    chain.required(session, competition, instance=instance)
    if not 1 <= days <= MOST_DAYS:
        raise RuleError("days", f"A link opens for 1 to {MOST_DAYS} days.", field="days")
    now = instance.clock(session)
    row = Handover(
        public_id=secrets.token_hex(16),
        competition_id=competition.id,
        made_at=now,
        made_by=actor,
        expires_at=now + timedelta(days=days),
    )
    awards.add_handover(session, row)
    facts.record(session, "handover_made", competition, at=now, actor=actor, subject=row.public_id)
    return instance.address(f"/handover/{instance.tokens.issue(Purpose.HANDOVER, row.public_id)}")


def open_ones(session: Session, slug: str, *, instance: Instance) -> tuple[OpenHandover, ...]:
    competition = facts.public(session, slug)
    rows = awards.handovers(session, competition.id, now=instance.clock(session))
    return tuple(OpenHandover(row.public_id, row.made_at, row.made_by, row.expires_at) for row in rows)


def delete(session: Session, slug: str, public_id: str, *, actor: str, instance: Instance) -> None:
    """Close a link at once. Twice is once."""
    competition, row = facts.public(session, slug), awards.handover(session, public_id)
    if row is None or row.competition_id != competition.id:
        raise facts.unknown()
    if row.deleted_at is None:
        row.deleted_at = instance.clock(session)
        facts.record(
            session, "handover_deleted", competition, at=row.deleted_at, actor=actor, subject=row.public_id
        )


def page(session: Session, token: str, *, instance: Instance) -> HandoverView:
    """What the link shows; raises InvalidError, or ExpiredError once it is over."""
    row = _open(session, token, instance)
    competition = competitions.by_id(session, row.competition_id)
    count = len(_to_send(session, row, instance))
    return HandoverView(competition.title, competition.time_zone, count, row.expires_at)


def take(session: Session, token: str, *, instance: Instance) -> bytes:
    """The addresses, as CSV, of those whose prize was not sent yet. Their number is recorded."""
    row = _open(session, token, instance)
    found = _to_send(session, row, instance)
    competition = competitions.by_id(session, row.competition_id)
    facts.record(
        session,
        "handover_taken",
        competition,
        at=instance.clock(session),
        actor="distributor",
        subject=row.public_id,
        details={"addresses": len(found)},
    )
    on = chain.required(session, competition, instance=instance)
    return _file([(award.unit, on.prize(award.unit).title, contact) for award, contact in found])


def _open(session: Session, token: str, instance: Instance) -> Handover:
    row = awards.handover(session, instance.tokens.read(Purpose.HANDOVER, token))
    if row is None or row.deleted_at is not None:
        raise InvalidError
    if instance.clock(session) >= row.expires_at:
        zone = competitions.by_id(session, row.competition_id).time_zone
        raise ExpiredError(f"This link opened until {moment(row.expires_at, zone)}. Ask for a new one.")
    return row


def _to_send(session: Session, row: Handover, instance: Instance) -> list[tuple[Award, AwardContact]]:
    on = chain.stage(session, competitions.by_id(session, row.competition_id), instance=instance)
    holds = awards.of_draw(session, row.competition_id, on.draw.draw) if on else ()
    claimed = [award for award in holds if award.state == AwardState.CLAIMED]
    found = [(award, awards.contact(session, award.id)) for award in claimed]
    return [(award, contact) for award, contact in found if contact and contact.street]


def _file(rows: list[tuple[int, str, AwardContact]]) -> bytes:
    out = io.StringIO()
    # Without a BOM a spreadsheet takes UTF-8 for something else.
    out.write("\ufeff")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for unit, prize, contact in rows:
        cells = (str(unit), prize, *(getattr(contact, name) for name in (*ADDRESS, "phone")))
        writer.writerow(spreadsheets.row(cells))
    return out.getvalue().encode("utf-8")
