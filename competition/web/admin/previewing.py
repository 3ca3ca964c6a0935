"""A draft as its readers would see it: the page, and every letter as text and as a designed message."""

from flask import Response, render_template

from competition.rules.permissions import May
from competition.services import drafts
from competition.services.drafts import previewing
from competition.services.drafts.samples import LETTERS
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import session_tokens
from competition.web.answers import MESSAGE_POLICY, unstored
from competition.web.edge import instance, reading
from competition.web.forms import EntryForm


@desk.get("/drafts/<number:number>/page")
@access(Who.ADMIN, may=May.EDIT)
def preview_page(number: int) -> Response:
    with reading() as session:
        view = previewing.page(session, number, instance=instance())
    # Its token is of this session, so that what is pressed here enters nothing.
    form = EntryForm(session_tokens()).fit(view)
    return unstored(render_template("admin/preview_page.html", competition=view, form=form, number=number))


@desk.get("/drafts/<number:number>/letters/<kind>")
@access(Who.ADMIN, may=May.EDIT)
def preview_letter(number: int, kind: str) -> Response:
    with reading() as session:
        letter = previewing.letter(session, number, kind, instance=instance())
        view = drafts.editor(session, number, instance=instance())
    return unstored(
        render_template("admin/preview_letter.html", draft=view, letter=letter, kind=kind, letters=LETTERS)
    )


@desk.get("/drafts/<number:number>/letters/<kind>/html")
@access(Who.ADMIN, may=May.EDIT)
def preview_letter_html(number: int, kind: str) -> Response:
    with reading() as session:
        letter = previewing.letter(session, number, kind, instance=instance())
    response = Response(letter.html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MESSAGE_POLICY
    return response
