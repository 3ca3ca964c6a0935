"""Freeze and draw on one screen; and the round by hand, for when no relay can be reached."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services import draw_desk
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import RoundForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/c/<slug:slug>/draw")
@access(Who.ADMIN, may=May.SEE)
def draw(slug: str) -> str:
    with reading() as session:
        view = draw_desk.page(session, slug, instance=instance())
    return render_template("admin/draw.html", desk=view)


@desk.get("/c/<slug:slug>/round")
@access(Who.ADMIN, may=May.DRAW)
def round_(slug: str) -> Response:
    return _page(slug, RoundForm())


@desk.post("/c/<slug:slug>/round")
@access(Who.ADMIN, changes=True, may=May.DRAW)
def press_round(slug: str) -> Response:
    form = RoundForm(form_fields(RoundForm.ONCE))
    if not form.validate():
        return _page(slug, form, 422)
    try:
        if (form.slug.data or "").strip() != slug:
            raise RuleError("slug", f"Type {slug}, so that it is the right one.", field="slug")
        with writing() as session:
            draw_desk.take_round(session, slug, form.round.data or "", actor=admin(), instance=instance())
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _page(slug, form, 422)
    return see_other(url_for("admin.draw", slug=slug))


def _page(slug: str, form: RoundForm, status: int = 200) -> Response:
    form.slug.description = f"Type {slug}, so that it is the right one."
    with reading() as session:
        view = draw_desk.page(session, slug, instance=instance())
    return unstored(render_template("admin/round.html", desk=view, form=form), status)
