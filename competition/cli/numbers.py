"""The numbers of a public event at the command line, a run for each of the two people."""

import click

from competition.cli.desk import Desk
from competition.cli.refusals import Refusal
from competition.draw.texts import CODE
from competition.services import typing_numbers
from competition.store.engine import Database


def typed(database: Database, slug: str, numbers: str, *, code: str, desk: Desk) -> bool:
    """Record one typing; whether it was the second and has drawn."""
    if not CODE.fullmatch(code):
        raise Refusal(["A code is made of lower-case letters, digits, _ and -, and begins with a letter."])
    with database.write() as session:
        done = typing_numbers.type_numbers(
            session, slug, numbers, code=code, actor="operator", instance=desk.instance
        )
    if done == "differ":
        raise Refusal(["The two did not type the same. Nothing is drawn: read the event again, and type."])
    if done == "waiting":
        click.echo(f"Recorded as typed by {code}. Nothing is drawn before somebody else types the same.")
    return done == "drawn"
