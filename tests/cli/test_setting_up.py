"""`init` and `keys`: from nothing to a database, without ever overwriting a key."""

import os
import pty
import stat
import subprocess
from pathlib import Path

import pytest

from competition.adapters.keys import signer
from competition.config import load, parse
from competition.store import schema
from tests.cli.operator import Operator, configured
from tests.cli.processes import PROGRAM
from tests.configurations import GOOD, setting, without

SAID = (
    "--site-name", "Cinema “Example”",
    "--base-url", "https://cinema.example/draws",
    "--promoter-name", "Example Cinema Ltd",
    "--promoter-address", "1 Example Street, Leeds",
    "--contact", "draws@cinema.example",
    "--mail-host", "smtp.cinema.example",
    "--mail-sender", "draws@cinema.example",
)  # fmt: skip


@pytest.fixture
def nothing(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "config.toml")


def test_init_writes_a_configuration_that_only_its_owner_reads_and_makes_the_database(
    nothing: Operator,
) -> None:
    said = nothing.run("init", *SAID).stdout
    assert stat.S_IMODE(nothing.config.stat().st_mode) == 0o600
    config = load(nothing.config)
    assert config.site.name == "Cinema “Example”"
    assert schema.is_current(config.database.url)
    assert "competition publish" in said
    assert "back that file up" in said
    assert nothing.run("status").stdout.startswith("There is no competition yet.")


def test_init_makes_other_keys_each_time(tmp_path: Path) -> None:
    made = [Operator(tmp_path / name) for name in ("one.toml", "two.toml")]
    for operator in made:
        operator.run("init", *SAID)
    assert load(made[0].config).keys.secrets != load(made[1].config).keys.secrets
    assert load(made[0].config).keys.signing_key != load(made[1].config).keys.signing_key


def test_init_brings_the_database_of_an_existing_configuration_up_to_date_and_changes_nothing_else(
    tmp_path: Path, database_url: str
) -> None:
    operator = Operator(configured(tmp_path / "config.toml", database_url))
    before = operator.config.read_bytes()
    for _ in range(2):
        assert operator.run("init").stdout.startswith("The database is up to date.\n")
    assert operator.config.read_bytes() == before
    assert schema.is_current(database_url)


def test_init_overwrites_no_configuration(nothing: Operator) -> None:
    nothing.run("init", *SAID)
    before = nothing.config.read_bytes()
    assert "exists and is not changed" in nothing.refused("init", *SAID)[0]
    assert nothing.config.read_bytes() == before


def test_init_names_every_option_that_is_missing_and_writes_nothing(nothing: Operator) -> None:
    [sentence] = nothing.refused("init", *SAID[:2], code=2)
    assert sentence.startswith("Say it with an option: --base-url, --promoter-name")
    assert not nothing.config.exists()


def test_init_refuses_what_the_next_start_would_refuse_all_at_once(nothing: Operator) -> None:
    wrong = [value.replace("https", "http").replace("draws@", "draws") for value in SAID]
    sentences = nothing.refused("init", *wrong, code=2)
    assert [sentence.split()[0] for sentence in sentences] == ["site.base_url", "site.contact", "mail.sender"]
    assert not nothing.config.exists()


def test_keys_prints_a_section_that_makes_a_bad_configuration_good(nothing: Operator) -> None:
    nothing.config.write_text(setting("secrets", '["short"]')(GOOD))
    printed = nothing.run("keys")
    config = parse(GOOD.partition("[keys]")[0] + printed.stdout, "config.toml")
    assert len(config.keys.secrets[0]) >= 32
    assert "Keep a copy of the signing key" in printed.stderr


def test_keys_are_never_the_same_twice(nothing: Operator) -> None:
    assert nothing.run("keys").stdout != nothing.run("keys").stdout


def test_keys_shows_the_public_key_in_use_and_nothing_secret(operator: Operator) -> None:
    config = load(operator.config)
    shown = operator.run("keys", "--show").stdout.strip()
    assert shown == str(signer(config.keys.signing_seed, origin="cinema.example/draws").key)
    assert config.keys.signing_key not in shown


@pytest.mark.parametrize(
    "command", [["status"], ["serve"], ["worker"], ["audit"], ["init"], ["keys", "--show"], ["tick"]]
)
def test_no_command_starts_with_a_bad_configuration_and_all_its_faults_are_said_at_once(
    nothing: Operator, command: list[str]
) -> None:
    bad = setting("secrets", '["short"]')(setting("debug", "true")(without("base_url")(GOOD)))
    nothing.config.write_text(bad)
    sentences = nothing.refused(*command, code=2)
    assert [sentence.split()[0] for sentence in sentences] == [
        "site.base_url",
        "site.debug",
        "keys.secrets[1]",
    ]


def test_a_configuration_that_is_not_there_is_a_sentence(nothing: Operator) -> None:
    assert nothing.refused("status", code=2)[0].startswith("There is no configuration file")


def test_commands_refuse_a_database_that_init_has_not_made(tmp_path: Path, database_url: str) -> None:
    operator = Operator(configured(tmp_path / "config.toml", database_url))
    for command in (["status"], ["serve"], ["worker", "--once"], ["tick"], ["publish", "x"], ["audit"]):
        assert "competition init" in operator.refused(*command, code=2)[0]


def test_an_address_of_a_database_that_cannot_be_read_is_a_sentence_without_its_password(
    tmp_path: Path,
) -> None:
    url = "postgresql+psycopg://competition:hushhush@db.cinema.example:port/competition"
    [sentence] = Operator(configured(tmp_path / "config.toml", url)).refused("status", code=2)
    assert "cannot be read" in sentence
    assert "hushhush" not in sentence


def test_init_asks_somebody_who_sits_there_for_what_no_option_says(tmp_path: Path) -> None:
    terminal, inside = pty.openpty()
    command = [PROGRAM, "--config", "config.toml", "init", *SAID[:12]]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=inside, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        os.write(terminal, b"draws@cinema.example\n")
        said, asked = process.communicate(timeout=60)
    os.close(terminal)
    os.close(inside)
    assert process.returncode == 0, asked
    assert "The mail address that letters come from" in asked
    assert "fresh keys" in said
    assert load(tmp_path / "config.toml").mail.sender == "draws@cinema.example"
