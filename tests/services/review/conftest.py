"""Admins look through entries here."""

import pytest

from competition.store.engine import Database
from tests.services.builders import House
from tests.services.drawn import open_house


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""


@pytest.fixture
def opened(database: Database) -> House:
    """As `house`, with a draw by a recorded round."""
    return open_house(database)
