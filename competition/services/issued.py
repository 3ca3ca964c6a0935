"""How the number of tickets grew, from the public log alone: anybody can draw the same line."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from competition.draw.loglines import Line
from competition.services.views import IssuedView

# From so many counts on, only the last one of each day is shown.
_MOST = 72
_WIDTH, _HEIGHT, _EDGE = 640, 140, 2


def issued(lines: Sequence[Line], zone: str) -> IssuedView | None:
    """The counts as a rising line with their figures; None for fewer than two, or where nobody entered."""
    counts = [
        (datetime.fromtimestamp(line.time, tz=UTC), line.number("issued"))
        for line in lines
        if line.kind == "count"
    ]
    if len(counts) > _MOST:
        by_day = {at.astimezone(ZoneInfo(zone)).date(): (at, count) for at, count in counts}
        counts = [*by_day.values()]
    if len(counts) < 2 or not counts[-1][1]:
        return None
    return IssuedView(tuple(counts), _path(counts), _WIDTH, _HEIGHT)


def _path(counts: Sequence[tuple[datetime, int]]) -> str:
    """Level until the next count, and then up: between two counts nobody knows when the tickets came."""
    first, last, highest = counts[0][0], counts[-1][0], counts[-1][1]
    seconds = max((last - first).total_seconds(), 1)
    steps: list[str] = []
    for at, count in counts:
        x = round(_EDGE + (_WIDTH - 2 * _EDGE) * (at - first).total_seconds() / seconds)
        y = round(_HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * count / highest)
        steps.append(f"H{x}V{y}" if steps else f"M{x} {y}")
    return "".join(steps)
