"""`freeze` and `draw` by hand: only what the manifest already allows, and each of them once."""

from datetime import timedelta
from pathlib import Path

import click

from competition.adapters import relay
from competition.cli.desk import Desk, at_desk
from competition.cli.numbers import typed
from competition.cli.refusals import NOT_TRIED, Refusal, content
from competition.cli.waiting import wait_until
from competition.draw import relayed
from competition.draw.errors import DrawError
from competition.rules.lifecycle import Status
from competition.services import draw_views, drawing, freezing, rehearsing
from competition.services.awaiting import Awaited
from competition.services.overview import one
from competition.services.views import DrawView
from competition.store.engine import Database

_LARGEST_ROUND = 16_384
_PATIENCE = timedelta(minutes=1)


@click.command(short_help="Freeze the list of a closed competition; a rehearsal is closed first.")
@click.argument("slug")
@at_desk
def freeze(desk: Desk, slug: str) -> None:
    """Freeze the list of SLUG: from then on it is public, signed, and can no longer change.

    The clock does this by itself. By hand it is possible once the last entries could be confirmed. An open
    rehearsal is closed at once, in public, and frozen some seconds later. Frozen once, it stays as it is.
    """
    with desk.database() as database:
        _close_rehearsal(database, slug, desk)
        with database.write() as session:
            freezing.freeze(session, slug, instance=desk.instance, actor="operator")
        with database.read() as session:
            view = draw_views.page(session, slug, instance=desk.instance)
            due = one(session, slug, instance=desk.instance).next_step
    if view.frozen is None:
        raise LookupError(f"{slug} was frozen and is not")
    click.echo(
        f"The list of {slug} is frozen: {view.frozen.entries:,} in, {view.frozen.excluded:,} left out."
    )
    click.echo(f"root {view.frozen.root}")
    if view.void is not None:
        click.echo(f"The draw is void: {view.void.reason}")
    if due is not None:
        click.echo(f"Next: `competition draw {slug}`, or the clock does it.")


def _close_rehearsal(database: Database, slug: str, desk: Desk) -> None:
    """Move the dates of a rehearsal to now, and wait the seconds in which entries may still be confirmed."""
    with database.write() as session:
        found = one(session, slug, instance=desk.instance)
        confirm_by = found.timetable.confirm_by
        if not found.rehearsal or found.status not in (Status.SCHEDULED, Status.OPEN, Status.CLOSED):
            return
        if desk.instance.clock(session) < confirm_by:
            confirm_by = rehearsing.close_now(session, slug, instance=desk.instance)
            click.echo(f"{slug} closes now.", err=True)
    wait_until(confirm_by, "The list is frozen", database=database, desk=desk)


@click.command(short_help="Draw a frozen list, once and for ever.")
@click.argument("slug")
@click.option(
    "--beacon-file",
    "file",
    type=click.Path(path_type=Path),
    metavar="ROUND.JSON",
    help="The random value: a drand relay's answer, or a beacon.json. Without it the relays are asked.",
)
@click.option(
    "--event-numbers",
    "numbers",
    metavar="TEXT",
    help="The numbers of a public event, sources parted by /, such as '7 8 11 / 2 3 9'. Typed twice, by two.",
)
@click.option("--typed-by", "code", metavar="CODE", help="Who typed them: the public record names this code.")
@at_desk
def draw(desk: Desk, slug: str, file: Path | None, numbers: str | None, code: str | None) -> None:
    """Draw the frozen list of SLUG with the random value that its manifest promised.

    The value is verified, wherever it comes from. There is one result for ever: a second draw shows the
    first. A rehearsal makes its own value. The numbers of an event are typed in two runs, by two people who
    do not see each other's: equal ones draw.
    """
    _require_one(file, numbers, code)
    with desk.database() as database:
        with database.read() as session:
            found = one(session, slug, instance=desk.instance)
        value = found.awaited
        if value is None:
            raise Refusal(
                [f"The list of {slug} is not frozen. Do that first with `competition freeze {slug}`."]
            )
        if found.status == Status.VOIDED:
            raise Refusal([f"{slug} is void and is not drawn. `competition export {slug}` gives its record."])
        if found.status == Status.FROZEN:
            _wait_a_little(value, database, desk)
            if numbers is not None and code is not None:
                if not typed(database, slug, numbers, code=code, desk=desk):
                    return
            else:
                _draw(database, slug, value, file, desk)
        with database.read() as session:
            view = draw_views.page(session, slug, instance=desk.instance)
    _show(view, again=found.status != Status.FROZEN, desk=desk)


def _require_one(file: Path | None, numbers: str | None, code: str | None) -> None:
    if (numbers is None) != (code is None):
        raise click.UsageError("--event-numbers and --typed-by go together.")
    if file is not None and numbers is not None:
        raise click.UsageError("Give --beacon-file or --event-numbers, not both.")


def _wait_a_little(value: Awaited, database: Database, desk: Desk) -> None:
    """A value that is due within the minute is waited for; for a later one the draw itself says when."""
    with database.read() as session:
        left = value.due - desk.instance.clock(session)
    if timedelta(0) < left <= _PATIENCE:
        wait_until(value.due, "The random value is due", database=database, desk=desk)


def _draw(database: Database, slug: str, value: Awaited, file: Path | None, desk: Desk) -> None:
    if file is not None:
        given = relayed.parse(content(file, largest=_LARGEST_ROUND), value.chain_hash or "")
        with database.write() as session:
            drawing.draw(session, slug, given, instance=desk.instance, actor="operator")
    elif value.rehearsal or _is_early(database, value, desk):
        with database.write() as session:
            drawing.draw(session, slug, None, instance=desk.instance, actor="operator")
    else:
        _draw_from_relays(database, slug, value, desk)


def _is_early(database: Database, value: Awaited, desk: Desk) -> bool:
    with database.read() as session:
        return desk.instance.clock(session) < value.due


def _draw_from_relays(database: Database, slug: str, value: Awaited, desk: Desk) -> None:
    """Take the first answer that proves itself (F14)."""
    if value.chain_hash is None or value.round is None:
        raise Refusal(["No relay has the numbers of an event: two people type them, with --event-numbers."])
    beacon = desk.config.beacon
    for answer in relay.answers(
        beacon.relays, chain_hash=value.chain_hash, round_=value.round, timeout=beacon.timeout_seconds
    ):
        try:
            given = relayed.parse(answer, value.chain_hash)
            with database.write() as session:
                drawing.draw(session, slug, given, instance=desk.instance, actor="operator")
        except DrawError as problem:
            click.echo(f"A relay's answer was refused: {problem}.", err=True)
        else:
            return
    sentence = f"No relay gave round {value.round}. Try again later, or name a file with --beacon-file."
    raise Refusal([sentence], NOT_TRIED)


def _show(view: DrawView, *, again: bool, desk: Desk) -> None:
    if again:
        click.echo(f"{view.slug} was drawn before; this is its result.", err=True)
    click.echo(f"{view.title}, draw {view.number}")
    for place in view.winners:
        click.echo(f"  unit {place.number}  {place.ticket}  {place.prize}")
    for place in view.reserves:
        click.echo(f"  reserve {place.number}  {place.ticket}")
    for unit in view.unawarded:
        click.echo(f"  unit {unit}  nobody: the tickets ran out")
    click.echo(f"seed {view.seed}")
    click.echo(f"Published at {desk.instance.address(f'/c/{view.slug}/draw')}")
