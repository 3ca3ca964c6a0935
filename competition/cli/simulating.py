"""`simulate`: one list drawn many times, so that people see what chance does."""

import secrets
from collections.abc import Iterator

import click

from competition.cli.refusals import Refusal
from competition.rules import chance
from competition.rules.chance import TENTHS, Bounds, Chance, Shape
from competition.rules.errors import EntryRefusedError
from competition.rules.wording import number, plural

_MOST = Bounds(entries=1_000_000, prizes=10_000, draws=100_000, scores=20_000_000)
_WIDTH = 40


@click.command(short_help="Draw a made-up list many times, and say what chance did.")
@click.option("--entries", type=int, required=True, metavar="N", help="How long the list is.")
@click.option("--prizes", type=int, required=True, metavar="N", help="How many win each time.")
@click.option(
    "--draws", type=int, default=1000, show_default=True, metavar="N", help="How often it is drawn."
)
def simulate(entries: int, prizes: int, draws: int) -> None:
    """Draw a made-up list many times, each time with another random value, and say what chance did.

    The list is ranked as every competition is. Runs and repeats that look odd in one draw are common in many.
    """
    shape = Shape(entries, prizes, draws)
    try:
        chance.check(shape, _MOST)
    except EntryRefusedError as refused:
        raise Refusal([problem.message for problem in refused.problems]) from None
    happened = chance.simulate(shape, (secrets.token_hex(32) for _ in range(draws)))
    click.echo(f"{number(entries)} entries, {plural(prizes, 'prize')}, drawn {number(draws)} times.")
    for line in (*_picture(happened), *chance.sentences(happened)):
        click.echo(line)


def _picture(happened: Chance) -> Iterator[str]:
    """A bar for each tenth of the list by arrival."""
    tenths = happened.tenths()
    what = "tenth" if happened.shape.entries > TENTHS else "entry"
    yield f"Prizes by {what} of the list, in the order of arrival:"
    longest = max(tenths)
    for place, count in enumerate(tenths, 1):
        yield f"  {place:>2}  {'#' * (count * _WIDTH // longest):<{_WIDTH}}  {number(count)}"
