"""What the commands say of themselves."""

import click
import pytest

from competition.cli import main
from tests.cli.operator import Operator

ALL = [
    *("demo", "init", "keys", "serve", "worker", "tick"),
    *("create", "publish", "conflicts", "import", "status", "exclude", "freeze", "draw", "award", "audit"),
    "witness",
    *("export", "purge", "sar", "draw-list", "simulate"),
]


def test_the_commands_are_listed_in_the_order_in_which_one_needs_them(operator: Operator) -> None:
    assert [*main.commands] == ALL
    listed = operator.run("--help").stdout
    assert [listed.index(f"\n  {name} ") for name in ALL] == sorted(
        listed.index(f"\n  {name} ") for name in ALL
    )


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_every_option_explains_itself(operator: Operator, name: str) -> None:
    command = main.commands[name]
    said = operator.run(name, "--help").stdout
    assert "Usage: main" in said or "Usage: competition" in said
    assert command.help
    assert command.short_help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, parameter.name
            assert parameter.help.endswith((".", "]")), parameter.help


def test_the_version_is_said(operator: Operator) -> None:
    assert operator.run("--version").stdout.split()[1].count(".") == 2


def test_a_command_that_is_none_is_a_sentence(operator: Operator) -> None:
    said = operator.run("raffle", code=2).stderr
    assert "No such command 'raffle'" in said
