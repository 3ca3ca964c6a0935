"""`create`, `publish`, `exclude`, `export`: a competition on its way."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from competition.adapters.images import LARGEST_UPLOAD
from competition.cli.desk import Desk, at_desk
from competition.cli.files import write_whole
from competition.cli.refusals import Refusal, content
from competition.rules import describing
from competition.rules.errors import RuleError
from competition.rules.wording import machine, moment, plural, size
from competition.services import competitions, drafts, excluding, marketing_list
from competition.services.draw_files import bundle
from competition.services.overview import one, overview

_LARGEST_DESCRIPTION = 1 << 20


@click.command(short_help="Make a draft from a description in TOML.")
@click.argument("file", type=click.Path(path_type=Path))
@at_desk
def create(desk: Desk, file: Path) -> None:
    """Make a draft of the competition that FILE describes in TOML, or replace the draft of that slug.

    Needed are title, slug, time_zone, closes and [[prizes]], and region before it can be published; the other
    dates follow from the closing one. The picture's path is relative to FILE. Times are local ones of
    time_zone; what the clocks there never show, or show twice, is refused with both readings. Nobody sees a
    draft before `competition publish`.
    """
    description = describing.parse(_toml(file))
    picture = None
    if description.picture:
        picture = content(file.parent / description.picture.file, largest=LARGEST_UPLOAD)
    with desk.database() as database, database.write() as session:
        slug = competitions.create(session, description, instance=desk.instance, picture=picture)
        [made] = overview(session, slug, instance=desk.instance).competitions
    click.echo(f"{slug} is a draft.")
    closes = made.timetable.closes
    click.echo(f"It closes on {moment(closes, made.zone)} ({machine(closes)}).")
    click.echo(
        f"`competition status {slug}` shows all dates; `competition publish {slug}` binds you to them."
    )


def _toml(file: Path) -> dict[str, Any]:
    data = content(file, largest=_LARGEST_DESCRIPTION)
    try:
        # Some editors begin a file with a byte order mark.
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal([f"{file} is not UTF-8 text: save it as UTF-8."]) from None
    except RecursionError:
        raise Refusal([f"{file} cannot be read: its lists are nested too deeply."]) from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal([f"{file} is not TOML: {error}."]) from None


@click.command(short_help="Publish a draft: rules, dates and beacon are fixed from then on.")
@click.argument("slug")
@at_desk
def publish(desk: Desk, slug: str) -> None:
    """Publish the draft called SLUG. Its rules, dates and beacon are fixed and public from then on.

    It may come from a file or from the editor. Refused while a rule of the checklist is missing: each is
    named with what it wants.
    """
    with desk.database() as database:
        with database.write() as session:
            if not drafts.publish_called(session, slug, instance=desk.instance, actor="operator"):
                competitions.publish(session, slug, instance=desk.instance)
        with database.read() as session:
            made = one(session, slug, instance=desk.instance)
    click.echo(f"{slug} is published at {desk.instance.address(f'/c/{slug}')}")
    click.echo(f"It opens on {moment(made.timetable.opens, made.zone)} ({machine(made.timetable.opens)}).")


@click.command(short_help="Leave a ticket out of the draw, with a reason.")
@click.argument("slug")
@click.argument("ticket")
@click.argument("reason")
@at_desk
def exclude(desk: Desk, slug: str, ticket: str, reason: str) -> None:
    """Leave TICKET out of the draw of SLUG, before the freeze, for a REASON that its manifest names.

    TICKET is the whole number or its first 12 digits. Its holder is told, and the ticket stays on the public
    list of those left out.
    """
    with desk.database() as database, database.write() as session:
        whole = excluding.exclude(session, slug, ticket, reason, actor="operator", instance=desk.instance)
    click.echo(f"Ticket {whole} is left out: {reason}. Its holder is told by mail.")


@click.command(short_help="Write the published record of a draw as one file.")
@click.argument("slug")
@click.option(
    "--draw", "number", type=click.IntRange(min=1), metavar="N", help="Which draw, if not the last."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to; - for stdout.  [default: SLUG.zip in this folder, or SLUG-marketing.csv]",
)
@click.option("--marketing", is_flag=True, help="Instead, who said yes to advertising, as CSV. Private.")
@at_desk
def export(desk: Desk, slug: str, number: int | None, output: Path | None, marketing: bool) -> None:
    """Write the bundle of SLUG: all published files of its draw, as `competition-audit verify` takes them.

    The same bytes every time, on any machine. An existing file is replaced.

    With --marketing it is the list of those who ticked that box and confirmed it, each with the address that
    ends it. A new list replaces the one before: who is not on it has stopped. A cell that begins with an
    apostrophe holds the text behind it, so that no spreadsheet takes it for a formula.
    """
    if marketing and number:
        raise click.UsageError("--draw is for the bundle; --marketing is of the whole competition.")
    if marketing:
        _export_marketing(desk, slug, output or Path(f"{slug}-marketing.csv"))
        return
    with desk.database() as database, database.read() as session:
        if one(session, slug, instance=desk.instance).awaited is None:
            raise Refusal([f"The list of {slug} is not frozen yet, so there is nothing to export."])
        try:
            data = bundle(session, slug, draw=number)
        except RuleError:
            raise Refusal([f"{slug} has no draw {number}."]) from None
    _write(output or Path(f"{slug}.zip"), data, mode=0o644)


def _export_marketing(desk: Desk, slug: str, output: Path) -> None:
    with desk.database() as database, database.write() as session:
        data, count = marketing_list.export(session, slug, instance=desk.instance, actor="operator")
    _write(output, data, mode=0o600)
    click.echo(f"It holds {plural(count, 'consent')}. Keep it private.", err=True)


def _write(target: Path, data: bytes, *, mode: int) -> None:
    if str(target) == "-":
        sys.stdout.buffer.write(data)
        return
    write_whole(target, data, mode=mode)
    click.echo(f"Wrote {target}, {size(len(data))}.", err=True)
