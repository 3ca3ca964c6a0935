"""The public log as programs follow it: lines, signed heads, and proofs between any two of them."""

from flask import Response

from competition.services import public_log
from competition.web.access import Who, access
from competition.web.edge import reading
from competition.web.public.blueprint import pages


def _plain(content: bytes) -> Response:
    return Response(content, content_type="text/plain; charset=utf-8")


@pages.get("/c/<slug:slug>/log.txt")
@access(Who.ANYONE)
def log(slug: str) -> Response:
    with reading() as session:
        return _plain(public_log.log_file(session, slug))


@pages.get("/c/<slug:slug>/manifest.json")
@access(Who.ANYONE)
def manifest(slug: str) -> Response:
    with reading() as session:
        return Response(public_log.manifest_file(session, slug), content_type="application/json")


@pages.get("/c/<slug:slug>/checkpoint")
@access(Who.ANYONE)
def checkpoint(slug: str) -> Response:
    with reading() as session:
        return _plain(public_log.checkpoint(session, slug))


@pages.get("/c/<slug:slug>/checkpoint/<number:size>")
@access(Who.ANYONE)
def checkpoint_at(slug: str, size: int) -> Response:
    with reading() as session:
        return _plain(public_log.checkpoint(session, slug, size))


@pages.get("/c/<slug:slug>/consistency/<number:old>/<number:new>")
@access(Who.ANYONE)
def consistency(slug: str, old: int, new: int) -> Response:
    with reading() as session:
        return _plain(public_log.consistency(session, slug, old, new))
