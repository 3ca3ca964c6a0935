"""A published competition on each engine."""

from collections.abc import Iterator

import pytest

from competition.store.engine import Database
from competition.store.schema import migrate
from tests.services import builders
from tests.services.builders import FakeClock, House


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    migrate(database_url)
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
