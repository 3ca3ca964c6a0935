"""Withdrawing an entry before the freeze: its ticket stays on the public list of those left out."""

from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters.tokens import InvalidError, Purpose
from competition.rules.description import WITHDRAWN
from competition.rules.errors import RuleError
from competition.rules.excluding import check_exclusion
from competition.rules.lifecycle import Status
from competition.services import facts, letters
from competition.services.entries.holding import WithdrawView, check_address, entry_of, view_of
from competition.services.instance import Instance
from competition.store import competitions, entries, locks, tickets
from competition.store.models import Competition, Entry, Exclusion


def withdraw_page(session: Session, token: str, *, instance: Instance) -> WithdrawView:
    """The page of the entry link that leads to withdrawing, and the token that only withdraws."""
    entry = entry_of(session, token, instance)
    return WithdrawView(
        view_of(session, entry, instance), instance.tokens.issue(Purpose.WITHDRAW, entry.public_id)
    )


def withdraw(session: Session, token: str, *, withdraw_token: str, email: str, instance: Instance) -> None:
    """Take the entry out of the draw. Twice is once.

    A program that presses every button must not get here (O20, O24): it needs both tokens of the entry, and
    the address, typed. Raises RuleError `address` for another one, `frozen` after the freeze.
    """
    entry = entry_of(session, token, instance)
    if entry_of(session, withdraw_token, instance, Purpose.WITHDRAW).id != entry.id:
        raise InvalidError
    locks.share(session, entry.competition_id)
    entry = entries.hold(session, entry.id)
    if entry.status == "withdrawn":
        return
    competition = competitions.by_id(session, entry.competition_id)
    check_address(competition, entry, email)
    _leave_out(session, competition, entry, instance)


def _leave_out(session: Session, competition: Competition, entry: Entry, instance: Instance) -> None:
    reasons = facts.description(competition).exclusion_reasons
    check_exclusion(Status(competition.status), WITHDRAWN, reasons)
    if entry.status != "confirmed" or entry.ticket is None:
        raise RuleError("not_in_draw", "This entry is not in the draw, so there is nothing to withdraw.")
    now = instance.clock(session)
    leave_out(session, competition, entry, entry.ticket, at=now)
    letters.queue(session, "withdrawn", competition, entry, instance=instance, now=now)


def leave_out(session: Session, competition: Competition, entry: Entry, ticket: str, *, at: datetime) -> None:
    """Put the ticket on the list of those left out, as its entrant wishes."""
    tickets.exclude(session, Exclusion(ticket=ticket, reason=WITHDRAWN, actor="reader", excluded_at=at))
    entry.status = "withdrawn"
    facts.record(session, "withdrawn", competition, at=at, actor="reader", subject=ticket)
