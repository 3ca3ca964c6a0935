"""Deciding appeals, before the freeze, by another admin than who left the entry out where there is one."""

from sqlalchemy.orm import Session

from competition.rules import appealing
from competition.rules.errors import ChangedError, RuleError
from competition.rules.lifecycle import BEFORE_FREEZE, Status, check_changeable
from competition.rules.permissions import May, Role, allows
from competition.rules.wording import machine
from competition.services import facts, letters, since
from competition.services.instance import Instance
from competition.services.review.appeals import decision
from competition.services.views.admin import AdminView
from competition.services.views.review import AppealView
from competition.store import admins, appeals, competitions, entries, locks, tickets
from competition.store.models import Appeal, Competition, Entry


def decide(
    session: Session,
    slug: str,
    public_id: str,
    *,
    grant: bool,
    read: str | None = None,
    actor: AdminView,
    instance: Instance,
) -> None:
    """Decide an appeal, once. Granted, the ticket is in the draw again.

    `read` is when the appeal was sent that whoever decides has read. Raises ChangedError where another was
    sent since, or this one was decided otherwise.
    """
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    competition, now = competitions.by_id(session, competition.id), instance.clock(session)
    entry, appeal = _held(session, competition, public_id)
    if read not in (None, machine(appeal.sent_at)):
        raise ChangedError("Another appeal was sent since you opened this page. Read it first.")
    if appeal.decided_at is not None:
        _check_same(session, competition, appeal, grant=grant)
        return
    check_changeable(Status(competition.status))
    appealing.check_decider(appeal.excluded_by, actor.code, _reviewers(session))
    appeal.decided_by, appeal.decided_at, appeal.granted = actor.code, now, grant
    session.flush()
    if grant:
        _put_back(session, entry)
    action, alone = ("reinstated" if grant else "appeal_refused"), actor.code == appeal.excluded_by
    facts.record(
        session,
        action,
        competition,
        at=now,
        actor=actor.code,
        subject=appeal.ticket,
        details={"reason": appeal.reason, **({"alone": "yes"} if alone else {})},
    )
    letters.queue(
        session,
        "appeal_decided",
        competition,
        entry,
        instance=instance,
        now=now,
        ordinal=None,
        granted=grant,
        reason=appeal.reason,
    )


def _check_same(session: Session, competition: Competition, appeal: Appeal, *, grant: bool) -> None:
    if appeal.decided_at and appeal.granted != grant:
        by = since.by(session, appeal.decided_by or "", appeal.decided_at, zone=competition.time_zone)
        raise ChangedError(f"This appeal was {decision(appeal)} already, {by}. Nothing was changed.")


def _held(session: Session, competition: Competition, public_id: str) -> tuple[Entry, Appeal]:
    entry = entries.by_public_id(session, public_id)
    if entry is None or entry.competition_id != competition.id:
        raise facts.unknown()
    entry = entries.hold(session, entry.id)
    appeal = appeals.last_of(session, entry.ticket or "")
    if appeal is None:
        raise facts.unknown()
    return entry, appeal


def _put_back(session: Session, entry: Entry) -> None:
    exclusion = tickets.exclusion(session, entry.ticket or "")
    if exclusion is None or entry.status != "excluded":
        raise RuleError("gone", "This entry was erased meanwhile, so it cannot be put back.")
    appeals.lift(session, exclusion)
    entry.status = "confirmed"
    session.flush()


def view(session: Session, entry: Entry) -> AppealView | None:
    """The newest appeal of an entry, for admins."""
    row = appeals.last_of(session, entry.ticket) if entry.ticket else None
    if row is None:
        return None
    return AppealView(
        text=row.text or "",
        sent_at=row.sent_at,
        excluded_by=since.named(session, row.excluded_by),
        decision=decision(row),
        decided_by=since.named(session, row.decided_by) if row.decided_by else "",
        decided_at=row.decided_at,
    )


def may_decide(session: Session, entry: Entry, admin: AdminView) -> bool:
    """Whether this admin may decide the appeal that waits."""
    row = appeals.last_of(session, entry.ticket) if entry.ticket else None
    competition = competitions.by_id(session, entry.competition_id)
    if row is None or row.decided_at or Status(competition.status) not in BEFORE_FREEZE:
        return False
    return row.excluded_by != admin.code or not set(_reviewers(session)) - {admin.code}


def _reviewers(session: Session) -> list[str]:
    return [row.code for row in admins.active(session) if allows(Role(row.role), May.REVIEW)]
