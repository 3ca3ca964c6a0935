"""Complaints and data requests with their clock. Opening one is recorded: it shows somebody's words."""

from flask import Response, render_template, url_for

from competition.rules.permissions import May
from competition.services import complaints as requests
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import AdminForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/complaints")
@access(Who.ADMIN, may=May.ANSWER)
def complaints() -> Response:
    return _list(AdminForm())


@desk.post("/complaints/<reference>/open")
@access(Who.ADMIN, changes=True, may=May.ANSWER)
def open_complaint(reference: str) -> Response:
    form = AdminForm(form_fields(AdminForm.ONCE))
    if not form.validate():
        return _list(form, 422)
    with writing() as session:
        view = requests.reveal(session, reference, actor=admin().code, instance=instance())
    return unstored(render_template("admin/complaint.html", complaint=view, form=AdminForm()))


@desk.post("/complaints/<reference>/answered")
@access(Who.ADMIN, changes=True, may=May.ANSWER)
def answered(reference: str) -> Response:
    form = AdminForm(form_fields(AdminForm.ONCE))
    if not form.validate():
        return _list(form, 422)
    with writing() as session:
        requests.mark_answered(session, reference, actor=admin().code, instance=instance())
    return see_other(url_for("admin.complaints"))


def _list(form: AdminForm, status: int = 200) -> Response:
    with reading() as session:
        view = requests.waiting(session, instance=instance())
    return unstored(render_template("admin/complaints.html", form=form, complaints=view), status)
