"""Loading what the rules decide on: the competition of a public address, under its lock or without."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from competition.rules import describing
from competition.rules.description import Description, Promoter
from competition.rules.errors import DescriptionError, RuleError
from competition.rules.lifecycle import Status
from competition.rules.timetable import Timetable
from competition.services.instance import Instance
from competition.store import activity, competitions, locks
from competition.store.models import Activity, Competition, Manifest


def unknown() -> RuleError:
    """For what is not there and for what is not to be seen: alike from outside (O21)."""
    return RuleError("unknown", "There is no such page.")


def public(session: Session, slug: str) -> Competition:
    """The competition that readers see at this address; raises RuleError `unknown` for drafts too."""
    competition = competitions.by_slug(session, slug)
    if competition is None or competition.status == Status.DRAFT:
        raise unknown()
    return competition


def shared(session: Session, slug: str) -> Competition:
    """As `public`, read after the lock that keeps whoever moves it away (F12)."""
    if not locks.share_at(session, slug):
        raise unknown()
    return public(session, slug)


def timetable(competition: Competition) -> Timetable:
    row = competition
    return Timetable(row.opens, row.closes, row.confirm_by, row.freeze_by, row.draw_at)


def description(competition: Competition) -> Description:
    """As it was stored. A fault in it is ours or the database's: no reader is told to mend a file."""
    try:
        return _parsed(json.dumps(competition.details))
    except (DescriptionError, TypeError, ValueError):
        problem = f"competition {competition.slug}: its stored description cannot be read"
        raise LookupError(problem) from None


@lru_cache(maxsize=64)
def _parsed(details: str) -> Description:
    # Every entry needs it, and it changes only while a competition is a draft.
    return describing.parse(json.loads(details))


def promoter(described: Description, instance: Instance) -> Promoter:
    """Whoever answers for it, with an address to write to."""
    site = instance.site
    found = described.promoter or Promoter(site.promoter_name, site.promoter_address)
    return replace(found, contact=found.contact or site.contact)


def contact(competition: Competition, instance: Instance) -> str:
    """The address to write to about a competition: its promoter's, not always that of the site."""
    try:
        return promoter(description(competition), instance).contact
    except LookupError:
        # Whoever sees a damaged competition needs an address all the same.
        return instance.site.contact


def manifest(session: Session, competition: Competition) -> Manifest:
    """The manifest in force; a published competition has one."""
    found = competitions.manifest_in_force(session, competition.id)
    if found is None:
        raise LookupError(f"competition {competition.id} was published without a manifest")
    return found


def page_digest(competition: Competition) -> str:
    """Digest of all that a competition shows beyond its manifest, and of the key that finds second entries.

    Recorded when it is published, so that an audit notices a page that was changed afterwards.
    """
    row, picture = competition, competition.picture
    shown = {
        "details": row.details,
        "picture": sha256(picture).hexdigest() if picture else None,
        "picture_type": row.picture_type,
        "picture_alt": row.picture_alt,
        "time_zone": row.time_zone,
        "address_key": sha256(row.address_key).hexdigest(),
    }
    return sha256(json.dumps(shown, sort_keys=True).encode("utf-8")).hexdigest()


def record(
    session: Session,
    action: str,
    competition: Competition | None,
    *,
    at: datetime,
    actor: str,
    subject: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write the activity row of a change. Nothing personal: rows outlive erasure."""
    activity.record(
        session,
        Activity(
            at=at,
            actor=actor,
            action=action,
            competition_id=competition.id if competition else None,
            subject=subject,
            details=dict(details or {}),
        ),
    )
