"""For whatever watches the service: does it run, and can it take an entry."""

from flask import Response

from competition.web.access import Who, access
from competition.web.edge import instance, reading
from competition.web.public.blueprint import pages


@pages.get("/healthz")
@access(Who.ANYONE)
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
@access(Who.ANYONE)
def readyz() -> Response:
    """Ready when the database answers with its own clock; else the error page says 503."""
    with reading() as session:
        instance().clock(session)
    return Response("ready\n", mimetype="text/plain")
