"""A clock that is set by hand, and entrants who do what readers do. The services are the real ones."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from competition.adapters.mailer import Mailbox
from competition.rules.description import Description
from competition.services import clockwork, competitions, entries, mail, mailbox
from competition.services.clockwork import Fetch
from competition.services.entries import Submission
from competition.services.instance import Instance
from competition.store.engine import Database

_LINK = re.compile(r"/confirm/(\S+)")


@dataclass
class HandClock:
    """Stands where it was set; the services take it for the database's."""

    at: datetime

    def __call__(self, _session: object) -> datetime:
        return self.at


@dataclass
class Past:
    """A database whose time is our own."""

    database: Database
    instance: Instance
    clock: HandClock

    def publish(self, description: Description, picture: bytes) -> None:
        with self.database.write() as session:
            competitions.create(session, description, instance=self.instance, picture=picture)
        with self.database.write() as session:
            competitions.publish(session, description.slug, instance=self.instance)

    def enter(self, slug: str, names: Sequence[str]) -> list[str]:
        """Enter these people and press the buttons in their letters; returns their tickets."""
        for name in names:
            with self.database.write() as session:
                entries.enter(session, slug, _form(name), instance=self.instance)
        with self.database.read() as session:
            letters = mailbox.mailbox(session, instance=self.instance).messages[: len(names)]
        return [self._confirm(letter.text) for letter in reversed(letters)]

    def _confirm(self, letter: str) -> str:
        link = _LINK.search(letter)
        with self.database.write() as session:
            token = entries.confirm(session, link[1] if link else "", instance=self.instance)
        with self.database.read() as session:
            held = entries.my_entry(session, token, instance=self.instance).ticket
        return held.ticket if held else ""

    def tick(self, at: datetime, fetch: Fetch = lambda _chain, _round: iter(())) -> None:
        """Let it be `at`: do what is due, and mark the letters as sent."""
        self.clock.at = at
        clockwork.tick(self.database, instance=self.instance, fetch=fetch)
        mail.deliver_due(self.database, mailer=Mailbox(), instance=self.instance, limit=1000)


def past(database: Database, instance: Instance) -> Past:
    clock = HandClock(datetime.now(tz=UTC))
    return Past(database, replace(instance, clock=clock), clock)


def _form(name: str) -> Submission:
    address = f"{name.lower().replace(' ', '.')}@example.com"
    return Submission(
        email=address,
        name=name,
        nonce=secrets.token_hex(16),
        eligible=("1", "2"),
        publication="name",
    )
