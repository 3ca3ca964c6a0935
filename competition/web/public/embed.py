"""The entry form for the frames of other sites: no cookie, no script, and its answers stay in the frame."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.services import competitions, entries
from competition.web.access import Who, access
from competition.web.answers import see_other, unstored
from competition.web.edge import instance, reading
from competition.web.forms import EntryForm
from competition.web.public.blueprint import pages
from competition.web.public.enter import take
from competition.web.public.tokens import tokens_for

TO_CORRECT = 422


@pages.get("/c/<slug:slug>/embed")
@access(Who.ANYONE, framed=True)
def embed(slug: str) -> Response:
    return _page(slug, None)


@pages.post("/c/<slug:slug>/embed")
@access(Who.ANYONE, changes=True, limited=True, framed=True, counted_as="public.enter")
def press_embed(slug: str) -> Response:
    try:
        refused = take(slug, page=f"/c/{slug}/embed")
    except RuleError as problem:
        if problem.code not in {"closed", "not_open"}:
            raise
        # Which the page says itself, in the place of the form.
        return see_other(url_for("public.embed", slug=slug))
    return _page(slug, refused) if refused else see_other(url_for("public.embed_sent", slug=slug))


@pages.get("/c/<slug:slug>/embed/sent")
@access(Who.ANYONE, framed=True)
def embed_sent(slug: str) -> Response:
    """As the page after every form, the same for everyone (O6)."""
    with reading() as session:
        view = entries.check_mail(session, slug, instance=instance())
    return unstored(render_template("public/embed_sent.html", competition=view))


def _page(slug: str, refused: EntryForm | None) -> Response:
    with reading() as session:
        view = competitions.page(session, slug, instance=instance())
    if view.status != "open":
        return unstored(render_template("public/embed.html", competition=view, form=None))
    form = (refused or EntryForm(tokens_for("enter", slug))).fit(view)
    page = render_template("public/embed.html", competition=view, form=form)
    return unstored(page, TO_CORRECT if refused else 200)
