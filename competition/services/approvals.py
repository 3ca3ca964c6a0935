"""Two people: one asks, another decides, and what was asked for is done in the very same transaction.

Where nobody else could decide, because the instance has one such admin, it is done at once and says so.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from competition.rules.approving import WORDS, Decider, Kind, check_decider, in_words, others
from competition.rules.errors import ChangedError
from competition.rules.permissions import May, Role, allows
from competition.services import amending, facts, since, voiding
from competition.services.awards import vacating
from competition.services.instance import Instance
from competition.services.views.admin import AdminView, ApprovalView
from competition.store import admins, competitions, locks
from competition.store import approvals as store
from competition.store.models import Admin, Approval, Competition
from competition.store.types import AdminId

# What is done once it is decided: with the request's payload, and the codes of who asked and who approved.
Execute = Callable[[Session, str, Mapping[str, Any], tuple[str, ...], Instance], None]
_EXECUTE: Mapping[Kind, Execute] = {
    Kind.VOID: voiding.carry_out,
    Kind.DATES: amending.carry_out,
    Kind.VACATE: vacating.carry_out,
}


def ask(
    session: Session,
    kind: Kind,
    slug: str,
    subject: str,
    payload: Mapping[str, Any],
    *,
    actor: AdminView,
    instance: Instance,
) -> bool:
    """Ask for something that takes two people; True if it was done at once because there is one only.

    Raises ChangedError where something else of this kind was asked for already and waits.
    """
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    now = instance.clock(session)
    details = {"kind": kind.value, "subject": subject}
    if not others(actor.code, _deciders(session), now):
        facts.record(session, "acted_alone", competition, at=now, actor=actor.code, details=details)
        _EXECUTE[kind](session, slug, payload, (actor.code,), instance)
        return True
    if waiting := store.waiting_for(session, competition.id, kind.value, subject):
        return _asked_again(session, competition, waiting, payload, actor)
    store.add(
        session,
        Approval(
            public_id=secrets.token_hex(16),
            competition_id=competition.id,
            kind=kind.value,
            subject=subject,
            payload=dict(payload),
            asked_by=admins.by_id(session, AdminId(actor.id)).id,
            asked_at=now,
        ),
    )
    facts.record(session, "asked", competition, at=now, actor=actor.code, subject=subject, details=details)
    return False


def _asked_again(
    session: Session, competition: Competition, row: Approval, payload: Mapping[str, Any], actor: AdminView
) -> bool:
    """The same press twice is one request, and succeeds twice; any other is told whose request waits."""
    asker = admins.by_id(session, row.asked_by)
    if asker.code == actor.code and row.payload == dict(payload):
        return False
    by = since.by(session, asker.code, row.asked_at, zone=competition.time_zone)
    raise ChangedError(
        f"This was asked for already, {by}, and waits for a second person. What you typed was not sent."
    )


def decide(
    session: Session, public_id: str, *, approve: bool, actor: AdminView, instance: Instance
) -> ApprovalView:
    """Decide a request, and do it where it is approved; decided once, a second time shows the first."""
    row = _row(session, public_id)
    locks.exclusive(session, row.competition_id)
    row, now = _row(session, public_id), instance.clock(session)
    competition = competitions.by_id(session, row.competition_id)
    if row.decided_at is None:
        asker, decider = admins.by_id(session, row.asked_by), admins.by_id(session, AdminId(actor.id))
        check_decider(asker.code, _as_decider(decider), row.asked_at)
        row.decided_by, row.decided_at, row.approved = decider.id, now, approve
        session.flush()
        word = "approved" if approve else "refused"
        told = {"kind": row.kind}
        subject = row.subject
        facts.record(session, word, competition, at=now, actor=actor.code, subject=subject, details=told)
        if approve:
            both = (asker.code, decider.code)
            _EXECUTE[Kind(row.kind)](session, competition.slug, row.payload, both, instance)
    return _view(session, row, actor)


def waiting(session: Session, actor: AdminView) -> tuple[ApprovalView, ...]:
    """What waits for a second person, oldest first."""
    return tuple(_view(session, row, actor) for row in store.undecided(session))


def decided(session: Session, actor: AdminView) -> tuple[ApprovalView, ...]:
    """What was decided lately, newest first."""
    return tuple(_view(session, row, actor) for row in store.decided(session))


def one(session: Session, public_id: str, actor: AdminView) -> ApprovalView:
    return _view(session, _row(session, public_id), actor)


def alone(session: Session) -> bool:
    """Whether one admin decides everything here, which the public page of a draw says."""
    return count_deciders(session) < 2


def count_deciders(session: Session) -> int:
    """How many admins may decide what another has asked for."""
    return len(_deciders(session))


def _deciders(session: Session) -> Sequence[Decider]:
    return [_as_decider(row) for row in admins.active(session) if allows(Role(row.role), May.DECIDE)]


def _as_decider(row: Admin) -> Decider:
    return Decider(row.code, row.active_since or row.created_at)


def _row(session: Session, public_id: str) -> Approval:
    found = store.by_public_id(session, public_id)
    if found is None:
        raise facts.unknown()
    return found


def _view(session: Session, row: Approval, actor: AdminView) -> ApprovalView:
    competition: Competition = competitions.by_id(session, row.competition_id)
    asker = admins.by_id(session, row.asked_by)
    decider = admins.by_id(session, row.decided_by) if row.decided_by else None
    me = _as_decider(admins.by_id(session, AdminId(actor.id)))
    return ApprovalView(
        public_id=row.public_id,
        slug=competition.slug,
        title=competition.title,
        kind=row.kind,
        what=WORDS[Kind(row.kind)],
        payload=in_words(Kind(row.kind), row.payload, zone=competition.time_zone),
        asked_by=asker.name,
        asked_at=row.asked_at,
        mine=asker.code == actor.code,
        mature=me.since < row.asked_at,
        decision="" if row.approved is None else "approved" if row.approved else "refused",
        decided_by=decider.name if decider else "",
        decided_at=row.decided_at,
    )
