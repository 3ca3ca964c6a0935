"""Ending a hold: a silent winner's by the clock, others' by people or by the winners. Then the next reserve.

There is no other way to another winner: the line behind `vacated` promotes the lowest unused reserve (N5).
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from competition.draw.awards import DECLINED, NO_REPLY
from competition.rules import awards as rules
from competition.rules import vacating
from competition.rules.errors import RuleError
from competition.rules.permissions import May, Role, allows
from competition.services import facts
from competition.services.awards import chain, letters, seating
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.store import admins, awards
from competition.store.models import Award


def vacate(
    session: Session,
    slug: str,
    unit: int,
    reason: str,
    *,
    ticket: str | None = None,
    evidence: str = "",
    approvers: Sequence[str] = (),
    actor: str,
    instance: Instance,
) -> Award | None:
    """Give up a prize unit for a reason of the manifest; returns who follows, None if no reserve is left.

    `ticket` is whose hold is meant: said twice, it ends once, and both answers agree. Without it, it is that
    of whoever holds the unit now. `evidence` is what the approvers saw; the log has its digest only.
    `approvers` are codes of admins, two where the instance has two. Raises RuleError.
    """
    on = chain.locked_at(session, slug, instance=instance)
    vacating.check(reason, on.fixed.vacancy_reasons, approvers, staff=_staff(session))
    award = _meant(session, on, unit, ticket)
    if award.ended_at and award.reason == reason:
        return awards.following(session, award)
    if award.ended_at:
        raise RuleError("holder", f"This ticket no longer holds prize unit {unit}. Look again who does.")
    if award.received_at:
        raise RuleError("received", f"Prize unit {unit} was received, so it cannot be given up.")
    return _end(
        session, on, award, reason, evidence=evidence, approvers=approvers, actor=actor, instance=instance
    )


def request(
    session: Session, slug: str, unit: int, reason: str, *, ticket: str, evidence: str, instance: Instance
) -> dict[str, Any] | None:
    """What a second person decides; None where this hold has ended for this very reason already.

    Raises ChangedError where it ended otherwise since it was looked at.
    """
    on = chain.locked_at(session, slug, instance=instance)
    if reason not in on.fixed.vacancy_reasons or reason == NO_REPLY:
        raise RuleError("reason", "Choose one of the reasons.", field="reason")
    award = _meant(session, on, unit, ticket)
    if award.ended_at and award.reason == reason:
        return None
    chain.holder(session, on, unit, meant=ticket)
    return {"unit": unit, "ticket": ticket, "reason": reason, "evidence": evidence}


def carry_out(
    session: Session, slug: str, payload: Mapping[str, Any], approvers: tuple[str, ...], instance: Instance
) -> None:
    """Do what one admin asked for and another approved."""
    vacate(
        session,
        slug,
        payload["unit"],
        payload["reason"],
        ticket=payload["ticket"],
        evidence=payload["evidence"],
        approvers=approvers,
        actor=approvers[-1],
        instance=instance,
    )


def _staff(session: Session) -> list[str]:
    """The codes of the admins who decide such things."""
    return [row.code for row in admins.active(session) if allows(Role(row.role), May.DECIDE)]


def _meant(session: Session, on: Stage, unit: int, ticket: str | None) -> Award:
    if ticket is None:
        return chain.holder(session, on, unit)
    holds = awards.of_draw(session, on.competition.id, on.draw.draw)
    found = next((one for one in holds if (one.unit, one.ticket) == (unit, ticket)), None)
    if found is None:
        raise RuleError("holder", f"This ticket never held prize unit {unit}.")
    return found


def lapse(session: Session, on: Stage, award: Award, *, instance: Instance) -> None:
    """End a silent winner's hold; the caller has found it due."""
    if rules.may_lapse(chain.facts_of(session, on, award), on.now):
        _end(session, on, award, NO_REPLY, actor="clock", instance=instance)


def decline(session: Session, on: Stage, award: Award, *, instance: Instance) -> None:
    """End the hold of a winner who does not want the prize."""
    if DECLINED not in on.fixed.vacancy_reasons:
        raise RuleError("reason", "The terms of this draw know no such reason. Write to us instead.")
    _end(session, on, award, DECLINED, actor="reader", instance=instance)


def _end(
    session: Session,
    on: Stage,
    award: Award,
    reason: str,
    *,
    evidence: str = "",
    approvers: Sequence[str] = (),
    actor: str,
    instance: Instance,
) -> Award | None:
    """Write `vacated` and, while a reserve is left, `promoted` behind it, in one transaction."""
    chain.append(
        session,
        on,
        "vacated",
        award,
        instance=instance,
        reason=reason,
        evidence=sha256(evidence.encode("utf-8")).hexdigest() if evidence else "-",
        approvers="+".join(approvers) or "-",
    )
    award.state, award.reason, award.ended_at = rules.exit_state(reason), reason, on.now
    award.evidence = evidence or None
    session.flush()
    facts.record(session, "vacated", on.competition, at=on.now, actor=actor, subject=award.ticket)
    letters.write(session, on, award, "lapsed", instance=instance, reason=reason)
    following = seating.promote(session, on, award.unit, instance=instance)
    if following is not None:
        facts.record(session, "promoted", on.competition, at=on.now, actor=actor, subject=following.ticket)
    return following
