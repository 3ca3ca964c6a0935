"""What a command works with: the configuration, the instance, the database, each when first asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from competition.adapters.mailer import Mailbox, Mailer, Smtp
from competition.config import Config, load
from competition.services.instance import Instance, assemble
from competition.store import schema
from competition.store.engine import Database


@dataclass
class Desk:
    """Nothing is read before it is needed: `keys` and `demo` work without a configuration."""

    path: Path

    @cached_property
    def config(self) -> Config:
        return load(self.path)

    @cached_property
    def instance(self) -> Instance:
        return assemble(self.config, file=str(self.path.resolve()))

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database, closed afterwards; raises StoreError for a schema that is not this program's."""
        schema.require_current(self.config.database.url)
        database = Database(self.config.database.url)
        try:
            yield database
        finally:
            database.close()

    def mailer(self) -> Mailer:
        """The mail server, or in the demonstration a mailer from which nothing leaves the machine."""
        if self.config.site.mode == "demo":
            return Mailbox()
        return Smtp(self.config.mail, sender_name=self.config.site.name)


at_desk = click.make_pass_decorator(Desk)
