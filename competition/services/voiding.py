"""Voiding: the draw is called off in public, its result stays readable, and everybody is told."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from competition.rules import voiding as rules
from competition.rules.errors import ChangedError
from competition.rules.lifecycle import Status
from competition.services import facts, log, since
from competition.services.instance import Instance
from competition.store import competitions, locks


def request(session: Session, slug: str, reason: str, notice: str) -> dict[str, Any]:
    """What a second person decides. Raises ChangedError for a draw that is void, and RuleError as `void`."""
    competition = facts.public(session, slug)
    if competition.status == Status.VOIDED:
        by = since.deed(session, competition, "voided")
        raise ChangedError(f"This draw is void already, {by}. What you typed was not sent.")
    rules.check_voidable(Status(competition.status))
    return {"reason": reason, "notice": rules.check_notice(reason, notice)}


def void(
    session: Session,
    slug: str,
    reason: str,
    notice: str,
    *,
    approvers: tuple[str, ...],
    instance: Instance,
) -> None:
    """Void the draw in force; raises RuleError where there is none, or the notice says nothing.

    Letters follow from the clock, as after a freeze.
    """
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    competition, now = competitions.by_id(session, competition.id), instance.clock(session)
    before = Status(competition.status)
    rules.check_voidable(before)
    said = rules.check_notice(reason, notice)
    text = rules.published(reason, said, len(approvers))
    draw = str(log.state(session, competition, signer=instance.signer).draw)
    values = {"draw": draw, "reason": reason, "notice": log.publish_notice(session, competition, text)}
    log.append(session, competition, "voided", values, signer=instance.signer, now=now)
    competitions.move(session, competition.id, before=before, after=Status.VOIDED)
    facts.record(
        session, "voided", competition, at=now, actor=approvers[-1], details={"approvers": list(approvers)}
    )


def carry_out(
    session: Session, slug: str, payload: Mapping[str, Any], approvers: tuple[str, ...], instance: Instance
) -> None:
    """Do what was asked for and approved."""
    void(session, slug, payload["reason"], payload["notice"], approvers=approvers, instance=instance)
