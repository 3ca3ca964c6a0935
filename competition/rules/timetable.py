"""The five instants of a competition, and the defaults that follow from the closing one."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from competition.rules.errors import Fault

CONFIRM_TIME = timedelta(hours=24)
FREEZE_TIME = timedelta(hours=1)
DRAW_CLOCK = time(20, 0)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Aware UTC instants in whole seconds; rising, but `confirm_by` may equal `freeze_by` (§3)."""

    opens: datetime
    closes: datetime
    confirm_by: datetime
    freeze_by: datetime
    draw_at: datetime


def default_confirm_by(closes: datetime) -> datetime:
    return closes + CONFIRM_TIME


def default_freeze_by(confirm_by: datetime) -> datetime:
    return confirm_by + FREEZE_TIME


def default_draw_at(freeze_by: datetime, *, min_gap: timedelta, zone: str) -> datetime:
    """Return 20:00 in `zone` on the first day that leaves the gap after the freeze."""
    info = ZoneInfo(zone)
    day = freeze_by.astimezone(info).date()
    while True:
        evening = datetime.combine(day, DRAW_CLOCK, info).astimezone(freeze_by.tzinfo)
        if evening - freeze_by >= min_gap:
            return evening
        day += timedelta(days=1)


def faults(timetable: Timetable, *, min_gap: timedelta) -> list[Fault]:
    """Return what is wrong with the order of the instants; sentences name the other keys in backticks."""
    found = []
    if not timetable.opens < timetable.closes:
        found.append(Fault("closes", "must be later than `opens`."))
    if not timetable.closes < timetable.confirm_by:
        late = "must be later than `closes`: the last entries need time to be confirmed."
        found.append(Fault("confirm_by", late))
    if not timetable.confirm_by <= timetable.freeze_by:
        found.append(Fault("freeze_by", "must not be earlier than `confirm_by`."))
    if not timetable.draw_at - timetable.freeze_by >= min_gap or timetable.draw_at <= timetable.freeze_by:
        far = (
            f"must be at least {int(min_gap.total_seconds())} seconds (`min_gap_seconds`) after"
            " `freeze_by`: the list must be public before the number exists."
        )
        found.append(Fault("draw_at", far))
    return found
