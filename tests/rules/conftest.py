"""A machine whose own clock stands somewhere else."""

import time
from collections.abc import Iterator

import pytest


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's own clock stands in New Zealand."""
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
