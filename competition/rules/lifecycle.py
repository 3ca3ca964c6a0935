"""What the clock does to a competition, and what its state allows. Pure functions of facts and an instant."""

from datetime import datetime, timedelta
from enum import StrEnum

from competition.rules.errors import RuleError
from competition.rules.timetable import Timetable


class Status(StrEnum):
    """`draft -> scheduled -> open -> closed -> frozen -> drawn -> completed`, or voided from any of them."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    FROZEN = "frozen"
    DRAWN = "drawn"
    COMPLETED = "completed"
    VOIDED = "voided"


class Step(StrEnum):
    """A move that falls due by itself."""

    OPEN = "open"
    CLOSE = "close"
    FREEZE = "freeze"
    DRAW = "draw"


# So that nobody can slip tickets in long after they claim to have come.
COUNT_AGAIN = timedelta(hours=1)
BEFORE_FREEZE = frozenset({Status.SCHEDULED, Status.OPEN, Status.CLOSED})


def freeze_due(timetable: Timetable) -> datetime:
    """Return when the clock freezes the list: half-way between the last confirmation and the latest freeze.

    Not at once, so that an entry confirmed in its last second is written first; not at the end, so that a
    worker that was away still finds time.
    """
    return timetable.confirm_by + (timetable.freeze_by - timetable.confirm_by) / 2


def upcoming(
    status: Status, timetable: Timetable, *, round_time: datetime | None = None
) -> tuple[Step, datetime] | None:
    """Return the step that comes next by the clock, and when; None where the clock does nothing more."""
    return {
        Status.SCHEDULED: (Step.OPEN, timetable.opens),
        Status.OPEN: (Step.CLOSE, timetable.closes),
        Status.CLOSED: (Step.FREEZE, freeze_due(timetable)),
        Status.FROZEN: (Step.DRAW, round_time or timetable.draw_at),
    }.get(status)


def next_step(
    status: Status, timetable: Timetable, now: datetime, *, round_time: datetime | None = None
) -> Step | None:
    """Return the step that is due, or None. `round_time` is the beacon's own instant, if it is not `draw_at`.

    Steps come one at a time, in their order, however late the worker is; a clock that goes back undoes none.
    """
    due = upcoming(status, timetable, round_time=round_time)
    return due[0] if due and now >= due[1] else None


def count_due(last: datetime | None, opens: datetime, now: datetime) -> bool:
    """Whether the log still lacks the `count` line of this UTC day (§8); `last` is the newest one's time."""
    return now >= opens and (last is None or last.date() < now.date())


def recount_due(last: datetime, now: datetime, *, counted: int, issued: int) -> bool:
    """Whether an hour has passed since the last `count`, and there are more tickets than it says."""
    return issued > counted and now >= last + COUNT_AGAIN


def check_publishable(timetable: Timetable, now: datetime) -> None:
    """Raise RuleError if a draft can no longer be published with these instants."""
    if timetable.opens < now:
        raise RuleError(
            "opens_passed", "The opening instant has passed. Set a later one, or none to open at once."
        )
    if timetable.closes <= max(now, timetable.opens):
        raise RuleError("closes_passed", "The closing instant has passed. Set a later one.")


def check_changeable(status: Status) -> None:
    """Raise RuleError unless an entry may still leave the draw by exclusion or withdrawal (§5)."""
    if status not in BEFORE_FREEZE:
        raise RuleError("frozen", "The list is frozen and public, so it can no longer change.")
