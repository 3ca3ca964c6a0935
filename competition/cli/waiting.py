"""Waiting for an instant of the database's clock, with a countdown on stderr."""

import sys
import time
from datetime import datetime

import click

from competition.cli.desk import Desk
from competition.store.engine import Database

_LONGEST_NAP = 1.0


def wait_until(at: datetime, what: str, *, database: Database, desk: Desk) -> None:
    """Return once the database's clock has reached `at`; `what` says what is waited for."""
    shown = False
    while (left := _left(at, database, desk)) > 0:
        if sys.stderr.isatty():
            click.echo(f"\r{what} in {left:.0f} s  ", err=True, nl=False)
        elif not shown:
            click.echo(f"{what} in {left:.0f} s.", err=True)
        shown = True
        time.sleep(min(left, _LONGEST_NAP))
    if shown and sys.stderr.isatty():
        click.echo(err=True)


def _left(at: datetime, database: Database, desk: Desk) -> float:
    with database.read() as session:
        return (at - desk.instance.clock(session)).total_seconds()
