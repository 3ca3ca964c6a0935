"""Appealing against an exclusion: the mailed link shows a form, and only sending it does anything (O20)."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.services.review import appeals
from competition.web.access import Who, access
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing
from competition.web.forms import AppealForm
from competition.web.public.blueprint import pages


@pages.get("/appeal/<token>")
@access(Who.HOLDER)
def appeal(token: str) -> Response:
    return _page(token, AppealForm())


@pages.post("/appeal/<token>")
@access(Who.HOLDER, changes=True, limited=True)
def send_appeal(token: str) -> Response:
    form = AppealForm(form_fields(AppealForm.ONCE))
    try:
        with writing() as session:
            appeals.send(session, token, form.text.data or "", instance=instance())
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.text.errors = [refused.message]
        return _page(token, form, 422)
    return see_other(url_for("public.appeal", token=token))


def _page(token: str, form: AppealForm, status: int = 200) -> Response:
    with reading() as session:
        view = appeals.page(session, token, instance=instance())
    return unstored(render_template("public/appeal.html", appeal=view, form=form), status)
