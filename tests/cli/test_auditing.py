"""`audit` as cron and programs see it."""

import json
from pathlib import Path

import pytest

from tests.cli.operator import Operator, configured


def test_with_nothing_in_the_past_there_is_nothing_to_audit(operator: Operator) -> None:
    assert "nothing to audit" in operator.run("audit").stdout
    assert json.loads(operator.run("audit", "--json").stdout) == []


def test_an_audit_that_cannot_begin_could_not_check(operator: Operator, tmp_path: Path) -> None:
    assert "no such competition" in operator.refused("audit", "nobody", code=2)[0]
    away = Operator(configured(tmp_path / "away.toml", f"sqlite:///{tmp_path}/no/where.db"))
    assert away.refused("audit", code=2) == [
        "The database cannot be used. Look at database.url, and whether what it names is there."
    ]


def test_one_competition_is_audited_or_all(keeper: Operator) -> None:
    assert len(keeper.run("audit", "never-sorry").stdout.splitlines()) == 1
    assert keeper.run("audit", "--all").stdout == keeper.run("audit").stdout
    keeper.run("audit", "never-sorry", "--all", code=2)


def test_programs_read_steps_and_rows(keeper: Operator) -> None:
    found = json.loads(keeper.run("audit", "--json").stdout)
    assert [(one["slug"], one["draw"], one["level"], one["verdict"]) for one in found] == [
        ("never-sorry", 1, "self-consistent", "verified"),
        ("rehearsal", 1, "rehearsal", "verified"),
    ]
    assert {step["state"] for one in found for step in one["steps"]} <= {"passed", "nothing to check"}
    assert all(one["rows"] == [] and one["exit_code"] == 0 for one in found)


@pytest.mark.parametrize("verb", ["freeze", "draw"])
def test_the_past_stays_as_it_is(keeper: Operator, verb: str) -> None:
    before = keeper.run("audit", "--json").stdout
    keeper.run(verb, "never-sorry")
    assert keeper.run("audit", "--json").stdout == before
