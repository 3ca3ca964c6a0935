"""`award SLUG status`, `release`, `stop`, `resume`: whether winners are told, and what is due."""

from dataclasses import replace

import click

from competition.cli.awards.case import Case, at_case
from competition.rules.wording import moment, plural
from competition.services.awards import board, releasing
from competition.services.awards.releasing import RecipientView, ReleaseView
from competition.services.views.award import BoardRow, BoardView


@click.command(short_help="Say who holds what, and what is due.")
@at_case
def status(case: Case) -> None:
    """Say who holds what, by state, with the next step and when it is due."""
    found: BoardView = case.look(board.board)
    for sentence in found.needs:
        click.echo(f"! {sentence}")
    for group in found.groups:
        click.echo(f"{group.title} ({len(group.rows)})")
        for row in group.rows:
            click.echo(f"  {_line(row, found.zone)}")
    if not found.groups:
        click.echo(f"{case.slug} is {found.status}: there are no prizes to give.")


def _line(row: BoardRow, zone: str) -> str:
    holder = f"{row.holder}, rank {row.rank}" + (f", reserve {row.reserve}" if row.reserve else "")
    due = f", {moment(row.due, zone)}" if row.due else ""
    return f"unit {row.unit}  {row.prize}  {holder}  {row.next}{due}{', late' if row.late else ''}"


@click.command(short_help="Let the first messages to winners go, after a look at every recipient.")
@click.option("--number", metavar="N", help="How many recipients you saw; asked for if it is not given.")
@at_case
def release(case: Case, number: str | None) -> None:
    """List everyone whom the first messages go to, ask for their number, and let the messages go."""
    found: ReleaseView = case.look(releasing.preview)
    if found.released:
        click.echo("Released before: the clock tells the winners.")
        return
    for one in found.recipients:
        click.echo(_recipient(one))
    if number is None:
        number = click.prompt("How many recipients do you see", err=True)
    count = case.do(releasing.release, number)
    click.echo(f"Released: {plural(count, 'message')} to winners, by the clock within seconds.")


def _recipient(one: RecipientView) -> str:
    reserve = f", reserve {one.reserve}" if one.reserve else ""
    return f"unit {one.unit}  {one.prize}  {one.name}  {one.address}  {one.ticket[:12]}{reserve}"


@click.command(short_help="Stop all mail of this competition, or of everything, before the next letter.")
@click.option("--everywhere", is_flag=True, help="Stop the mail of every competition.")
@at_case
def stop(case: Case, everywhere: bool) -> None:
    """Stop the mail: no further letter leaves, nobody is told, nothing lapses, until `resume`."""
    _scope(case, everywhere=everywhere).do(releasing.stop)
    click.echo("Stopped. Nothing leaves before `resume`.")


@click.command(short_help="Lift the stop; what waited goes on.")
@click.option("--everywhere", is_flag=True, help="Lift the stop of everything.")
@at_case
def resume(case: Case, everywhere: bool) -> None:
    """Lift the stop of this competition, or that of everything. Letters that waited go now."""
    _scope(case, everywhere=everywhere).do(releasing.resume)
    click.echo("Lifted.")


def _scope(case: Case, *, everywhere: bool) -> Case:
    return replace(case, slug=None) if everywhere else case
