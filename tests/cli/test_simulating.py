"""`simulate`: what chance did, in words and as bars."""

from click.testing import CliRunner

from competition.cli import main


def simulated(*arguments: str, code: int = 0) -> tuple[list[str], list[str]]:
    result = CliRunner().invoke(main, ["simulate", *arguments])
    assert result.exit_code == code, result.output
    return result.stdout.splitlines(), result.stderr.splitlines()


def test_it_says_what_chance_did_and_draws_a_bar_for_each_tenth() -> None:
    said, _ = simulated("--entries", "97", "--prizes", "3", "--draws", "200")
    assert said[0] == "97 entries, 3 prizes, drawn 200 times."
    bars = said[2:12]
    assert sum(int(bar.split()[-1]) for bar in bars) == 600
    assert max(bar.count("#") for bar in bars) == 40
    assert any("in a row" in sentence for sentence in said[12:])


def test_two_runs_are_not_the_same() -> None:
    assert simulated("--entries", "97", "--prizes", "3") != simulated("--entries", "97", "--prizes", "3")


def test_what_cannot_be_simulated_is_said_all_at_once() -> None:
    _, said = simulated("--entries", "1", "--prizes", "0", code=1)
    assert said == [
        "Type a number of entries from 2 to 1,000,000.",
        "Type a number of prizes from 1 to 10,000.",
    ]
    _, said = simulated("--entries", "1000000", "--prizes", "1", "--draws", "21", code=1)
    assert said == ["So long a list can be drawn 20 times at most."]
