"""Entries that came by post or from elsewhere: a file is looked at first, then taken a batch at a press."""

from flask import Response, render_template, request
from werkzeug.datastructures import MultiDict

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services.review import importing
from competition.services.views.review import ImportStepView
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.gate import admin
from competition.web.admin.review_forms import ImportForm
from competition.web.answers import unstored
from competition.web.edge import instance, reading, writing

LARGEST = 2_000_000
# Token, button, the file or its text, and what stands between the parts of such a form.
_REST, _PARTS = 10_000, 5


@desk.get("/c/<slug:slug>/import")
@access(Who.ADMIN, may=May.EXPORT)
def import_(slug: str) -> Response:
    return _page(slug, ImportForm())


@desk.post("/c/<slug:slug>/import")
@access(Who.ADMIN, changes=True, may=May.EXPORT)
def press_import(slug: str) -> Response:
    """A file is no plain text, so this form is read and bounded here."""
    if (request.content_length or 0) > LARGEST + _REST:
        return _refused(slug, ImportForm(), f"The file is too large. Make it {LARGEST:,} bytes at most.")
    request.max_content_length = request.max_form_memory_size = LARGEST + _REST
    request.max_form_parts = _PARTS
    form = ImportForm(MultiDict(request.form))
    if not form.validate():
        return _page(slug, form, status=422)
    try:
        text = form.text.data or _uploaded()
        step = _take(slug, text) if form.go.data == "take" else None
        return _page(slug, form, text, step)
    except RuleError as refused:
        if refused.field != "file":
            raise
        return _refused(slug, form, *refused.message.splitlines())


def _uploaded() -> str:
    file = request.files.get("file")
    try:
        return (file.read() if file else b"").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleError("rows", "This is no UTF-8 text: save it as CSV, UTF-8.", field="file") from None


def _take(slug: str, text: str) -> ImportStepView:
    with writing() as session:
        return importing.take_batch(session, slug, text, actor=admin().code, instance=instance())


def _refused(slug: str, form: ImportForm, *sentences: str) -> Response:
    form.file.errors = [" ".join(sentences)]
    return _page(slug, form, status=422)


def _page(
    slug: str,
    form: ImportForm,
    text: str | None = None,
    step: ImportStepView | None = None,
    *,
    status: int = 200,
) -> Response:
    with reading() as session:
        view = importing.page(session, slug, text, instance=instance())
    page = render_template("admin/import.html", plan=view, form=form, text=text, step=step)
    return unstored(page, status)
