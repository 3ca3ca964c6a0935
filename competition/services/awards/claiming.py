"""The winner's own page: claiming a prize, saying no, seeing a code, saying that it has come.

Every POST that ends or uses up something needs more than a press: whoever opens links and presses buttons by
program must not decline a prize, burn a code or say that it arrived (O20).
"""

import hmac
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.adapters.tokens import InvalidError, Purpose
from competition.rules import claiming
from competition.rules.awards import CLAIMABLE, AwardState
from competition.rules.claiming import ADDRESS, ClaimForm, ClaimRefusedError
from competition.rules.entering import clean_name
from competition.rules.errors import RuleError
from competition.rules.wording import moment
from competition.services import facts
from competition.services.awards import chain, digital, letters, sending, vacating
from competition.services.awards.chain import Stage
from competition.services.awards.claim_pages import award_of, is_late
from competition.services.instance import Instance
from competition.store import awards
from competition.store.models import Award, AwardContact


def _held(session: Session, token: str, instance: Instance) -> tuple[Stage, Award]:
    """The award of a link, read after the lock. Raises RuleError where its draw is no more."""
    found = award_of(session, token, instance)
    on = chain.locked(session, found.competition_id, instance=instance)
    award = awards.by_id(session, found.id)
    if award is None or award.draw != on.draw.draw:
        raise RuleError("voided", "This draw was voided, so there is no prize to claim.")
    return on, award


def claim(session: Session, token: str, form: ClaimForm, *, instance: Instance) -> None:
    """Claim the prize of this link. Twice is once, and success both times.

    Raises ClaimRefusedError for an unfinished form, RuleError `late` or `ended` where it is too late.
    """
    on, award = _held(session, token, instance)
    if award.claimed_at and not award.ended_at:
        return
    _require_claimable(session, on, award)
    digital_prize = on.is_digital(award)
    _require_whole(form, is_digital=digital_prize)
    chain.append(session, on, "claimed", award, instance=instance)
    award.state, award.claimed_at = AwardState.CLAIMED, on.now
    award.publication = form.publication
    award.county = clean_name(form.county) if form.publication == claiming.SURNAME else None
    awards.add_contact(session, _contact(award, form, is_digital=digital_prize, now=on.now))
    facts.record(session, "claimed", on.competition, at=on.now, actor="reader", subject=award.ticket)
    send_by = chain.facts_of(session, on, award).send_by
    letters.write(session, on, award, "claim_received", instance=instance, send_by=send_by)


def _require_claimable(session: Session, on: Stage, award: Award) -> None:
    known = chain.facts_of(session, on, award)
    if known.state in CLAIMABLE and not is_late(known, on.now):
        return
    if known.claim_by and known.state in CLAIMABLE | {AwardState.LAPSED}:
        until = moment(known.claim_by, on.competition.time_zone)
        raise RuleError("late", f"This prize could be claimed until {until}.")
    raise RuleError("ended", "This prize has passed to the next ticket in the published order.")


def _require_whole(form: ClaimForm, *, is_digital: bool) -> None:
    found = claiming.problems(form, digital=is_digital)
    try:
        if form.second_email.strip():
            addresses.read(form.second_email)
    except RuleError as problem:
        found.append(RuleError("second_email", problem.message, field="second_email"))
    if found:
        raise ClaimRefusedError(found)


def _contact(award: Award, form: ClaimForm, *, is_digital: bool, now: datetime) -> AwardContact:
    lines = {} if is_digital else {name: clean_name(getattr(form, name)) for name in ADDRESS}
    return AwardContact(
        award_id=award.id,
        **lines,
        second_email=form.second_email.strip(),
        phone=clean_name(form.phone),
        given_at=now,
    )


def decline(session: Session, token: str, *, decline_token: str, email: str, instance: Instance) -> None:
    """Give the prize to the next ticket. Twice is once.

    Needs both tokens and the address, typed: a program that presses every button has neither (O20).
    """
    if (
        award_of(session, decline_token, instance, Purpose.DECLINE).id
        != award_of(session, token, instance).id
    ):
        raise InvalidError
    on, award = _held(session, token, instance)
    if award.state == AwardState.DECLINED:
        return
    if award.ended_at or award.received_at or award.dispatched_at:
        raise RuleError("ended", "This prize was sent, received or passed on, so it cannot be declined here.")
    entry = chain.entry_of(session, award)
    typed = addresses.read(email).digest(on.competition.address_key)
    if not hmac.compare_digest(typed, entry.address_digest):
        message = "This is not the address of this entry. Type the one that you entered with."
        raise RuleError("address", message, field="email")
    vacating.decline(session, on, award, instance=instance)


def say_received(session: Session, token: str, *, ticked: bool, instance: Instance) -> None:
    """The winner says that the prize has come. Twice is once."""
    on, award = _held(session, token, instance)
    if award.received_at:
        return
    if not ticked:
        raise RuleError("received", "Tick the box if it has come.", field="received")
    sending.receive(session, on, award, actor="reader", instance=instance)


def show_code(session: Session, token: str, *, ticked: bool, instance: Instance) -> str:
    """Show the code of a digital prize, once. Raises RuleError where there is none to show."""
    on, award = _held(session, token, instance)
    if not ticked:
        raise RuleError("ready", "Tick the box when you are ready to write the code down.", field="ready")
    return digital.show(session, on, award, instance=instance)
