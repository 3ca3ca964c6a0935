"""Who has changed something meanwhile, and when: what a page that is out of date says."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from competition.rules.wording import moment
from competition.store import activity, admins
from competition.store.models import Competition

_OTHERS = {"clock": "the clock", "operator": "the operator", "reader": "the entrant"}


def names(session: Session) -> Mapping[str, str]:
    """Who acts under a code, for admins to read."""
    return _OTHERS | {row.code: row.name for row in admins.all_of_them(session)}


def named(session: Session, actor: str) -> str:
    """`Ben (staff-2)`: the name beside the code, which stays when the name has changed."""
    found = names(session).get(actor)
    return f"{found} ({actor})" if found and actor not in _OTHERS else found or actor


def by(session: Session, actor: str, at: datetime, *, zone: str) -> str:
    """`by Ben, Tuesday 4 August 2026, 10:00 BST`"""
    return f"by {names(session).get(actor, actor)}, {moment(at, zone)}"


def deed(session: Session, competition: Competition, action: str, *, subject: str | None = None) -> str:
    """As `by`, of the newest such deed; `meanwhile` where the record has none."""
    found = [
        row
        for row in activity.of_actions(session, competition.id, [action])
        if subject in (None, row.subject)
    ]
    return by(session, found[-1].actor, found[-1].at, zone=competition.time_zone) if found else "meanwhile"
