"""`draw-list`: a whole record from a list that was made elsewhere, without the service and its database."""

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from competition.cli.desk import Desk
from competition.cli.list_draws import signing
from competition.cli.list_draws.asked import Asked
from competition.cli.list_draws.finishing import finish
from competition.cli.list_draws.freezing import freeze, read
from competition.cli.list_draws.signing import Signing
from competition.rules import list_terms

_FILE = click.Path(path_type=Path)


def now() -> datetime:
    return datetime.now(tz=UTC)


@click.command("draw-list", short_help="Draw from a list made elsewhere; needs no service and no database.")
@click.argument("file", type=_FILE, required=False)
@click.option("--prizes", type=click.IntRange(1, list_terms.MOST_PRIZES), metavar="N", help="How many win.")
@click.option("--title", metavar="TEXT", help="What the draw is called, in public.")
@click.option("--column", metavar="NAME", help="The column of the addresses, by name or number, if several.")
@click.option(
    "--reserves",
    type=click.IntRange(0, list_terms.MOST_PRIZES),
    default=0,
    show_default=True,
    metavar="N",
    help="How many reserves are drawn behind the winners.",
)
@click.option(
    "--beacon",
    type=click.Choice(["drand", "event", "rehearsal"]),
    default="drand",
    show_default=True,
    help="Where the random value comes from.",
)
@click.option(
    "--draw-at",
    metavar="TIME",
    help="When the value is due, in UTC, such as '2026-12-05 20:00'.  [default: in 16 minutes]",
)
@click.option("--event", "event", metavar="TEXT", help="With --beacon event: which public event, in words.")
@click.option("--event-bits", type=click.IntRange(64, 10**6), metavar="N", help="How much chance is in it.")
@click.option("--promoter", metavar="NAME", help="Who answers for the draw.")
@click.option("--promoter-address", metavar="TEXT", help="The promoter's postal address, on one line.")
@click.option("--output", type=_FILE, metavar="FOLDER", help="Where to.  [default: FILE-draw]")
@click.option("--check", is_flag=True, help="Read the list, say what is on it, and stop.")
@click.option("--freeze-only", is_flag=True, help="Freeze the list and stop; draw it later with --resume.")
@click.option("--resume", type=_FILE, metavar="FOLDER", help="Draw a list that was frozen before.")
@click.option(
    "--beacon-file",
    type=_FILE,
    metavar="ROUND.JSON",
    help="With --resume: a drand relay's answer, or a beacon.json. Without it the relays are asked.",
)
@click.option("--event-numbers", "numbers", metavar="TEXT", help="With --resume: the numbers of the event.")
@click.option("--typed-by", "code", metavar="CODE", help="Who typed them: the public record names this code.")
@click.pass_context
def draw_list(context: click.Context, /, **options: Any) -> None:
    """Draw from FILE, a list that a spreadsheet, a form or a poll exported as CSV.

    Every mailbox gets one ticket. A row that cannot be read is named by its line, and then nothing is drawn.
    The list is frozen and signed; the random value that decides is fixed with it and comes into being
    afterwards. The command waits for it, or stops and goes on later with --resume. An event's numbers are
    typed in two runs, by two people.

    The folder holds the record, the same as record.zip, a certificate to print, and a private part: the
    openings that show whose a ticket is. With --config the installation signs; else a key is made for this
    draw, and destroyed with its last signature.
    """
    asked = Asked(**options)
    given, configured = asked.given(), signing.configured(context, context.ensure_object(Desk))
    if asked.resume is None and not _frozen(asked, configured):
        return
    finish(asked.folder(), given, configured=configured, now=now)


def _frozen(asked: Asked, configured: Signing | None) -> bool:
    """Freeze the list that was named; whether its draw is to follow at once."""
    source, signs = asked.source(), configured or signing.fresh()
    said = None if asked.check else asked.said(signs.promoter)
    listed = read(source)
    if said is None:
        click.echo("Nothing was frozen.")
        return False
    folder = asked.folder()
    freeze(listed, said, folder, signing=signs, now=now)
    if asked.freeze_only or asked.beacon == "event":
        click.echo(f"Draw it with `competition draw-list --resume {shlex.quote(str(folder.path))}`.")
        return False
    return True
