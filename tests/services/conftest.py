"""A published competition on each engine."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from competition.store.engine import Database
from tests.fixtures.databases import Migrate
from tests.services import builders, winning
from tests.services.builders import FakeClock, House


@pytest.fixture
def database(database_url: str, migrated: Migrate) -> Iterator[Database]:
    migrated(database_url)
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def house(database: Database) -> House:
    """The competition is published; it is the second day of the opening."""
    clock = FakeClock()
    own = builders.instance(clock)
    builders.publish(database, own)
    clock.at = builders.OPENS.replace(day=2)
    return House(database, own, clock)


@pytest.fixture(scope="session")
def drawn_past(tmp_path_factory: pytest.TempPathFactory, migrated: Migrate) -> tuple[Path, House]:
    """A house of SQLite with a public result, made once and copied for each test of what follows."""
    path = tmp_path_factory.mktemp("drawn") / "competition.db"
    migrated(f"sqlite:///{path}")
    database = Database(f"sqlite:///{path}")
    house = winning.drawn_house(database)
    database.close()
    return path, house


@pytest.fixture
def drawn_house(drawn_past: tuple[Path, House], sqlite_url: str) -> Iterator[House]:
    """Drawn, and nobody is told yet: three prizes, two reserves, six tickets."""
    path, house = drawn_past
    shutil.copyfile(path, sqlite_url.removeprefix("sqlite:///"))
    database, clock = Database(sqlite_url), FakeClock(house.clock.at)
    yield House(database, replace(house.instance, clock=clock), clock)
    database.close()
