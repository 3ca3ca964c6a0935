"""The picture of a draft: uploaded, looked at, taken away."""

from flask import Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from competition.adapters.images import LARGEST_UPLOAD
from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services import drafts
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.drafts import refusal
from competition.web.admin.editor_forms import PictureForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.edge import instance, reading, writing

# The token, the version, the button, and what stands between the parts of such a form.
_REST, _PARTS = 100_000, 5


@desk.get("/drafts/<number:number>/picture")
@access(Who.ADMIN, may=May.EDIT)
def draft_picture(number: int) -> Response:
    return _page(number, PictureForm())


@desk.get("/drafts/<number:number>/picture/file")
@access(Who.ADMIN, may=May.EDIT)
def draft_picture_file(number: int) -> Response:
    with reading() as session:
        found = drafts.picture(session, number)
    return Response(found.content, mimetype=found.type)


@desk.post("/drafts/<number:number>/picture")
@access(Who.ADMIN, changes=True, may=May.EDIT)
def illustrate(number: int) -> Response:
    """Take an upload: the one form of ours that is not plain text, so it is read and bounded here."""
    if (request.content_length or 0) > LARGEST_UPLOAD + _REST:
        return _too_large(number)
    request.max_content_length, request.max_form_parts = LARGEST_UPLOAD + _REST, _PARTS
    form = PictureForm(MultiDict(request.form))
    if not form.validate():
        return _page(number, form, 422)
    upload = request.files.get("picture")
    data = None if form.remove.data == "yes" else upload.read() if upload else b""
    try:
        with writing() as session:
            version = form.seen_version()
            drafts.illustrate(session, number, data, version=version, instance=instance(), actor=admin().code)
    except RuleError as refused:
        form.picture.errors = [refusal(refused, "picture")]
        return _page(number, form, 422)
    return see_other(url_for("admin.draft", number=number, step=1))


def _too_large(number: int) -> Response:
    """Said without reading it: nothing of it is worth the time."""
    form = PictureForm()
    form.picture.errors = [f"The picture is too large. Make it {LARGEST_UPLOAD:,} bytes at most."]
    return _page(number, form, 422)


def _page(number: int, form: PictureForm, status: int = 200) -> Response:
    with reading() as session:
        view = drafts.editor(session, number, instance=instance())
    return unstored(render_template("admin/picture.html", draft=view, form=form), status)
