"""A house whose competition is drawn by a real recorded drand round."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from competition.draw.beacon import DrandValue
from competition.draw.chains import QUICKNET
from competition.services import clockwork, drawing, facts
from competition.services.records import StoredRecord
from competition.store import freezes
from competition.store.engine import Database
from tests.services import builders
from tests.services.builders import FakeClock, House

ROUND = 31799517
ROUND_AT = datetime(2026, 8, 31, 18, 45, 15, tzinfo=UTC)
# Half-way between the last confirmation and the latest freeze, when the clock freezes by itself.
FREEZE_DUE = builders.CONFIRM_BY + timedelta(minutes=30)
WITH_ROUND = {"draw_at": "2026-08-31 19:45:15", "reserves": 2}

_ROUNDS = json.loads((Path(__file__).parent.parent / "vectors" / "drand_rounds.json").read_text())["rounds"]


def recorded(round_: int) -> DrandValue:
    """A round of quicknet as it was published."""
    found = next(
        one for one in _ROUNDS if one["round"] == round_ and one["valid"] and one["chain"] == "quicknet"
    )
    return DrandValue(QUICKNET.chain_hash, round_, found["signature"])


def answer(round_: int = ROUND) -> bytes:
    """A relay's answer for a round, in drand's own JSON."""
    value = recorded(round_)
    said = {"round": value.round, "randomness": value.value, "signature": value.signature}
    return json.dumps(said).encode()


def relay(*answers: bytes) -> clockwork.Fetch:
    """A relay that gives these answers, whatever it is asked."""

    def fetch(chain_hash: str, round_: int) -> Iterator[bytes]:
        yield from answers

    return fetch


def open_house(database: Database, **changes: object) -> House:
    """A published competition on the second day of its opening; its draw takes the recorded round."""
    clock = FakeClock()
    own = builders.instance(clock)
    builders.publish(database, own, **{**WITH_ROUND, **changes})
    clock.at = builders.OPENS.replace(day=2)
    return House(database, own, clock)


def fill(house: House, count: int = 6, **typed: object) -> None:
    """Enter and confirm so many people."""
    for number in range(count):
        house.enter(f"reader{number}@example.com", **typed)
        house.confirm(f"reader{number}@example.com")


def tick(house: House, *answers: bytes) -> list[str]:
    """Let the clock work once; what it did, in its words."""
    done = clockwork.tick(house.database, instance=house.instance, fetch=relay(*answers))
    return [one.what for one in done]


def freeze_by_clock(house: House) -> None:
    """Open, close and freeze, as the worker does."""
    for at in (house.clock.at, builders.CLOSES, FREEZE_DUE):
        house.clock.at = at
        tick(house)


def draw_by_clock(house: House) -> None:
    """All the way to the published result."""
    freeze_by_clock(house)
    house.clock.at = ROUND_AT
    tick(house, answer())


def files(house: House) -> dict[str, bytes]:
    """The published record, rebuilt from the database."""
    with house.database.read() as session:
        competition = facts.public(session, builders.SLUG)
        row = freezes.last_freeze(session, competition.id)
        return StoredRecord(session, competition, row).files() if row else {}


def draw_by_hand(house: House, value: DrandValue) -> None:
    with house.write() as session:
        drawing.draw(session, builders.SLUG, value, instance=house.instance)
