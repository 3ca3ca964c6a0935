"""Somebody else's site: a page with a frame, and a form as most are, which needs a cookie."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from flask import Flask, Response, request
from werkzeug.serving import make_server

from tests.journeys.https import Unheard

HOST = "127.0.0.1"
PAGE = """<!doctype html><title>Review</title><h1>Our review</h1>
<iframe src="{}" title="The entry form" width="600" height="1400"></iframe>"""


@dataclass
class Publisher:
    """At 127.0.0.1, while we are at localhost: to a browser these are two sites."""

    origin: str
    shows: str = ""
    """What stands in the frame of its page."""

    @property
    def needy(self) -> str:
        """A form of a third site, which is ours by name only."""
        return self.origin.replace(HOST, "localhost") + "/needy"


def _app() -> Flask:
    app = Flask("publisher", static_folder=None)

    @app.get("/needy")
    def needy() -> Response:
        page = Response('<form method="post" action="/needy"><button>Send</button></form>')
        page.mimetype = "text/html"
        page.set_cookie("token", "x", samesite="None", secure=True)
        return page

    @app.post("/needy")
    def press() -> str:
        return "taken" if request.cookies.get("token") else "refused"

    return app


@contextmanager
def publisher() -> Iterator[Publisher]:
    app = _app()
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
        own = Publisher(f"http://{HOST}:{port}")
        app.add_url_rule("/", "review", lambda: PAGE.format(own.shows))
        server = make_server(HOST, port, app, threaded=True, request_handler=Unheard, fd=listener.fileno())
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield own
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
