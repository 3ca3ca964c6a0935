"""How instants, spans and numbers are said to people: in pages, mails and commands, in British English."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# Spelt out, because `strftime` says them in the language of whoever started the program.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WORDS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMERIC_ZONE = re.compile(r"([+-])(\d\d)(\d\d)?", re.ASCII)


def machine(at: datetime) -> str:
    """`2026-08-29T17:00:00Z`: for `datetime` attributes."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# Every letter and page names the same few.
@lru_cache(maxsize=256)
def moment(at: datetime, zone: str) -> str:
    """`Saturday 29 August 2026, 18:00 BST`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()]} {day(at, zone)}, {local:%H:%M} {zone_name(at, zone)}"


def exact_moment(at: datetime, zone: str) -> str:
    """`Saturday 29 August 2026, 18:00:07 BST`: where the second matters."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()]} {day(at, zone)}, {local:%H:%M:%S} {zone_name(at, zone)}"


def binding_moment(at: datetime, zone: str) -> str:
    """As `moment`, with seconds where there are any: for instants that decide, in the words that bind."""
    return exact_moment(at, zone) if at.second else moment(at, zone)


def short_moment(at: datetime, zone: str) -> str:
    """`29 Aug, 18:00 BST`, with seconds where there are any: for timelines whose year is clear."""
    local = at.astimezone(ZoneInfo(zone))
    clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return f"{local.day} {_MONTHS[local.month - 1][:3]}, {clock} {zone_name(at, zone)}"


def day(at: datetime, zone: str) -> str:
    """`29 August 2026`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def utc_clock(at: datetime) -> str:
    """`17:00 UTC`, said beside a local time so that nobody has to guess."""
    return f"{at.astimezone(UTC):%H:%M} UTC"


def binding_utc(at: datetime) -> str:
    """`17:00 UTC`, or `17:00:07 UTC`: said beside a `binding_moment`."""
    return f"{at.astimezone(UTC):%H:%M:%S} UTC" if at.second else utc_clock(at)


def zone_name(at: datetime, zone: str) -> str:
    """What people call the zone at that instant: `BST`; where it has no name, `UTC+3` or `UTC+5:30`."""
    name = at.astimezone(ZoneInfo(zone)).tzname() or "UTC"
    numeric = _NUMERIC_ZONE.fullmatch(name)
    if not numeric:
        return name
    sign, hours, minutes = numeric.groups()
    return f"UTC{sign}{int(hours)}" + (f":{minutes}" if minutes else "")


def time_left(until: datetime, now: datetime) -> str:
    """`6 days and 4 hours`, rounded down; the two largest units that say something."""
    minutes = max(until - now, timedelta()) // timedelta(minutes=1)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = [(days, "day"), (hours, "hour")] if days else [(hours, "hour"), (minutes, "minute")]
    return " and ".join(plural(count, word) for count, word in units if count) or "less than a minute"


def clock_left(until: datetime, now: datetime) -> str:
    """`02:14`, `26:00:05`: for a clock that is read from the back of a room."""
    seconds = max(until - now, timedelta()) // timedelta(seconds=1)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return (f"{hours:02}:" if hours else "") + f"{minutes:02}:{seconds % 60:02}"


def plural(count: int, word: str) -> str:
    """`1 ticket`, `1,204 tickets`."""
    return f"{number(count)} {word if count == 1 else word + 's'}"


def number(count: int) -> str:
    """`1,204`."""
    return f"{count:,}"


def number_word(count: int) -> str:
    """`three`, and digits above twelve."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else number(count)


def size(count: int) -> str:
    """`940 bytes`, `78 kB`, `1.3 MB`: decimal units, as file managers say them."""
    if count < 1000:
        return plural(count, "byte")
    if count < 1_000_000:
        return f"{(count + 500) // 1000} kB"
    return f"{count / 1_000_000:.1f} MB"
