"""`init` and `keys`: what is needed before the first start."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from competition.cli.desk import Desk, at_desk
from competition.cli.keys import SIGNING_REMINDER, fresh_section
from competition.cli.refusals import NOT_TRIED, Refusal
from competition.config import parse
from competition.services.admins import accounts
from competition.store import schema

# The option, the setting it fills in, and what is asked when neither is known.
_ASKED = (
    ("--site-name", "site.name", "The name readers know the site by"),
    ("--base-url", "site.base_url", "The address readers use, such as https://cinema.example/draws"),
    ("--promoter-name", "site.promoter_name", "The promoter's name, as the terms print it"),
    ("--promoter-address", "site.promoter_address", "The promoter's postal address, on one line"),
    ("--contact", "site.contact", "A mail address that readers can write to"),
    ("--mail-host", "mail.host", "The mail server that sends for you"),
    ("--mail-sender", "mail.sender", "The mail address that letters come from"),
)

_NEXT = """
Next:
  competition create FILE.toml     describe a competition; `competition create --help` says how
  competition publish SLUG         bind yourself to it
  competition serve                the pages
  competition worker               mail and the clock, beside it"""


def _asked(command: Any) -> Any:
    for option, setting, text in reversed(_ASKED):
        name = setting.replace(".", "_")
        command = click.option(option, name, metavar="TEXT", help=f"{text}.")(command)
    return command


@click.command(short_help="Write a configuration with fresh keys, and make or update the database.")
@_asked
@click.option("--database", metavar="URL", help="The database.  [default: SQLite, beside the configuration]")
@click.option(
    "--owner", metavar="ADDRESS", help="Print a link at which this person makes an owner's account."
)
@click.option("--owner-name", metavar="NAME", default="Owner", show_default=True, help="The owner's name.")
@at_desk
def init(
    desk: Desk, /, database: str | None, owner: str | None, owner_name: str, **given: str | None
) -> None:
    """Write a configuration with fresh keys if there is none, and make or update the database.

    What no option says is asked for. An existing configuration is never changed: then only the database is
    brought up to date, so run this after every upgrade. With --owner it prints a link for the browser, also
    later, for when no owner can sign in any more.
    """
    written = not desk.path.exists()
    if written:
        values = {setting: given[setting.replace(".", "_")] for _, setting, _ in _ASKED}
        _write(desk.path, _complete(values), database or _beside(desk.path))
        click.echo(f"Wrote {desk.path} with fresh keys; only you can read it.")
    elif any((database, *given.values())):
        sentence = f"{desk.path} exists and is not changed. Edit it, or name another file with --config."
        raise Refusal([sentence])
    schema.migrate(desk.config.database.url)
    click.echo("The database is up to date.")
    _owner(desk, owner, owner_name)
    if written:
        click.echo(_NEXT)
        click.echo(f"\n{SIGNING_REMINDER}\nIt is in {desk.path}: back that file up now.")


def _owner(desk: Desk, address: str | None, name: str) -> None:
    """Print the link for an owner's account: the one that was asked for, or how to ask for the first."""
    with desk.database() as database, database.write() as session:
        if address is not None:
            link = accounts.owner_link(session, address, name, instance=desk.instance)
            click.echo(f"{name} makes an owner's account here, once, within seven days:\n  {link}")
        elif not accounts.people(session):
            click.echo("Nobody can sign in yet: run `competition init --owner ADDRESS` for a link.")


def _beside(path: Path) -> str:
    return f"sqlite:///{path.resolve().parent / 'competition.db'}"


def _complete(values: dict[str, str | None]) -> dict[str, str]:
    """Ask for what is missing, if somebody is there to answer; else name every option that is missing."""
    missing = [option for option, setting, _ in _ASKED if values[setting] is None]
    if missing and not sys.stdin.isatty():
        raise Refusal([f"Say it with an option: {', '.join(missing)}."], NOT_TRIED)
    return {
        setting: given if (given := values[setting]) is not None else click.prompt(text, err=True)
        for _, setting, text in _ASKED
    }


def _write(path: Path, values: dict[str, str], database: str) -> None:
    text = _text(values, database)
    # Refuses what would be refused at the next start, before anything is written.
    parse(text, str(path))
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise Refusal([f"{path} cannot be written: {error.strerror}."], NOT_TRIED) from None


def _text(values: dict[str, str], database: str) -> str:
    lines = ["# Written by `competition init`. config.example.toml explains every setting."]
    for section in ("site", "database", "mail"):
        lines += ["", f"[{section}]"]
        lines += [
            f"{setting.partition('.')[2]} = {json.dumps(value, ensure_ascii=False)}"
            for setting, value in {**values, "database.url": database}.items()
            if setting.startswith(f"{section}.")
        ]
    return "\n".join([*lines, "", fresh_section()])


@click.command(short_help="Print fresh keys for the configuration.")
@click.option("--show", is_flag=True, help="Print the public key in use instead.")
@at_desk
def keys(desk: Desk, show: bool) -> None:
    """Print a fresh [keys] section for the configuration. Needs none itself, and changes nothing.

    To retire a secret, put a new one in front of it and remove the old one when its links have expired. The
    signing key cannot be exchanged while a competition is running.
    """
    if show:
        click.echo(str(desk.instance.signer.key))
        return
    click.echo(fresh_section(), nl=False)
    click.echo(SIGNING_REMINDER, err=True)
