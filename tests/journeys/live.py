"""A whole site while months pass: pages over HTTPS, worker, mail by SMTP; the clock is the test's."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import select

from competition.adapters.mailer import Smtp
from competition.config import Config
from competition.services import mail
from competition.services.instance import assemble
from competition.store.engine import Database
from competition.store.models import Base
from competition.store.schema import migrate
from competition.web.app import create_app
from tests.fixtures.smtp import Mailroom
from tests.journeys import https
from tests.services import builders, drawn
from tests.services.builders import FakeClock, House
from tests.web import page_checker
from tests.web.reader import Reader


@dataclass
class Live:
    """The site, and what a worker does for it."""

    house: House
    base_url: str
    certificate: Path
    app: Flask

    def deliver(self) -> None:
        """Send what is due through the mail server."""
        smtp = Smtp(self.house.instance.mail, sender_name=self.house.instance.site.name)
        while mail.deliver_due(self.house.database, mailer=smtp, instance=self.house.instance).sent:
            pass

    def wait_until(self, at: datetime) -> None:
        """Let the clock stand at this instant, and the worker do what is due."""
        self.house.clock.at = at
        drawn.tick(self.house, drawn.answer())
        self.deliver()

    def fetch(self, path: str) -> bytes:
        return https.fetch(self.base_url + path, self.certificate)

    def rows(self) -> list[Any]:
        """All that the database holds."""
        with self.house.database.read() as session:
            tables = Base.metadata.sorted_tables
            return [tuple(row) for table in tables for row in session.execute(select(table)).all()]


@contextmanager
def live(url: str, folder: Path, room: Mailroom) -> Iterator[Live]:
    """A competition that has been open for a day, in production mode, with the recorded round to come."""
    with empty(url, folder, room) as site:
        builders.publish(site.house.database, site.house.instance, **drawn.WITH_ROUND)
        site.house.clock.at = builders.OPENS.replace(day=2)
        yield site


@contextmanager
def empty(url: str, folder: Path, room: Mailroom) -> Iterator[Live]:
    """A site in production mode on which there is nothing yet, the day before everything opens."""
    # Whoever made the socket closes it last; the server works on a copy of it.
    with socket.create_server((https.HOST, 0)) as listener:
        base_url = f"https://{https.HOST}:{listener.getsockname()[1]}/draws"
        settings = builders.settings(host=room.host, port=room.port)
        settings["site"]["base_url"] = base_url
        config = Config.model_validate({**settings, "database": {"url": url}})
        migrate(url)
        database = Database(url)
        clock = FakeClock()
        house = House(database, assemble(config, clock=clock), clock)
        app, pair, faults = (
            create_app(config, database, house.instance),
            https.certificate(folder),
            list[str](),
        )
        check_pages(app, faults)
        with https.serving(app, listener, pair):
            yield Live(house, base_url, pair[0], app)
        database.close()
        assert not faults, faults


def check_pages(app: Flask, faults: list[str]) -> None:
    """Every page that this app serves must be a good one."""
    leads = Reader(app, Response).leads

    @app.after_request
    def check(response: Response) -> Response:
        if response.mimetype == "text/html":
            found = page_checker.faults(response.get_data(as_text=True), leads)
            faults.extend(f"{request.path}: {fault}" for fault in found)
        return response
