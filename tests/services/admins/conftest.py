"""Many sign in here."""

import pytest


@pytest.fixture(autouse=True)
def _quickly(quick_passwords: None) -> None:
    """Hash quickly."""
