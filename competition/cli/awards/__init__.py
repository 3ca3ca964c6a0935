"""`award`: what becomes of the prizes of one competition, and the promoter's part in it."""

import click

from competition.cli.awards import giving, telling
from competition.cli.awards.case import Case
from competition.cli.desk import Desk, at_desk


@click.group(
    short_help="Follow the prizes of a competition: tell winners, send, replace.",
    invoke_without_command=True,
    no_args_is_help=True,
)
@click.argument("slug")
@at_desk
@click.pass_context
def award(ctx: click.Context, desk: Desk, slug: str) -> None:
    """Follow the prizes of SLUG. Without a further word: who holds what, the next step, when it is due.

    Nobody is told that they have won before `release`. After it the clock tells, reminds, and passes on what
    nobody claims. Names are masked here; addresses go out by `handover` alone.
    """
    ctx.obj = Case(desk, slug)
    if ctx.invoked_subcommand is None:
        ctx.invoke(telling.status)


for command in (
    telling.status,
    telling.release,
    telling.stop,
    telling.resume,
    giving.vacate,
    giving.dispatch,
    giving.received,
    giving.codes,
    giving.handover,
    giving.evidence,
):
    award.add_command(command)
