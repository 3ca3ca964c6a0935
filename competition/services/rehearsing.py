"""Closing a rehearsal by hand, so that a newcomer sees the whole path within a minute.

A rehearsal proves nothing, and says so on every page; all its other rules hold. Its dates are moved the way
the protocol has for it: by an amended manifest, with a public notice, before the freeze (§8).
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from competition.draw.manifest import Manifest, RehearsalBeacon
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.services import facts, log, records
from competition.services.instance import Instance
from competition.store import competitions, locks
from competition.store.models import Competition
from competition.store.models import Manifest as ManifestRow

_NOTICE = "This is a rehearsal. Its organiser closed it by hand to show how the draw goes."
# Seconds from now: closes, confirm_by, freeze_by, draw_at. Between the last two a slow machine can freeze.
_CLOSES, _CONFIRM_BY, _FREEZE_BY, _DRAW_AT = 1, 2, 12, 13


def close_now(session: Session, slug: str, *, instance: Instance) -> datetime:
    """Move the dates of an open rehearsal to the next seconds; returns when its list can be frozen.

    Pressed twice is once. Raises RuleError for a real draw, whose dates bind, and for a rehearsal that is
    not open.
    """
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    competition, now = competitions.by_id(session, competition.id), instance.clock(session)
    fixed = records.manifest_of(session, competition)
    if not isinstance(fixed.beacon, RehearsalBeacon):
        raise RuleError("binding", "The dates of a real draw bind: the clock closes and freezes it.")
    if competition.status not in (Status.OPEN, Status.CLOSED):
        raise RuleError("status", f"This rehearsal is {competition.status}, so there is nothing to close.")
    if _closes_already(competition, now):
        return competition.confirm_by
    amended = _amended(fixed, int(now.timestamp()))
    _publish(session, competition, amended, instance=instance, now=now)
    _take_over(competition, amended)
    facts.record(session, "closed", competition, at=now, actor="operator")
    session.flush()
    return competition.confirm_by


def _closes_already(competition: Competition, now: datetime) -> bool:
    """Whether somebody pressed a moment ago, so that its list is frozen in these very seconds (P1)."""
    return now < competition.freeze_by <= now + timedelta(seconds=_FREEZE_BY)


def _amended(fixed: Manifest, now: int) -> Manifest:
    return replace(
        fixed,
        closes=now + _CLOSES,
        confirm_by=now + _CONFIRM_BY,
        freeze_by=now + _FREEZE_BY,
        draw_at=now + _DRAW_AT,
        min_gap_seconds=0,
        previous=fixed.digest(),
    )


def _publish(
    session: Session, competition: Competition, amended: Manifest, *, instance: Instance, now: datetime
) -> None:
    versions = competitions.manifests(session, competition.id)
    competitions.add_manifest(
        session,
        ManifestRow(
            digest=amended.digest(),
            competition_id=competition.id,
            version=len(versions) + 1,
            file=amended.to_bytes(),
            rules=versions[-1].rules,
            published_at=now,
        ),
    )
    values = {"manifest": amended.digest(), "previous": amended.previous or ""}
    values["notice"] = log.publish_notice(session, competition, _NOTICE)
    log.append(session, competition, "amended", values, signer=instance.signer, now=now)


def _take_over(competition: Competition, amended: Manifest) -> None:
    for name in ("closes", "confirm_by", "freeze_by", "draw_at"):
        setattr(competition, name, datetime.fromtimestamp(getattr(amended, name), tz=UTC))
