"""Databases with a past, copied for each test: what one test breaks, the next does not see."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.operator import Operator, configured
from tests.cli.past import lived
from tests.fixtures.databases import ENGINES, Migrate
from tests.fixtures.postgresql import Server


@pytest.fixture
def operator(tmp_path: Path, database_url: str, migrated: Migrate) -> Operator:
    """An empty database of each engine, made as `competition init` makes it."""
    migrated(database_url)
    return Operator(configured(tmp_path / "config.toml", database_url))


@pytest.fixture(scope="session")
def past_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("past") / "competition.db"
    lived(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def past_database(postgresql: Server) -> Iterator[str]:
    """The name of the database to copy."""
    name = "past"
    postgresql.create(name, "template0")
    lived(postgresql.url(name))
    yield name
    postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=ENGINES)
def past_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of the database with a past, on each engine."""
    if request.param == "sqlite":
        copy = tmp_path / "copy.db"
        shutil.copyfile(request.getfixturevalue("past_file"), copy)
        yield f"sqlite:///{copy}"
        return
    server: Server = request.getfixturevalue("postgresql")
    original, name = request.getfixturevalue("past_database"), "copy"
    server.create(name, original)
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def keeper(past_url: str, tmp_path: Path) -> Operator:
    """An operator whose database has a past."""
    return Operator(configured(tmp_path / "config.toml", past_url))
