"""One competition: its page with the form, its picture, its terms by version."""

from flask import Response, render_template

from competition.services import competitions
from competition.web.access import Who, access
from competition.web.answers import unstored
from competition.web.edge import instance, reading
from competition.web.forms import EntryForm
from competition.web.public.blueprint import pages
from competition.web.public.tokens import tokens_for


@pages.get("/c/<slug:slug>")
@access(Who.ANYONE)
def competition(slug: str) -> Response:
    with reading() as session:
        view = competitions.page(session, slug, instance=instance())
    form = EntryForm(tokens_for("enter", slug)).fit(view) if view.status == "open" else None
    page = render_template("public/competition.html", competition=view, form=form)
    return unstored(page) if form else Response(page)


@pages.get("/c/<slug:slug>/picture")
@access(Who.ANYONE)
def picture(slug: str) -> Response:
    with reading() as session:
        found = competitions.picture(session, slug)
    return Response(found.content, mimetype=found.type)


@pages.get("/c/<slug:slug>/terms/<number:version>")
@access(Who.ANYONE)
def terms(slug: str, version: int) -> str:
    with reading() as session:
        view = competitions.terms(session, slug, version, instance=instance())
    return render_template("public/terms.html", terms=view)
