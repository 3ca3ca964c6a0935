"""The site of the services' tests, with its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from competition.config import Config
from competition.services.instance import assemble
from competition.store.engine import Database
from competition.web.app import create_app
from tests.fixtures.databases import Migrate
from tests.services import builders
from tests.services.builders import FakeClock, House
from tests.web.compiled import COMPILED
from tests.web.reader import Reader


@dataclass
class Site:
    """A running app over a house of the services' tests."""

    app: Flask
    config: Config
    house: House

    def reader(self) -> Reader:
        client = self.app.test_client()
        assert isinstance(client, Reader)
        return client


def made(
    database: Database, url: str, described: dict[str, Any], sections: dict[str, dict[str, Any]]
) -> Site:
    """A site whose competition has been open for a day."""
    settings = {**builders.settings(), "database": {"url": url}}
    for name, values in sections.items():
        settings[name] = {**settings.get(name, {}), **values}
    config = Config.model_validate(settings)
    clock = FakeClock()
    own = assemble(config, clock=clock)
    builders.publish(database, own, **described)
    clock.at = builders.OPENS.replace(day=2)
    app = create_app(config, database, own)
    app.jinja_env.bytecode_cache = COMPILED
    app.test_client_class = Reader
    return Site(app, config, House(database, own, clock))


@pytest.fixture
def sections() -> dict[str, dict[str, Any]]:
    """Override to change the configuration of a test's site."""
    return {"limits": {"entries_per_minute": 1000}}


@pytest.fixture
def described() -> dict[str, Any]:
    """Override to change the description of a test's competition."""
    return {}


@pytest.fixture
def site(
    sqlite_url: str, migrated: Migrate, described: dict[str, Any], sections: dict[str, dict[str, Any]]
) -> Iterator[Site]:
    migrated(sqlite_url)
    database = Database(sqlite_url)
    yield made(database, sqlite_url, described, sections)
    database.close()


@pytest.fixture
def reader(site: Site) -> Reader:
    return site.reader()
