"""The desk, and the competition that an `award` command is about."""

from dataclasses import dataclass
from typing import Any

import click

from competition.cli.desk import Desk


@dataclass(frozen=True, slots=True)
class Case:
    """`slug` is None for what is about every competition."""

    desk: Desk
    slug: str | None

    def do(self, action: Any, *given: Any, **named: Any) -> Any:
        """Run a use case of the promoter's side in a transaction of its own."""
        with self.desk.database() as database, database.write() as session:
            return action(session, self.slug, *given, **named, actor="operator", instance=self.desk.instance)

    def look(self, read: Any) -> Any:
        with self.desk.database() as database, database.read() as session:
            return read(session, self.slug, instance=self.desk.instance)


at_case = click.make_pass_decorator(Case)
unit = click.argument("unit", type=click.IntRange(min=1))
