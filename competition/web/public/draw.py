"""The draw, its published files, and the programs that check them."""

from functools import cache

from flask import Response, render_template, request

from competition.adapters import auditor_file, verifier_file
from competition.services import draw_files, draw_views, keepsakes, score_picture
from competition.web.access import Who, access
from competition.web.answers import download
from competition.web.edge import instance, reading
from competition.web.public.blueprint import pages

LONGEST_TICKET = 80
# Packed once, when the first sceptic asks.
_auditor = cache(auditor_file.build)


@pages.get("/c/<slug:slug>/draw")
@access(Who.ANYONE)
def draw(slug: str) -> str:
    asked = request.args.get("ticket", "").strip()[:LONGEST_TICKET]
    with reading() as session:
        view = draw_views.page(session, slug, instance=instance())
        lookup = draw_views.look_up(session, slug, asked, instance=instance()) if asked else None
        scores = score_picture.picture(session, view, lookup)
    return render_template("public/draw.html", draw=view, lookup=lookup, scores=scores)


@pages.get("/c/<slug:slug>/live")
@access(Who.ANYONE)
def live(slug: str) -> str:
    """For an event or a stream: the clock, then the winners of the already public ranking, one by one."""
    with reading() as session:
        view = draw_views.page(session, slug, instance=instance())
    return render_template("public/live.html", draw=view)


@pages.get("/c/<slug:slug>/draw.ics")
@access(Who.ANYONE)
def calendar(slug: str) -> Response:
    with reading() as session:
        content = keepsakes.public_calendar(session, slug, instance=instance())
    return download(content, "draw.ics")


@pages.get("/c/<slug:slug>/record/<path:name>")
@access(Who.ANYONE)
def record_file(slug: str, name: str) -> Response:
    with reading() as session:
        content = draw_files.record_file(session, slug, name)
    return download(content, name.rpartition("/")[2])


@pages.get("/c/<slug:slug>/record.zip")
@access(Who.ANYONE)
def record_zip(slug: str) -> Response:
    with reading() as session:
        content = draw_files.bundle(session, slug)
    return download(content, f"{slug}.zip")


@pages.get("/competition-audit.pyz")
@access(Who.ANYONE)
def auditor() -> Response:
    return download(_auditor(), "competition-audit.pyz")


@pages.get(f"/{verifier_file.NAME}")
@access(Who.ANYONE)
def verifier() -> Response:
    """To keep and to open from the disk. It is no page of this site, under whose policy it would be dead."""
    return download(verifier_file.build(), verifier_file.NAME, "application/octet-stream")
