"""Killed at any statement, a freeze or a draw leaves nothing half-done (guarantee F2)."""

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from competition.config import Config
from competition.services import facts
from competition.services.instance import assemble
from competition.services.records import StoredRecord
from competition.store import freezes
from competition.store.engine import Database
from tests.services import builders, drawn, killing
from tests.services.builders import FakeClock, House

ROOT = Path(__file__).parents[2]


class UndoneError(Exception):
    """Ends a transaction, so that nothing of it stays."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A house just before a piece of work, and the process that will be killed over it."""

    house: House
    settings: dict[str, Any]
    url: str
    what: str

    def kill(self, *, after_a_commit: bool = False) -> int:
        """Kill the work at its first statement, its second ... until it gets through; returns the tries.

        Or kill it once, in its middle, where the control has put a commit.
        """
        given = {
            "settings": self.settings,
            "now": self.house.clock.at.isoformat(),
            "url": self.url,
            "what": self.what,
            "early": after_a_commit,
        }
        ran = subprocess.run(
            [sys.executable, "-m", "tests.services.killing"],
            input=json.dumps(given),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert ran.returncode == 0, ran.stderr
        return int(ran.stdout or 0)

    def undisturbed(self) -> dict[str, bytes]:
        """The record as it would be if nobody were killed; the database stays as it was."""
        with suppress(UndoneError), self.house.write() as session:
            killing.WORK[self.what](session, self.house.instance)
            competition = facts.public(session, builders.SLUG)
            row = freezes.last_freeze(session, competition.id)
            assert row is not None
            expected = StoredRecord(session, competition, row).files()
            raise UndoneError
        return expected


@pytest.fixture(params=["freeze", "draw"])
def moment(request: pytest.FixtureRequest, database: Database, database_url: str) -> Moment:
    settings = {**builders.settings(), "database": {"url": database_url}}
    clock = FakeClock()
    house = House(database, assemble(Config.model_validate(settings), clock=clock), clock)
    builders.publish(database, house.instance, **drawn.WITH_ROUND)
    clock.at = builders.OPENS.replace(day=2)
    drawn.fill(house)
    if request.param == "draw":
        drawn.freeze_by_clock(house)
        clock.at = drawn.ROUND_AT
    else:
        clock.at = builders.CLOSES
        drawn.tick(house)
        clock.at = drawn.FREEZE_DUE
    return Moment(house, settings, database_url, request.param)


def test_killed_at_any_statement_the_work_is_undone_and_comes_out_the_same_when_it_is_done_again(
    moment: Moment,
) -> None:
    expected = moment.undisturbed()
    assert drawn.files(moment.house) != expected
    # Each try began where the one before was killed: had anything stayed, the last would not come out so.
    assert moment.kill() > 10
    assert drawn.files(moment.house) == expected


def test_control_with_a_commit_in_the_middle_half_of_the_work_is_seen(moment: Moment) -> None:
    before, expected = drawn.files(moment.house), moment.undisturbed()
    moment.kill(after_a_commit=True)
    assert drawn.files(moment.house) not in (before, expected)
