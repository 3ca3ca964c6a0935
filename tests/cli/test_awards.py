"""`award`: the promoter's part in what becomes of the prizes, at the command line."""

import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
import pytest

from competition.cli import main
from competition.config import load
from competition.services.instance import assemble
from competition.store.engine import Database
from tests.cli.operator import Operator, configured
from tests.fixtures.databases import Migrate
from tests.services import builders, drawn, winning
from tests.services.builders import SLUG, FakeClock, House
from tests.services.winning import RELEASED

VERBS = (
    *("status", "release", "stop", "resume", "vacate", "dispatch", "received"),
    *("codes", "handover", "evidence"),
)


@pytest.fixture
def operator(tmp_path: Path, sqlite_url: str, migrated: Migrate) -> Operator:
    migrated(sqlite_url)
    return Operator(configured(tmp_path / "config.toml", sqlite_url))


@pytest.fixture
def house(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A drawn competition; commands use its clock."""
    clock, config = FakeClock(), load(operator.config)
    monkeypatch.setattr("competition.cli.desk.assemble", partial(assemble, clock=clock))
    database = Database(config.database.url)
    house = House(database, assemble(config, clock=clock), clock)
    builders.publish(database, house.instance, **drawn.WITH_ROUND)
    clock.at = builders.OPENS.replace(day=2)
    drawn.fill(house)
    drawn.draw_by_clock(house)
    clock.at = RELEASED
    yield house
    database.close()


def award(operator: Operator, *words: str) -> str:
    return operator.run("award", SLUG, *words).stdout


def test_every_verb_and_every_option_explains_itself(operator: Operator) -> None:
    group = main.commands["award"]
    assert isinstance(group, click.Group)
    assert tuple(group.commands) == VERBS
    for name, command in group.commands.items():
        assert "Usage: " in operator.run("award", SLUG, name, "--help").stdout
        assert command.short_help
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, parameter.name
                assert parameter.help.endswith((".", "]")), parameter.help


def test_a_release_lists_everyone_masked_and_takes_their_number_only(
    operator: Operator, house: House
) -> None:
    assert "3 winners wait for your release" in award(operator)
    refused = operator.run("award", SLUG, "release", "--number", "4", code=1)
    assert refused.stdout.count("r••••@e•••••.com") == 3
    assert "There are 3." in refused.stderr
    assert "Released: 3 messages to winners" in award(operator, "release", "--number", "3")
    assert "told a winner" in operator.run("tick").stdout
    assert "Told, not yet claimed (3)" in award(operator)
    assert award(operator, "release") == "Released before: the clock tells the winners.\n"


def test_a_stop_is_obeyed_by_the_clock_until_it_is_lifted(operator: Operator, house: House) -> None:
    award(operator, "release", "--number", "3")
    for scope in ([], ["--everywhere"]):
        award(operator, "stop", *scope)
        assert operator.run("tick").stdout == "Nothing was due.\n"
        assert "The mail is stopped." in award(operator, "status")
        award(operator, "resume", *scope)
    assert "told a winner" in operator.run("tick").stdout


def test_a_prize_is_given_up_sent_and_received(operator: Operator, house: House) -> None:
    award(operator, "release", "--number", "3")
    operator.run("tick")
    vacate = ("vacate", "1", "ineligible")
    assert operator.refused("award", SLUG, *vacate) == [
        "A prize is given up for this reason only if somebody approves it."
    ]
    assert "It passed to reserve 1." in award(operator, *vacate, "--approved-by", "jo")
    winning.claim(house, 2)
    award(operator, "dispatch", "2", "--carrier", "Royal Mail", "--tracking", "AB 1")
    award(operator, "received", "2")
    said = award(operator)
    assert "Received (1)" in said
    assert "Passed on (1)" in said
    assert operator.refused("award", SLUG, "received", "9") == ["Nobody holds prize unit 9."]


def test_codes_are_loaded_from_a_file_once(operator: Operator, house: House, tmp_path: Path) -> None:
    file = tmp_path / "codes.txt"
    file.write_text("AAAA-1111\nBBBB-2222\n\nAAAA-1111\n")
    assert award(operator, "codes", str(file)).startswith("Loaded 2 codes.")
    assert award(operator, "codes", str(file)).startswith("Loaded 0 codes.")
    assert operator.refused("award", SLUG, "codes", str(file), "--prize", "2") == [
        "This draw has no prize number 2."
    ]
    assert "Load more codes" in award(operator)


def test_a_link_for_a_distributor_is_printed(operator: Operator, house: House) -> None:
    assert "/handover/" in award(operator, "handover", "--days", "3")
    assert "1 to 30 days" in operator.refused("award", SLUG, "handover", "--days", "31")[0]


def test_the_evidence_pack_is_written(operator: Operator, house: House, tmp_path: Path) -> None:
    target = tmp_path / "pack.zip"
    operator.run("award", SLUG, "evidence", "--output", str(target))
    assert "rule-8.24/record.zip" in zipfile.ZipFile(target).namelist()


def test_before_the_draw_there_is_nothing_to_give(operator: Operator) -> None:
    config = load(operator.config)
    database = Database(config.database.url)
    builders.publish(database, assemble(config, clock=FakeClock()), **drawn.WITH_ROUND)
    database.close()
    assert award(operator) == f"{SLUG} is scheduled: there are no prizes to give.\n"
    assert operator.refused("award", SLUG, "release", "--number", "1") == [
        "This competition is scheduled, so there are no prizes to give."
    ]
    assert operator.refused("award", "nothing") == [
        "There is no such competition. `competition status` lists those that there are."
    ]
