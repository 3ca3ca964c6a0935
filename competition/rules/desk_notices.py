"""What the clock tells admins by mail, when, and whose it is. Each occasion once; nothing personal in any."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from competition.rules import awards
from competition.rules.awards import Act, AwardState
from competition.rules.lifecycle import Status
from competition.rules.permissions import May, Role, allows

AHEAD = timedelta(days=1)


class Kind(StrEnum):
    """A letter; the names are those of its templates."""

    CLOSING = "admin_closing"
    FREEZE = "admin_freeze"
    NUMBERS = "admin_numbers"
    DRAWN = "admin_drawn"
    SILENT = "admin_silent"
    OVERDUE = "admin_overdue"
    PURGE = "admin_purge"


# A letter goes to those who can do what it asks for.
WHOSE: Mapping[Kind, May] = {
    Kind.CLOSING: May.EDIT,
    Kind.FREEZE: May.REVIEW,
    Kind.NUMBERS: May.DRAW,
    Kind.DRAWN: May.AWARD,
    Kind.SILENT: May.AWARD,
    Kind.OVERDUE: May.FULFIL,
    Kind.PURGE: May.RETAIN,
}


def is_for(kind: Kind, role: Role) -> bool:
    """Whether a letter of this kind goes to admins of this role."""
    return allows(role, WHOSE[kind])


def closing_soon(status: Status, closes: datetime, now: datetime) -> bool:
    """Whether an open competition closes within a day."""
    return status is Status.OPEN and closes - AHEAD <= now < closes


def freeze_soon(status: Status, freeze_at: datetime, now: datetime) -> bool:
    """Whether the list of a closed competition is frozen within a day."""
    return status is Status.CLOSED and freeze_at - AHEAD <= now < freeze_at


def is_silent(known: awards.Facts, now: datetime) -> bool:
    """Whether a winner has said nothing for half of the claim time, so that a person may still reach them."""
    if known.state is not AwardState.NOTIFIED or known.claim_by is None:
        return False
    half = min(known.notices.values()) + timedelta(days=known.claim_days) / 2
    return half <= now <= known.claim_by


def dispatch_overdue(known: awards.Facts, now: datetime) -> datetime | None:
    """Return until when a claimed prize should have been sent, if that is over."""
    late = awards.overdue(known, now)
    return late.at if late and late.act is Act.SEND else None
