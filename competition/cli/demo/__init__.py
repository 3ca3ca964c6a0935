"""`demo`: one command that ends with a running site and three competitions to try."""

import shlex
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from competition.cli import serving
from competition.cli.demo import folder as own
from competition.cli.demo.staging import DRAWN, OPEN, REHEARSAL, ROUND, stage
from competition.cli.desk import Desk
from competition.cli.refusals import Refusal
from competition.services.admins import accounts
from competition.store import schema
from competition.store.engine import Database

_HOST = "127.0.0.1"
_FURTHER_PORTS = 20


@click.command(short_help="Start a site on this machine with three competitions to try.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where to listen; the next free one if it is taken.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-data"),
    show_default=True,
    help="Where its configuration and database go.",
)
def demo(port: int, folder: Path) -> None:
    """Start a site on this machine with three competitions to try: one open, one drawn, one rehearsal.

    Nothing outside the machine is needed, and no mail leaves it: a mailbox page shows every letter. Each
    start makes the folder's content anew, so nothing of an earlier one is kept. Ends with Ctrl-C.
    """
    own.claim(folder)
    listener = _listener(port)
    base_url = f"http://{_HOST}:{listener.getsockname()[1]}"
    desk = Desk(own.write_config(folder, base_url))
    click.echo("Making three competitions ...", err=True)
    schema.migrate(desk.config.database.url)
    database = Database(desk.config.database.url)
    stage(database, desk.instance)
    with database.write() as session:
        link = accounts.owner_link(session, "owner@example.com", "Olive Owner", instance=desk.instance)
    database.close()
    click.echo("\n".join(_welcome(base_url, desk.path, link)))
    sys.stdout.flush()
    serving.run(desk, listener, workers=1, threads=8)


def _listener(port: int) -> socket.socket:
    """On the wanted port, the next free one, or any."""
    for each in (*range(port, min(port + _FURTHER_PORTS, 65536)), 0):
        try:
            return serving.listen(f"{_HOST}:{each}")
        except Refusal:
            continue
    return serving.listen(f"{_HOST}:0")


def _welcome(base_url: str, config: Path, link: str) -> Iterator[str]:
    here, auditor = _program("competition"), _program("competition-audit")
    run = f"{here} --config {shlex.quote(str(config))}"
    yield f"The site      {base_url}/"
    yield f"Its mailbox   {base_url}/demo/mail"
    yield f"Its desk      {link}"
    yield "              (set any password of 12 characters; the page shows the code of the second factor)"
    yield ""
    yield "Enter the open competition; the letter with the button comes to the mailbox:"
    yield f"  {base_url}/c/{OPEN}"
    yield ""
    yield f"Check the one that was drawn by drand round {ROUND}, from the database or as anybody can:"
    yield f"  {run} audit {DRAWN}"
    yield f"  {auditor} verify {base_url}/c/{DRAWN}"
    yield ""
    yield "Close and draw the rehearsal, in another terminal in this folder:"
    for verb in ("freeze", "draw", "audit"):
        yield f"  {run} {verb} {REHEARSAL}"
    yield ""
    yield "Stop with Ctrl-C."


def _program(name: str) -> str:
    """How to call a command of this installation: by its path, as short as it can be said from here."""
    path = Path(sys.argv[0]).absolute().parent / name
    if not path.exists():
        return name
    return shlex.quote(str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path))
