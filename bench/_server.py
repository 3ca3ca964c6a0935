"""The server of entries_per_second.py: the product and its two yardsticks side by side in one gunicorn."""

import base64
import os
import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from competition.cli import serving
from competition.config import Config
from competition.rules import describing
from competition.services import clockwork, competitions
from competition.services.instance import assemble
from competition.store.engine import Database
from competition.store.schema import migrate
from competition.web.app import create_app

SLUG = "bench"
SECRET = "fT8-q2Zk7xLw_Vd4RnB9sYc6HjM3pGaE"

_ROWS = Table(
    "bench_row", MetaData(), Column("id", Integer, primary_key=True), Column("text", Text, nullable=False)
)


def config(url: str) -> Config:
    return Config.model_validate(
        {
            "site": {
                "mode": "demo",
                "name": "Bench",
                "base_url": "http://127.0.0.1",
                "promoter_name": "Bench",
                "promoter_address": "1 Example Street",
                "contact": "draws@example.com",
            },
            "database": {"url": url},
            "mail": {"host": "127.0.0.1", "sender": "draws@example.com"},
            "keys": {"secrets": [SECRET], "signing_key": base64.b64encode(bytes(range(32))).decode()},
            "limits": {"entries_per_minute": 10_000_000},
        }
    )


def prepare(settings: Config) -> None:
    """An open competition, and the table of the bare view."""
    migrate(settings.database.url)
    database, instance = Database(settings.database.url), assemble(settings)
    closes = datetime.now(UTC) + timedelta(days=2)
    described = describing.parse(
        {
            "title": "Bench",
            "slug": SLUG,
            "time_zone": "UTC",
            "closes": f"{closes:%Y-%m-%d %H:%M}",
            "min_age": 0,
            "region": "anywhere",
            "prizes": [{"title": "Nothing", "quantity": 1}],
        }
    )
    with database.write() as session:
        competitions.create(session, described, instance=instance)
    with database.write() as session:
        competitions.publish(session, SLUG, instance=instance)
    with database.write() as session:
        _ROWS.create(session.connection())
    # It opens at the next whole second.
    time.sleep(1)
    clockwork.tick(database, instance=instance, fetch=lambda *_: iter(()))
    database.close()


def yardstick(database: Database | None) -> Flask:
    """A view that answers a POST with nothing; with a database it inserts three rows first."""
    app = Flask("bench")

    @app.post("/")
    def post() -> Response:
        if database:
            with database.write() as session:
                for _ in range(3):
                    session.execute(insert(_ROWS).values(text="a row of about the size of an entry" * 10))
        return Response(status=204)

    return app


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Config, listener: socket.socket) -> None:
        self.settings, self.listener = settings, listener
        super().__init__()

    def load_config(self) -> None:
        own = {"bind": f"fd://{self.listener.fileno()}", "worker_class": "gthread", "threads": 8}
        for name, value in {**own, "loglevel": "warning", "control_socket_disable": True}.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        database = Database(self.settings.database.url)
        own = create_app(self.settings, database)
        places = {"/empty": yardstick(None), "/bare": yardstick(database)}
        serving.keep_loaded()
        return DispatcherMiddleware(own, places)  # type: ignore[arg-type]


def main() -> None:
    settings = config(os.environ["BENCH_DATABASE"])
    prepare(settings)
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listener.getsockname()[1])
    sys.stdout.flush()
    Server(settings, listener).run()


if __name__ == "__main__":
    main()
