"""Local date and time to UTC. What the clocks on the wall show twice, or never, is refused (P12)."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from competition.rules.errors import RuleError
from competition.rules.wording import zone_name

_TEXT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


class LocalTimeError(RuleError):
    """A date and time that names no instant, or two. `readings` are the instants it may have meant."""

    def __init__(self, code: str, message: str, readings: tuple[datetime, ...] = ()) -> None:
        super().__init__(code, message)
        self.readings = readings


def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone; raises LocalTimeError for a name that is none."""
    try:
        return ZoneInfo(name)
    # A name such as `../x` or one with a NUL is a ValueError, a folder of the database an OSError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise LocalTimeError("zone", f"“{name}” is no time zone; write one such as Europe/London.") from None


def to_utc(text: str, zone: str) -> datetime:
    """Read `2026-08-29 18:00` on the clocks of `zone`, or a text with an offset, as an aware UTC instant.

    Raises LocalTimeError: `malformed`, `missing` (the clocks skip it) or `ambiguous` (they show it twice).
    """
    if not _TEXT.fullmatch(text):
        raise LocalTimeError("malformed", f"“{text}” is no date and time; write 2026-08-29 18:00.")
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else local_to_utc(moment, zone)
    except (ValueError, OverflowError):
        raise LocalTimeError("malformed", f"“{text}” is no real date and time.") from None


def local_to_utc(local: datetime, zone: str) -> datetime:
    """Turn a naive local time into UTC; raises LocalTimeError with both readings if they differ."""
    info = zone_named(zone)
    first, second = (local.replace(tzinfo=info, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    readings = tuple(sorted((first, second)))
    shown = _written(local)
    offers = " or ".join(_offer(reading, info) for reading in readings)
    if first < second:
        message = f"The clocks in {zone} show {shown} twice. Write {offers}."
        raise LocalTimeError("ambiguous", message, readings)
    raise LocalTimeError("missing", f"The clocks in {zone} never show {shown}. Write {offers}.", readings)


def _offer(instant: datetime, info: ZoneInfo) -> str:
    local = instant.astimezone(info)
    return f"{_written(local)} ({zone_name(instant, info.key)})"


def _written(at: datetime) -> str:
    """As it is to be typed: with its seconds where it has any."""
    return at.isoformat(" ", "seconds" if at.second else "minutes")


def whole_second_after(instant: datetime) -> datetime:
    """Return the first whole second that is not before `instant`: the format knows no parts of one."""
    floor = instant.replace(microsecond=0)
    return floor if floor == instant else floor + timedelta(seconds=1)
