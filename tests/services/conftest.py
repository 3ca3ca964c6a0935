"""A published competition on each engine."""

from collections.abc import Iterator

import pytest

from competition.store.engine import Database
from tests.fixtures.databases import Migrate
from tests.services import builders
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
