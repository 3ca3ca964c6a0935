"""How a competition grew: entries by hour or by day, with those that came in bursts."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from competition.services.views.review import BarView, GrowthView
from competition.store import flags
from competition.store.flags import Hour
from competition.store.models import Competition

# From so many hours on, bars stand for days.
_MOST_HOURS = 72
_TALLEST, _PITCH = 120, 12


def chart(session: Session, competition: Competition) -> GrowthView:
    """Made of the hours that were counted, so that it costs the same however many entries there are."""
    hours = flags.hours(session, competition.id)
    by_hour = not hours or hours[-1].at - hours[0].at < timedelta(hours=_MOST_HOURS)
    zone = ZoneInfo("UTC" if by_hour else competition.time_zone)
    sums = _filled(
        [_sum(at, rows) for at, rows in groupby(hours, lambda row: _start(row, zone, by_hour))], by_hour
    )
    highest = max((each.entries for each in sums), default=0)
    return GrowthView(
        bars=tuple(_bar(number, each, highest) for number, each in enumerate(sums)),
        step="hour" if by_hour else "day",
        total=sum(row.entries for row in hours),
        highest=highest,
        width=max(len(sums), 24) * _PITCH,
        since=flags.looked_until(session, competition.id),
    )


def _start(row: Hour, zone: ZoneInfo, by_hour: bool) -> datetime:
    if by_hour:
        return row.at
    return datetime.combine(row.at.astimezone(zone).date(), time(), tzinfo=zone)


def _sum(at: datetime, rows: Iterable[Hour]) -> Hour:
    found = list(rows)
    return Hour(
        at,
        sum(row.entries for row in found),
        sum(row.bursting for row in found),
        max(row.busiest for row in found),
    )


def _filled(sums: Sequence[Hour], by_hour: bool) -> list[Hour]:
    """With the steps in between, in which nobody entered."""
    whole: list[Hour] = []
    for each in sums:
        while whole and (following := _next(whole[-1].at, by_hour)) < each.at:
            whole.append(Hour(following, 0, 0, 0))
        whole.append(each)
    return whole


def _next(at: datetime, by_hour: bool) -> datetime:
    # A day in its zone may have 23 hours or 25: Python adds to what the clock on the wall shows.
    return at + (timedelta(hours=1) if by_hour else timedelta(days=1))


def _bar(number: int, each: Hour, highest: int) -> BarView:
    height = _scaled(each.entries, highest)
    return BarView(
        at=each.at,
        entries=each.entries,
        bursting=each.bursting,
        busiest=each.busiest,
        x=number * _PITCH,
        height=height,
        burst_height=min(_scaled(each.bursting, highest), height),
    )


def _scaled(count: int, highest: int) -> int:
    # Whatever is there is seen.
    return max(count * _TALLEST // highest, 2) if count else 0
