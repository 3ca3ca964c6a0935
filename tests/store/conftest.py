"""A database at the current schema, on each engine."""

from collections.abc import Iterator

import pytest

from competition.store.engine import Database
from competition.store.types import CompetitionId
from tests.fixtures.databases import Migrate
from tests.store.builders import store_competition


@pytest.fixture
def database(database_url: str, migrated: Migrate) -> Iterator[Database]:
    yield from _open(database_url, migrated)


@pytest.fixture
def sqlite_database(sqlite_url: str, migrated: Migrate) -> Iterator[Database]:
    yield from _open(sqlite_url, migrated)


@pytest.fixture
def postgresql_database(postgresql_url: str, migrated: Migrate) -> Iterator[Database]:
    yield from _open(postgresql_url, migrated)


@pytest.fixture
def competition_id(database: Database) -> CompetitionId:
    with database.write() as session:
        return store_competition(session)


def _open(url: str, migrated: Migrate) -> Iterator[Database]:
    migrated(url)
    database = Database(url)
    yield database
    database.close()
