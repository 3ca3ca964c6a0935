"""Voiding a draw: the only button beside one that is under way."""

from flask import Response, render_template, url_for

from competition.rules import voiding as rules
from competition.rules.approving import Kind
from competition.rules.errors import FormRefusedError, RuleError
from competition.rules.permissions import May
from competition.services import approvals, voiding
from competition.services.overview import one
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import TO_CORRECT, VoidForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/c/<slug:slug>/void")
@access(Who.ADMIN, may=May.VOID)
def void(slug: str) -> Response:
    return _page(slug, VoidForm())


@desk.post("/c/<slug:slug>/void")
@access(Who.ADMIN, changes=True, may=May.VOID)
def press_void(slug: str) -> Response:
    form = VoidForm(form_fields(VoidForm.ONCE))
    if not form.validate():
        return _page(slug, form, TO_CORRECT)
    try:
        _ask(slug, form)
    except RuleError as refused:
        return _page(slug, form, form.take(refused))
    return see_other(url_for("admin.approvals"))


def _ask(slug: str, form: VoidForm) -> None:
    reason, notice = form.reason.data or "", form.notice.data or ""
    if (form.slug.data or "").strip() != slug:
        wrong = RuleError("slug", f"Type {slug}, so that it is the right one.", field="slug")
        raise FormRefusedError([*rules.problems(reason, notice), wrong])
    with writing() as session:
        payload = voiding.request(session, slug, reason, notice)
        approvals.ask(session, Kind.VOID, slug, "the draw", payload, actor=admin(), instance=instance())


def _page(slug: str, form: VoidForm, status: int = 200) -> Response:
    form.slug.description = f"Type {slug}, so that it is the right one."
    with reading() as session:
        view, alone = one(session, slug, instance=instance()), approvals.alone(session)
    return unstored(render_template("admin/void.html", form=form, competition=view, alone=alone), status)
