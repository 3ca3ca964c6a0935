"""The three competitions of the demonstration."""

import tomllib
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from competition.cli.demo import winners
from competition.cli.demo.past import Past, past
from competition.rules import describing
from competition.rules.description import Description
from competition.rules.lifecycle import freeze_due
from competition.services import excluding
from competition.services.instance import Instance
from competition.store.engine import Database

OPEN, DRAWN, REHEARSAL = "never-sorry", "silent-films", "rehearsal"
ROUND = 31799517

_FIRST = [
    "Ada",
    "Bea",
    "Cem",
    "Dora",
    "Edi",
    "Fay",
    "Gus",
    "Hana",
    "Ivo",
    "Jana",
    "Kit",
    "Lena",
    "Max",
    "Nora",
    "Otto",
    "Pia",
    "Quin",
    "Rosa",
    "Sam",
    "Tess",
    "Uma",
    "Vera",
    "Will",
    "Zoe",
]
_LAST = ("Archer", "Brook", "Carter")


def stage(database: Database, instance: Instance) -> None:
    """Make all three, the oldest first, as if the service had run all that time."""
    story = past(database, instance)
    now = datetime.now(tz=UTC).replace(microsecond=0)
    _drawn(story)
    _rehearsal(story, now)
    _open(story, now)


def _drawn(story: Past) -> None:
    """Entered over eleven days in August 2026, and drawn by the round that appeared on the 31st."""
    description = _description(DRAWN)
    table = description.timetable(opens=description.opens or description.closes)
    story.clock.at = table.opens - timedelta(days=3)
    story.publish(description, _data(f"{DRAWN}.svg"))
    tickets: list[str] = []
    people = [f"{first} {_LAST[number % 3]}" for number, first in enumerate(_FIRST)]
    for day in range(12):
        story.tick(table.opens + timedelta(days=day, minutes=1))
        story.clock.at += timedelta(hours=3, minutes=17 * day)
        tickets += story.enter(DRAWN, people[2 * day : 2 * day + 2])
    with story.database.write() as session:
        excluding.exclude(session, DRAWN, tickets[7], "duplicate", actor="operator", instance=story.instance)
    for at in (table.closes, freeze_due(table), table.draw_at + timedelta(seconds=2)):
        story.tick(at, lambda _chain, _round: iter([_data(f"drand-{ROUND}.json")]))
    winners.give(story, DRAWN)


def _rehearsal(story: Past, now: datetime) -> None:
    """Open for two hours, with a dozen entries; by itself it would close a week after the open one."""
    opens = now - timedelta(hours=2)
    description = _description(REHEARSAL, opens=_text(opens), closes=_text(_evening(now, days=14)))
    story.clock.at = opens - timedelta(minutes=10)
    story.publish(description, _data(f"{REHEARSAL}.svg"))
    for step in range(4):
        story.tick(opens + timedelta(minutes=5 + 25 * step))
        story.enter(REHEARSAL, [f"{first} Dean" for first in _FIRST[3 * step : 3 * step + 3]])
    story.tick(now - timedelta(minutes=10))


def _open(story: Past, now: datetime) -> None:
    """Opened an hour ago; closes at six in the evening a week from today."""
    opens = now - timedelta(hours=1)
    description = _description(OPEN, opens=_text(opens), closes=_text(_evening(now, days=7)))
    story.clock.at = opens - timedelta(minutes=1)
    story.publish(description, _data(f"{OPEN}.svg"))
    story.tick(opens)


def _evening(now: datetime, *, days: int) -> datetime:
    """Six in the evening in London, so many days from today."""
    zone = ZoneInfo("Europe/London")
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=days), time(18), zone)


def _text(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _description(slug: str, **dates: Any) -> Description:
    return describing.parse({**tomllib.loads(_data(f"{slug}.toml").decode("utf-8")), **dates})


def _data(name: str) -> bytes:
    return files("competition.cli.demo").joinpath(name).read_bytes()
