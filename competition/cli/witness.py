"""`witness`: signing what another service has shown, so that it cannot show anything else later."""

import base64
import logging
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from competition.adapters import keys as signing
from competition.cli import serving
from competition.cli.desk import Desk, at_desk
from competition.cli.refusals import Refusal, content
from competition.config import load_witness
from competition.config.values import key_name
from competition.draw.notes import COSIGNATURE, VerifierKey
from competition.draw.witnessing import RefusalError
from competition.services import cosigning, witnessing
from competition.services.cosigning import Witness

_LARGEST_NOTE, _LARGEST_LOG = 65_536, 64 << 20

_FILE = """\
# Its verifier key, for whoever names this witness in a competition:
# {key}

[witness]
name = "{name}"
# Keep it secret, and keep no copy that could sign beside this one.
key = "{seed}"
# What was signed last of each log: a folder beside this file, on a local disk. Never put an older one back.
book = "witness-book"
# The services that are witnessed here: the verifier keys of their manifests.
services = []
"""


@click.group(
    short_help="Be a witness for other services: sign what they show, and nothing that contradicts it."
)
def witness() -> None:
    """Be a witness for other services, by the protocol C2SP tlog-witness.

    A witness signs the head of a public log, with the time, once the log has shown that it only grew. Whoever
    trusts the witness then knows that a list was frozen before the number existed.
    """


@witness.command(short_help="Print a file for a new witness.")
@click.argument("name")
def keys(name: str) -> None:
    """Print the file of a new witness with a fresh key; NAME is such as gazette.example/witness."""
    try:
        key_name(name)
    except ValueError as error:
        raise Refusal([f"The name {error}."]) from None
    seed = secrets.token_bytes(32)
    key = VerifierKey(name, COSIGNATURE, signing.signer(seed, origin=name).public_key)
    click.echo(_FILE.format(key=key, name=name, seed=base64.b64encode(seed).decode("ascii")), nl=False)


@witness.command(short_help="Answer services that ask for a signature.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--bind", default="127.0.0.1:8001", show_default=True, metavar="HOST:PORT", help="Where to listen."
)
@click.option("--threads", type=click.IntRange(1, 256), default=4, show_default=True, help="Threads.")
def serve(file: Path, bind: str, threads: int) -> None:
    """Answer at /add-checkpoint, until SIGTERM or Ctrl-C. FILE is what `witness keys` printed."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(message)s")
    own, listener = _witness(file), serving.listen(bind)
    at = serving.name_of(listener)
    click.echo(f"Witnessing as {own.signer.name} at http://{at}/add-checkpoint. Stop with Ctrl-C.", err=True)
    serving.run_witness(own, listener, threads=threads)


@witness.command(short_help="Sign one checkpoint by hand, without a network.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.argument("log", type=click.Path(path_type=Path))
def sign(file: Path, checkpoint: Path, log: Path) -> None:
    """Sign CHECKPOINT, a checkpoint.note, and print the line to send back.

    LOG is the log.txt beside it: its lines show that the log has only grown since it was signed here last.
    """
    note = content(checkpoint, largest=_LARGEST_NOTE)
    lines = content(log, largest=_LARGEST_LOG)
    try:
        line = cosigning.sign_by_hand(note, lines, _witness(file), now=datetime.now(tz=UTC))
    except RefusalError as refusal:
        known = f" It has {refusal.known:,} lines." if refusal.known else ""
        raise Refusal([f"Not signed. {refusal}{known}"]) from None
    click.echo(line, nl=False)


@witness.command(short_help="Take a signature that a witness sent by hand.")
@click.argument("slug")
@click.argument("line", type=click.Path(path_type=Path))
@at_desk
def add(desk: Desk, slug: str, line: Path) -> None:
    """Keep the signature in the file LINE, what `witness sign` printed, with the frozen list of SLUG.

    Only witnesses that its manifest names count, and only before the number is due.
    """
    signed = content(line, largest=_LARGEST_NOTE)
    with desk.database() as database, database.write() as session:
        names = witnessing.take(session, slug, signed, instance=desk.instance, actor="operator")
    click.echo(f"The list of {slug} is signed by {', '.join(names)}.")


def _witness(file: Path) -> Witness:
    return cosigning.assemble(load_witness(file), beside=file.resolve().parent)
