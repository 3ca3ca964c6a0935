"""Erasing an entry because its person asks: all that is personal goes, the ticket stays, draws verify."""

from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters.tokens import InvalidError, Purpose
from competition.rules.erasing import check_erasable
from competition.rules.errors import RuleError
from competition.rules.lifecycle import BEFORE_FREEZE
from competition.services import facts, marketing, prizes
from competition.services.entries.holding import check_address, entry_of, view_of
from competition.services.entries.withdrawing import leave_out
from competition.services.instance import Instance
from competition.services.views import EraseView
from competition.store import competitions, entries, erasures, locks
from competition.store.models import Competition, Entry


def erase_page(session: Session, token: str, *, instance: Instance) -> EraseView:
    """The page before erasing: why not, where it cannot be; and the token that only erases."""
    entry = entry_of(session, token, instance)
    competition = competitions.by_id(session, entry.competition_id)
    return EraseView(
        entry=view_of(session, entry, instance),
        token=instance.tokens.issue(Purpose.ERASE, entry.public_id),
        leaves_draw=_leaves_draw(competition, entry),
        refusal=_refusal(session, competition, entry),
    )


def erase(session: Session, token: str, *, erase_token: str, email: str, instance: Instance) -> None:
    """Forget this person. Twice is once.

    A program that presses every button must not get here (O20): it needs both tokens of the entry, and the
    address, typed. Raises RuleError `address` for another one, `unsettled` for a prize on its way.
    """
    entry = _entry_of(session, token, erase_token, instance)
    locks.share(session, entry.competition_id)
    entry = entries.hold(session, entry.id)
    if entry.status == "erased":
        return
    competition = competitions.by_id(session, entry.competition_id)
    check_address(competition, entry, email)
    check_erasable(entry.ticket, prizes.standing(session, competition).unsettled)
    forget(session, competition, entry, at=instance.clock(session), actor="reader")


def forget(session: Session, competition: Competition, entry: Entry, *, at: datetime, actor: str) -> None:
    """Empty the entry, end its consent and take its letters away; out of the draw, where it still can be.

    Until the freeze the keyed hash of the address stays, so that nobody enters twice.
    """
    if entry.ticket and _leaves_draw(competition, entry):
        leave_out(session, competition, entry, entry.ticket, at=at)
    marketing.stop_of_entry(session, entry, at=at, actor=actor)
    erasures.empty(session, competition.id, [entry.id], kind="asked", at=at)
    if competition.status not in BEFORE_FREEZE:
        erasures.forget_digests(session, [entry.id])
    facts.record(session, "erased", competition, at=at, actor=actor, subject=entry.public_id)


def _entry_of(session: Session, token: str, erase_token: str, instance: Instance) -> Entry:
    """The entry of both links, an erased one too."""
    public_id = instance.tokens.read(Purpose.ENTRY, token)
    entry = entries.by_public_id(session, public_id)
    if entry is None or instance.tokens.read(Purpose.ERASE, erase_token) != public_id:
        raise InvalidError
    return entry


def _leaves_draw(competition: Competition, entry: Entry) -> bool:
    return entry.status == "confirmed" and competition.status in BEFORE_FREEZE


def _refusal(session: Session, competition: Competition, entry: Entry) -> str:
    try:
        check_erasable(entry.ticket, prizes.standing(session, competition).unsettled)
    except RuleError as refused:
        return refused.message
    return ""
