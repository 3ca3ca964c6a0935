"""`init --owner`: how the first person gets to the desk, and how somebody gets back in."""

from pathlib import Path

import pytest

from tests.cli.operator import Operator
from tests.cli.test_setting_up import SAID


@pytest.fixture
def nothing(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "config.toml")


def test_init_prints_a_link_for_the_owner_and_says_how_while_there_is_nobody(nothing: Operator) -> None:
    assert "--owner ADDRESS" in nothing.run("init", *SAID).stdout
    said = nothing.run("init", "--owner", "olive@example.com", "--owner-name", "Olive").stdout
    assert "/admin/join/" in said
    assert "--owner ADDRESS" not in nothing.run("init").stdout


def test_an_owner_s_address_that_is_none_is_refused(nothing: Operator) -> None:
    nothing.run("init", *SAID)
    assert "ann@example.com" in nothing.refused("init", "--owner", "olive")[0]
