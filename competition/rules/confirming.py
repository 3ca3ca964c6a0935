"""Deciding a confirmation: an entry sent before the close may be confirmed up to `confirm_by`."""

from datetime import datetime

from competition.rules.errors import RuleError
from competition.rules.lifecycle import BEFORE_FREEZE, Status
from competition.rules.timetable import Timetable
from competition.rules.wording import binding_moment

CODE_TRIES = 5


def in_time(status: Status, timetable: Timetable, now: datetime) -> bool:
    """Whether a pending entry may be confirmed at `now`.

    The published instant itself is still in time: a link is good until exactly then (O19, F12), and a receipt
    is right when `accepted <= confirm_by` (§9). The freeze comes later and is checked under its own lock.
    """
    return status in BEFORE_FREEZE and now <= timetable.confirm_by


def late(timetable: Timetable, *, zone: str) -> RuleError:
    """Return the refusal of a confirmation that comes too late, saying until when it could be made."""
    until = binding_moment(timetable.confirm_by, zone)
    message = f"Entries could be confirmed until {until}. This one was not, so it is not in the draw."
    return RuleError("late", message)
