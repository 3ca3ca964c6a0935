"""A database at the current schema, on each engine."""

from collections.abc import Iterator

import pytest

from competition.store.engine import Database
from competition.store.schema import migrate
from competition.store.types import CompetitionId
from tests.store.builders import store_competition


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    yield from _open(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    yield from _open(sqlite_url)


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    yield from _open(postgresql_url)


@pytest.fixture
def competition_id(database: Database) -> CompetitionId:
    with database.write() as session:
        return store_competition(session)


def _open(url: str) -> Iterator[Database]:
    migrate(url)
    database = Database(url)
    yield database
    database.close()
