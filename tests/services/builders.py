"""A small site with one competition, as the tests of the services use it. The clock is the test's own."""

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.config import Config
from competition.rules import describing
from competition.rules.description import Description
from competition.services import competitions, entries
from competition.services.entries import Submission
from competition.services.instance import Instance, assemble
from competition.store.engine import Database
from competition.store.models import Entry, Message

OPENS = datetime(2026, 8, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 8, 29, 17, 0, tzinfo=UTC)
CONFIRM_BY = CLOSES + timedelta(hours=24)
SLUG = "never-sorry"

DESCRIPTION: dict[str, Any] = {
    "title": "Win Ai Weiwei: Never Sorry on Blu-ray",
    "slug": SLUG,
    "time_zone": "Europe/London",
    "opens": "2026-08-01 09:00",
    "closes": "2026-08-29 18:00",
    "prizes": [{"title": "Ai Weiwei: Never Sorry on Blu-ray", "quantity": 3}],
    "question": {"text": "What were the seeds made of?", "answers": ["Porcelain", "Glass"], "right": 1},
    "region": "the United Kingdom",
    "marketing": "Also send me the Cinema Example newsletter.",
}


@dataclass
class FakeClock:
    """Stands still until it is moved; what the services take for the database's clock."""

    at: datetime = OPENS - timedelta(days=1)

    def __call__(self, _session: Session) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


def settings(**mail: object) -> dict[str, Any]:
    seed = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "site": {
            "name": "Cinema Example",
            "base_url": "https://cinema.example/draws",
            "promoter_name": "Example Cinema Ltd",
            "promoter_address": "1 Example Street, Leeds LS1 1AA",
            "contact": "draws@cinema.example",
        },
        "database": {"url": "sqlite:////nowhere/opened-by-the-test.db"},
        "mail": {
            "host": "127.0.0.1",
            "port": 25,
            "security": "none",
            "sender": "draws@cinema.example",
            **mail,
        },
        "keys": {"secrets": [secrets.token_urlsafe(32)], "signing_key": seed},
    }


def instance(clock: FakeClock, **mail: object) -> Instance:
    return assemble(Config.model_validate(settings(**mail)), clock=clock)


@dataclass
class House:
    """A database with the competition published, its instance and its clock."""

    database: Database
    instance: Instance
    clock: FakeClock

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self.database.write() as session:
            yield session

    def enter(self, email: str = "ann@example.com", **typed: Any) -> None:
        with self.database.write() as session:
            entries.enter(session, SLUG, submission(email, **typed), instance=self.instance)

    def confirm(self, email: str = "ann@example.com") -> str:
        """Press the button in the newest confirmation mail to this address; returns the entry's token."""
        # Read first: who holds one connection while asking for another can wait for ever among many.
        token = self.token(email)
        with self.database.write() as session:
            return entries.confirm(session, token, instance=self.instance)

    def token(self, email: str = "ann@example.com") -> str:
        return next(word for word in self._letter(email).split() if "/confirm/" in word).rpartition("/")[2]

    def code(self, email: str = "ann@example.com") -> str:
        return self._letter(email).partition("came from: ")[2][:7]

    def _letter(self, email: str) -> str:
        """The newest confirmation mail to this address."""
        mine = [row for row in self.messages() if row.kind == "confirm" and row.recipient == email]
        return mine[-1].text

    def messages(self) -> list[Message]:
        with self.database.read() as session:
            return self.messages_in(session)

    def messages_in(self, session: Session) -> list[Message]:
        """As a transaction sees them that has written some itself."""
        return list(session.scalars(select(Message).order_by(Message.id)))

    def entries(self) -> list[Entry]:
        with self.database.read() as session:
            return list(session.scalars(select(Entry).order_by(Entry.id)))

    def with_instance(self, **changes: Any) -> "House":
        return replace(self, instance=replace(self.instance, **changes))


def submission(email: str = "ann@example.com", **typed: Any) -> Submission:
    whole: dict[str, Any] = {
        "name": "Ann Example",
        "eligible": ("1", "2"),
        "answer": "1",
        "publication": "name",
        "nonce": secrets.token_hex(16),
    }
    return Submission(email=email, **{**whole, **typed})


def described(**changes: Any) -> Description:
    return describing.parse({**DESCRIPTION, **changes})


def publish(database: Database, own: Instance, **changes: Any) -> None:
    with database.write() as session:
        slug = competitions.create(session, described(**changes), instance=own)
    with database.write() as session:
        competitions.publish(session, slug, instance=own)
