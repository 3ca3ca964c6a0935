"""All entries as one file, for owners and editors who have just proven who they are (N11)."""

from flask import Response, render_template

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services import facts
from competition.services.review import exporting
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.gate import admin
from competition.web.admin.review_forms import ExportForm
from competition.web.answers import download, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/c/<slug:slug>/export")
@access(Who.ADMIN, may=May.EXPORT)
def export(slug: str) -> Response:
    return _page(slug, ExportForm())


@desk.post("/c/<slug:slug>/export")
@access(Who.ADMIN, changes=True, may=May.EXPORT)
def take_export(slug: str) -> Response:
    form = ExportForm(form_fields(ExportForm.ONCE))
    if not form.validate():
        return _page(slug, form, 422)
    kind = form.kind.data
    try:
        with reading() as session:
            rows = exporting.table(session, slug)
        data = exporting.file(rows, kind)
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _page(slug, form, 422)
    with writing() as session:
        exporting.note(session, slug, rows, kind, actor=admin().code, instance=instance())
    answer = download(data, f"{slug}-entries.{kind}")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(slug: str, form: ExportForm, status: int = 200) -> Response:
    with reading() as session:
        title = facts.public(session, slug).title
    return unstored(render_template("admin/export.html", slug=slug, title=title, form=form), status)
