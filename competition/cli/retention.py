"""`purge`, `sar`: what is kept of people, until when; erasing what has to go, showing what is there."""

import json
from collections.abc import Iterator
from typing import Any

import click

from competition.cli.desk import Desk, at_desk
from competition.rules.wording import machine, number
from competition.services.purging import purge as purge_due
from competition.services.retention import retention
from competition.services.subject_access import everything
from competition.services.views.retention import CertificateView, RetentionView


@click.command(short_help="Erase the details of people whose time is over; first shows what that is.")
@click.argument("slug", required=False)
@click.option("--yes", is_flag=True, help="Erase it. Without this nothing is changed.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@at_desk
def purge(desk: Desk, slug: str | None, yes: bool, as_json: bool) -> None:
    """Show whose details are kept until when, in SLUG or everywhere; with --yes erase those that are due.

    What is erased is gone from the database and its files; a certificate says what it was, and is kept. Draws
    verify as before. The clock does this by itself on the day. Everyone else waits while the database is
    written anew: seconds, for a large one more.
    """
    with desk.database() as database:
        if yes:
            _show_certificates(
                purge_due(database, slug, instance=desk.instance, actor="operator"), as_json=as_json
            )
            return
        with database.read() as session:
            view = retention(session, slug, instance=desk.instance)
    click.echo(json.dumps(_data(view), indent=1) if as_json else "\n".join(_lines(view)))


def _show_certificates(written: list[CertificateView], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([{**one.plain, "sha256": one.digest} for one in written], indent=1))
    else:
        click.echo("\n".join(one.text for one in written) or "Nothing was due.")


def _lines(view: RetentionView) -> Iterator[str]:
    for one in view.kept:
        since = "due since" if one in view.due else "due"
        when = f"{since} {machine(one.due)}" if one.due else "no date yet"
        yield f"{one.slug or 'all'}  {one.who}: {number(one.count)}, {when} ({one.rule})"
    if not view.kept:
        yield "No details of people are kept."
    elif view.due:
        yield "Nothing was changed. To erase what is due, add --yes."
    else:
        yield "Nothing is due."


def _data(view: RetentionView) -> dict[str, Any]:
    return {
        "now": machine(view.now),
        "kept": [
            {
                "competition": one.slug,
                "kind": one.kind,
                "count": one.count,
                "rule": one.rule,
                "due": machine(one.due) if one.due else None,
                "is_due": one in view.due,
            }
            for one in view.kept
        ],
    }


@click.command(short_help="Print everything that is stored about one address, as JSON.")
@click.argument("email")
@at_desk
def sar(desk: Desk, email: str) -> None:
    """Print everything that is stored about whoever has the address EMAIL, in all competitions, as JSON.

    Any spelling of the mailbox will do. Give the answer to nobody but its holder: write to that address. That
    it was made is recorded, and for whom is not.
    """
    with desk.database() as database, database.write() as session:
        found = everything(session, email, instance=desk.instance, actor="operator")
    click.echo(json.dumps(found, indent=1, ensure_ascii=False))
