"""`init --owner`: how the first person gets to the desk, and how somebody gets back in."""

from pathlib import Path

import pytest

from competition.cli.desk import Desk
from competition.services.admins import founding
from competition.services.admins.founding import Founder
from tests.cli.operator import Operator
from tests.cli.test_setting_up import SAID
from tests.services.admins.staff import PASSWORD


@pytest.fixture
def nothing(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "config.toml")


def test_init_prints_a_link_for_the_first_owner_until_there_is_one(nothing: Operator) -> None:
    first, second = (_link(nothing.run("init", *said).stdout) for said in (SAID, ()))
    assert first != second
    desk = Desk(nothing.config)
    with desk.database() as database, database.write() as session:
        token = second.rpartition("/")[2]
        founder = Founder("Olive", "olive@example.com", PASSWORD)
        founding.found(session, token, founder, instance=desk.instance)
    assert "/admin/set-up/" not in nothing.run("init").stdout


def _link(said: str) -> str:
    return next(word for word in said.split() if "/admin/set-up/" in word)


def test_init_makes_a_link_for_a_person_who_is_named(nothing: Operator) -> None:
    nothing.run("init", *SAID)
    said = nothing.run("init", "--owner", "olive@example.com", "--owner-name", "Olive").stdout
    assert "/admin/join/" in said
    assert "/admin/set-up/" not in said


def test_an_owner_s_address_that_is_none_is_refused(nothing: Operator) -> None:
    nothing.run("init", *SAID)
    assert "ann@example.com" in nothing.refused("init", "--owner", "olive")[0]
