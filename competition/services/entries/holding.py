"""What the holder of the mailed link sees of the entry, and what they take away."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.adapters.tokens import InvalidError, Purpose
from competition.draw.tickets import short
from competition.rules import excluding
from competition.rules.errors import RuleError
from competition.rules.lifecycle import BEFORE_FREEZE, Status, freeze_due
from competition.services import draw_views, facts, keepsakes, standings
from competition.services.instance import Instance
from competition.services.review import appeals
from competition.services.timelines import shown_status, timeline
from competition.services.views import EntryView, ExclusionView, TicketView
from competition.services.views.entry import EntryState
from competition.store import competitions, entries, freezes, tickets
from competition.store.models import Competition, Entry, Ticket


@dataclass(frozen=True, slots=True)
class WithdrawView:
    """The page before withdrawing. `token` is for that alone; it goes into a hidden field."""

    entry: EntryView
    token: str


def entry_of(session: Session, token: str, instance: Instance, purpose: Purpose = Purpose.ENTRY) -> Entry:
    """The entry of a link; raises MissingError or InvalidError. An erased one is like none (O21)."""
    entry = entries.by_public_id(session, instance.tokens.read(purpose, token))
    if entry is None or entry.status == "erased":
        raise InvalidError
    return entry


def my_entry(session: Session, token: str, *, instance: Instance) -> EntryView:
    return view_of(session, entry_of(session, token, instance), instance)


def view_of(session: Session, entry: Entry, instance: Instance) -> EntryView:
    competition, now = competitions.by_id(session, entry.competition_id), instance.clock(session)
    row = tickets.by_entry(session, entry.id)
    return EntryView(
        slug=competition.slug,
        title=competition.title,
        zone=competition.time_zone,
        contact=facts.contact(competition, instance),
        now=now,
        competition_status=shown_status(competition, now),
        state=_state(competition, entry, now),
        confirm_by=competition.confirm_by,
        ticket=_ticket(session, competition, row, entry, instance) if row else None,
        exclusion=_exclusion(session, competition, entry, row, instance) if row else None,
        outcome=standings.outcome(session, competition, row.ticket) if row else None,
        timeline=timeline(competition, now, entered_at=entry.entered_at),
        can_withdraw=can_withdraw(competition, entry),
        void=draw_views.void_of(session, competition),
    )


def check_address(competition: Competition, entry: Entry, email: str) -> None:
    """Raise RuleError `address` for another address than the one that was entered."""
    typed = addresses.read(email).digest(competition.address_key)
    if not hmac.compare_digest(typed, entry.address_digest):
        message = "This is not the address of this entry. Type the one that you entered with."
        raise RuleError("address", message, field="email")


def can_withdraw(competition: Competition, entry: Entry) -> bool:
    return entry.status == "confirmed" and Status(competition.status) in BEFORE_FREEZE


def _state(competition: Competition, entry: Entry, now: datetime) -> EntryState:
    # The worker turns pending into expired; the page does not wait for it.
    over = entry.status == "pending" and now > competition.confirm_by
    return "expired" if over else cast("EntryState", entry.status)


def _ticket(
    session: Session, competition: Competition, row: Ticket, entry: Entry, instance: Instance
) -> TicketView:
    salt = entry.salt.hex() if entry.salt else ""
    frozen = freezes.last_freeze(session, row.competition_id)
    proof = standings.proof(session, frozen, row.ticket) if frozen else ""
    address = addresses.fold(entry.address) if entry.address else ""
    lookup = keepsakes.lookup_address(competition, row.ticket, instance=instance)
    return TicketView(
        row.ticket, short(row.ticket), row.accepted_at, row.receipt, salt, address, proof, lookup
    )


def _exclusion(
    session: Session, competition: Competition, entry: Entry, row: Ticket, instance: Instance
) -> ExclusionView | None:
    found = tickets.exclusion(session, row.ticket)
    if found is None:
        return None
    return ExclusionView(
        at=found.excluded_at,
        reason=excluding.in_words(found.reason),
        appeal=appeals.state(session, competition, entry, found),
        appeal_token=instance.tokens.issue(Purpose.APPEAL, entry.public_id),
        appeal_until=freeze_due(facts.timetable(competition)),
    )
