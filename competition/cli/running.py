"""`serve`, `worker`, `tick`: the processes of a running service."""

import logging
import sys
from functools import partial

import click

from competition.adapters import relay, witnesses
from competition.cli import serving, working
from competition.cli.desk import Desk, at_desk
from competition.services import clockwork, witnessing
from competition.services.admins import founding
from competition.store import schema


@click.command(short_help="Serve the pages.")
@click.option(
    "--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen."
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1, 256), default=8, show_default=True, help="Threads in each.")
@at_desk
def serve(desk: Desk, bind: str, workers: int, threads: int) -> None:
    """Serve the pages, until SIGTERM or Ctrl-C.

    Put a proxy with HTTPS in front, and name it in [proxy]. With mail.worker = "embedded" this also does the
    work of `competition worker`. Each process counts [limits] entries_per_minute on its own. No access log
    is written, because paths hold readers' private links.
    """
    schema.require_current(desk.config.database.url)
    listener = serving.listen(bind)
    at = serving.name_of(listener)
    greeting = f"Serving {desk.config.site.base_url} from {at}. Stop with Ctrl-C."
    click.echo(f"{greeting}{_where_to_begin(desk)}", err=True)
    serving.run(desk, listener, workers=workers, threads=threads)


def _where_to_begin(desk: Desk) -> str:
    """Not the link itself: what a server prints is kept in logs, where no such link belongs."""
    with desk.database() as database, database.read() as session:
        if founding.is_founded(session):
            return ""
    return " Nobody can sign in yet: `competition init` prints the link for the owner."


@click.command(short_help="Deliver mail, and do what falls due by the clock.")
@click.option("--once", is_flag=True, help="Make one pass and end.")
@click.option("--parent", type=int, hidden=True)
@at_desk
def worker(desk: Desk, once: bool, parent: int | None) -> None:
    """Deliver mail, and open, close, freeze and draw competitions as it falls due, until SIGTERM or Ctrl-C.

    It finishes the message in hand and ends within ten seconds. Two workers do no harm.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(message)s")
    with desk.database() as database:
        working.work(desk, database, once=once, parent=parent)


@click.command(short_help="Do what is due by the clock, once.")
@at_desk
def tick(desk: Desk) -> None:
    """Do once what is due by the clock: open, count, close, freeze, draw, write the letters, ask witnesses.

    No mail is sent; `competition worker --once` does both.
    """
    beacon = desk.config.beacon
    fetch = partial(relay.answers, beacon.relays, timeout=beacon.timeout_seconds)
    with desk.database() as database:
        done = clockwork.tick(
            database,
            instance=desk.instance,
            fetch=lambda chain, number: fetch(chain_hash=chain, round_=number),
        )
        signed = witnessing.ask_all(
            database, instance=desk.instance, ask=partial(witnesses.ask, timeout=beacon.timeout_seconds)
        )
    for what in (*(f"{one.slug}: {one.what}" for one in done), *signed):
        click.echo(what)
    if not done and not signed:
        click.echo("Nothing was due.")
