"""Publishing a draft: what is fixed from then on, and the short name typed, so that it is the right one."""

from flask import Response, render_template, url_for

from competition.rules.checklist import ChecklistError
from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services import drafts
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.drafts import refusal
from competition.web.admin.editor_forms import PublishForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/drafts/<number:number>/publish")
@access(Who.ADMIN, may=May.EDIT)
def draft_publish(number: int) -> Response:
    return _page(number, PublishForm())


@desk.post("/drafts/<number:number>/publish")
@access(Who.ADMIN, changes=True, may=May.EDIT)
def publish(number: int) -> Response:
    form = PublishForm(form_fields(PublishForm.ONCE))
    if not form.validate():
        return _page(number, form, 422)
    try:
        slug = _publish(number, form)
    except ChecklistError:
        return _page(number, form, 409)
    except RuleError as refused:
        form.slug.errors = [refusal(refused, "slug", "")]
        return _page(number, form, 422)
    return see_other(url_for("public.competition", slug=slug))


def _publish(number: int, form: PublishForm) -> str:
    with writing() as session:
        wanted = drafts.editor(session, number, instance=instance()).typed.get("slug", "").strip()
        if (form.slug.data or "").strip() != wanted:
            raise RuleError("slug", f"Type {wanted}, so that it is the right one.", field="slug")
        version = form.seen_version()
        return drafts.publish(session, number, version=version, instance=instance(), actor=admin().code)


def _page(number: int, form: PublishForm, status: int = 200) -> Response:
    with reading() as session:
        view = drafts.editor(session, number, instance=instance())
    if view.published:
        return see_other(url_for("public.competition", slug=view.published))
    return unstored(render_template("admin/publish.html", draft=view, form=form), status)
