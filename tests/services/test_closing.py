"""However many close a competition at once, it is closed once, and all of them see the same (P1)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from competition.rules import lifecycle
from competition.services import clockwork, facts, rehearsing
from competition.store import activity, competitions
from competition.store.engine import Database
from competition.store.models import Competition
from competition.store.types import CompetitionId
from tests.services import builders, drawn
from tests.services.builders import SLUG, FakeClock, House
from tests.services.racing import MANY, at_once

ID = CompetitionId(1)
# Fewer than connections: each of them holds one while it waits for the others.
_FEW = 8


@pytest.fixture
def due(house: House) -> House:
    """Open until this very instant."""
    drawn.tick(house)
    house.clock.at = builders.CLOSES
    return house


@pytest.fixture
def rehearsal(database: Database) -> House:
    clock = FakeClock()
    own = builders.instance(clock)
    builders.publish(database, own, beacon={"kind": "rehearsal"})
    clock.at = builders.OPENS.replace(day=2)
    house = House(database, own, clock)
    drawn.tick(house)
    return house


def work(house: House) -> str:
    """As each worker does; what it sees afterwards."""
    clockwork.step(house.database, ID, house.instance, drawn.relay())
    with house.database.read() as session:
        return competitions.by_id(session, ID).status


def closings(house: House) -> int:
    with house.database.read() as session:
        return len(activity.of_actions(session, ID, ["closed"]))


def having_all_seen_it_open(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Some workers of which none moves it before every one has read that it is due."""
    together, decide = Barrier(_FEW), lifecycle.next_step

    def decide_together(*given: Any, **named: Any) -> Any:
        together.wait(10)
        return decide(*given, **named)

    monkeypatch.setattr("competition.services.clockwork.next_step", decide_together)
    with ThreadPoolExecutor(_FEW) as pool:
        return list(pool.map(lambda _: work(house), range(_FEW)))


def test_two_hundred_who_close_at_once_close_once_and_all_see_it_closed(due: House) -> None:
    assert at_once(lambda: work(due)) == ["closed"] * MANY
    assert closings(due) == 1


def test_of_workers_that_all_saw_it_open_one_closes_it(due: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert having_all_seen_it_open(due, monkeypatch) == ["closed"] * _FEW
    assert closings(due) == 1


def test_control_a_move_that_does_not_look_at_the_status_closes_as_often_as_it_is_asked(
    due: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def move(session: Any, competition_id: CompetitionId, *, before: str, after: str) -> bool:
        session.execute(update(Competition).where(Competition.id == competition_id).values(status=after))
        return True

    monkeypatch.setattr(competitions, "move", move)
    having_all_seen_it_open(due, monkeypatch)
    assert closings(due) == _FEW


def close(house: House) -> Any:
    with house.write() as session:
        return rehearsing.close_now(session, SLUG, instance=house.instance)


def manifests(house: House) -> int:
    with house.database.read() as session:
        return len(competitions.manifests(session, facts.public(session, SLUG).id))


def test_two_hundred_who_close_a_rehearsal_at_once_move_its_dates_once(rehearsal: House) -> None:
    answers = at_once(lambda: close(rehearsal))
    assert answers == [rehearsal.clock.at + timedelta(seconds=2)] * MANY
    assert (manifests(rehearsal), closings(rehearsal)) == (2, 1)


def test_a_rehearsal_whose_list_was_not_frozen_in_its_seconds_is_closed_anew(rehearsal: House) -> None:
    close(rehearsal)
    rehearsal.clock.forward(seconds=12)
    assert close(rehearsal) == rehearsal.clock.at + timedelta(seconds=2)
    assert manifests(rehearsal) == 3


def test_control_without_looking_first_each_press_moves_them_again(
    rehearsal: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsing, "_closes_already", lambda _competition, _now: False)
    for _ in range(3):
        close(rehearsal)
        rehearsal.clock.forward(seconds=1)
    assert (manifests(rehearsal), closings(rehearsal)) == (4, 3)
