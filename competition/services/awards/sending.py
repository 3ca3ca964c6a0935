"""Sending the prize, and hearing that it has come."""

from sqlalchemy.orm import Session

from competition.rules import awards as rules
from competition.rules.awards import AwardState
from competition.rules.claiming import ADDRESS
from competition.rules.entering import clean_name
from competition.rules.errors import ChangedError, RuleError
from competition.rules.tables import is_one_line
from competition.services import facts, since
from competition.services.awards import chain, letters, notifying
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.store import awards
from competition.store.models import Award

_LONGEST = 100


def dispatch(
    session: Session,
    slug: str,
    unit: int,
    *,
    carrier: str,
    tracking: str = "",
    meant: str | None = None,
    actor: str,
    instance: Instance,
) -> None:
    """Note that a prize is on its way, and tell the winner. Twice is once; raises RuleError.

    `meant` is the ticket for which the parcel is. Another parcel than was noted before is a ChangedError.
    """
    on = chain.locked_at(session, slug, instance=instance)
    award = chain.holder(session, on, unit, meant=meant)
    if award.dispatched_at or award.received_at:
        _check_same(session, on, award, (_line(carrier, "carrier"), _line(tracking, "tracking")))
        return
    if award.state != AwardState.CLAIMED:
        raise RuleError(
            "unclaimed", f"Prize unit {unit} was not claimed yet, so there is nobody to send it to."
        )
    send(session, on, award, carrier=carrier, tracking=tracking, actor=actor, instance=instance)
    asked = on.now + rules.ASK_AFTER
    letters.write(
        session,
        on,
        award,
        "dispatched",
        instance=instance,
        carrier=award.carrier,
        tracking=award.tracking,
        asked=asked,
    )


def _check_same(session: Session, on: Stage, award: Award, typed: tuple[str, str]) -> None:
    noted = (award.carrier or "", award.tracking or "")
    if typed != noted:
        by = since.deed(session, on.competition, "dispatched", subject=award.ticket)
        stored, yours = (", ".join(filter(None, each)) or "nothing" for each in (noted, typed))
        raise ChangedError(
            f"It was marked as posted already, {by}, with: {stored}. What you typed was not stored: {yours}."
        )


def send(
    session: Session, on: Stage, award: Award, *, carrier: str, tracking: str, actor: str, instance: Instance
) -> None:
    """Write down that the prize of a claimed award is on its way."""
    award.carrier = _line(carrier, "carrier") or None
    award.tracking = _line(tracking, "tracking") or None
    chain.append(session, on, "dispatched", award, instance=instance)
    award.state, award.dispatched_at = AwardState.DISPATCHED, on.now
    session.flush()
    facts.record(session, "dispatched", on.competition, at=on.now, actor=actor, subject=award.ticket)


def _line(text: str, field: str) -> str:
    typed = clean_name(text)
    if typed and (len(typed) > _LONGEST or not is_one_line(typed)):
        raise RuleError(field, f"Write this on one line of at most {_LONGEST} characters.", field=field)
    return typed


def reveal(session: Session, slug: str, unit: int, *, actor: str, instance: Instance) -> tuple[str, ...]:
    """The lines of the envelope of a claimed prize. Looking is recorded; raises RuleError."""
    on = chain.locked_at(session, slug, instance=instance)
    award = chain.holder(session, on, unit)
    contact = awards.contact(session, award.id)
    if contact is None:
        raise RuleError("unclaimed", f"Nobody told us where prize unit {unit} goes.")
    facts.record(session, "address_revealed", on.competition, at=on.now, actor=actor, subject=award.ticket)
    lines = (*(getattr(contact, name) for name in ADDRESS), contact.phone)
    return tuple(line for line in lines if line)


def mark_received(
    session: Session, slug: str, unit: int, *, meant: str | None = None, actor: str, instance: Instance
) -> None:
    """Note on the promoter's side that a prize has come. Twice is once; raises RuleError."""
    on = chain.locked_at(session, slug, instance=instance)
    receive(session, on, chain.holder(session, on, unit, meant=meant), actor=actor, instance=instance)


def receive(session: Session, on: Stage, award: Award, *, actor: str, instance: Instance) -> None:
    if award.received_at:
        return
    if not award.claimed_at or award.ended_at:
        raise RuleError("unclaimed", f"Prize unit {award.unit} was not claimed, so it cannot have come.")
    chain.append(session, on, "received", award, instance=instance)
    award.state, award.received_at = AwardState.RECEIVED, on.now
    session.flush()
    facts.record(session, "received", on.competition, at=on.now, actor=actor, subject=award.ticket)


def ask_again(
    session: Session, slug: str, unit: int, *, meant: str | None = None, actor: str, instance: Instance
) -> None:
    """Ask a winner now whether the prize has come."""
    on = chain.locked_at(session, slug, instance=instance)
    award = chain.holder(session, on, unit, meant=meant)
    if award.state != AwardState.DISPATCHED:
        raise RuleError("state", f"Prize unit {unit} is not on its way, so there is nothing to ask.")
    notifying.ask(session, on, award, instance=instance, actor=actor)
