"""Waiting for an instant, with a countdown on stderr."""

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import click

from competition.cli.desk import Desk
from competition.rules.wording import clock_left
from competition.store.engine import Database

_LONGEST_NAP = 1.0
_SECONDS = timedelta(minutes=2)


def wait_until(at: datetime, what: str, *, database: Database, desk: Desk) -> None:
    """Return once the database's clock has reached `at`; `what` says what is waited for."""

    def now() -> datetime:
        with database.read() as session:
            return desk.instance.clock(session)

    wait(at, what, now=now)


def wait(at: datetime, what: str, *, now: Callable[[], datetime]) -> None:
    """Return once `now` has reached `at`."""
    shown = False
    while (left := at - now()) > timedelta(0):
        if sys.stderr.isatty():
            click.echo(f"\r{what} in {_said(left)}  ", err=True, nl=False)
        elif not shown:
            click.echo(f"{what} in {_said(left)}.", err=True)
        shown = True
        time.sleep(min(left.total_seconds(), _LONGEST_NAP))
    if shown and sys.stderr.isatty():
        click.echo(err=True)


def _said(left: timedelta) -> str:
    if left < _SECONDS:
        return f"{left.total_seconds():.0f} s"
    start = datetime.min  # noqa: DTZ901  only the distance is said
    return clock_left(start + left, start)
