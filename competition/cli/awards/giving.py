"""`award SLUG vacate`, `dispatch`, `received`, `codes`, `handover`, `evidence`: the promoter's part."""

import sys
from pathlib import Path

import click

from competition.cli.awards.case import Case, at_case, unit
from competition.cli.files import write_whole
from competition.cli.refusals import Refusal, content
from competition.rules.wording import plural
from competition.services.awards import digital, handing_over, sending, vacating
from competition.services.awards import evidence as packs

_LARGEST_CODES = 1 << 20


@click.command(short_help="Give up a prize unit for a reason of the terms; the next reserve gets it.")
@unit
@click.argument("reason")
@click.option("--approved-by", "approvers", multiple=True, metavar="CODE", help="Who approves; name each.")
@click.option("--evidence", default="", metavar="TEXT", help="What they saw. Only its digest is public.")
@at_case
def vacate(case: Case, unit: int, reason: str, approvers: tuple[str, ...], evidence: str) -> None:
    """Give up prize unit UNIT for a REASON that the manifest names; the next reserve gets it at once."""
    following = case.do(vacating.vacate, unit, reason, approvers=approvers, evidence=evidence)
    passed = f"It passed to reserve {following.number}." if following else "No reserve is left."
    click.echo(f"Prize unit {unit} was given up: {reason}. {passed}")


@click.command(short_help="Note that a prize is on its way, and tell the winner.")
@unit
@click.option("--carrier", required=True, metavar="NAME", help="Who carries it.")
@click.option("--tracking", default="", metavar="NUMBER", help="By which the winner can follow it.")
@at_case
def dispatch(case: Case, unit: int, carrier: str, tracking: str) -> None:
    """Note that prize unit UNIT is on its way. The winner is told, and asked later whether it has come."""
    case.do(sending.dispatch, unit, carrier=carrier, tracking=tracking)
    click.echo(f"Prize unit {unit} is on its way. The winner is told by mail.")


@click.command(short_help="Note that a prize has come.")
@unit
@at_case
def received(case: Case, unit: int) -> None:
    """Note that prize unit UNIT has come. With the last one the competition is completed."""
    case.do(sending.mark_received, unit)
    click.echo(f"Prize unit {unit} was received.")


@click.command(short_help="Load the codes of a digital prize.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--prize",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Which prize of the list.",
)
@at_case
def codes(case: Case, file: Path, prize: int) -> None:
    """Load the codes in FILE, one a line, for a digital prize. They lie sealed; each is shown once."""
    try:
        lines = content(file, largest=_LARGEST_CODES).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refusal([f"{file} is not UTF-8 text: save it as UTF-8."]) from None
    loaded = case.do(digital.load, prize, lines)
    click.echo(f"Loaded {plural(loaded, 'code')}. Delete {file} now.")


@click.command(short_help="Make a link by which a distributor gets the addresses.")
@click.option("--days", type=int, default=7, show_default=True, metavar="N", help="How long it opens.")
@at_case
def handover(case: Case, days: int) -> None:
    """Make a link to the addresses of winners who wait for their prize. Whoever has it can take them."""
    click.echo(case.do(handing_over.make, days))


@click.command(short_help="Write the evidence pack, by rule number.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to; - for stdout.  [default: SLUG-evidence.zip in this folder]",
)
@at_case
def evidence(case: Case, output: Path | None) -> None:
    """Write a zip laid out by rule number: an index, what was published, the record of the draw."""
    data = case.look(packs.pack)
    if str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    target = output or Path(f"{case.slug}-evidence.zip")
    write_whole(target, data)
    click.echo(f"Wrote {target}.", err=True)
