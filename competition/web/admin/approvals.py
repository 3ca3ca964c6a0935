"""What waits for a second person, and the decision."""

from flask import Response, render_template, url_for

from competition.rules.permissions import May
from competition.services import approvals as requests
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import DecideForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/approvals")
@access(Who.ADMIN, may=May.SEE)
def approvals() -> str:
    with reading() as session:
        waiting, decided = requests.waiting(session, admin()), requests.decided(session, admin())
    return render_template("admin/approvals.html", waiting=waiting, decided=decided)


@desk.get("/approvals/<public_id>")
@access(Who.ADMIN, may=May.DECIDE)
def approval(public_id: str) -> Response:
    return _page(public_id, DecideForm())


@desk.post("/approvals/<public_id>")
@access(Who.ADMIN, changes=True, may=May.DECIDE)
def decide(public_id: str) -> Response:
    form = DecideForm(form_fields(DecideForm.ONCE))
    if not form.validate():
        return _page(public_id, form, 422)
    approve = form.decision.data == "approve"
    with writing() as session:
        requests.decide(session, public_id, approve=approve, actor=admin(), instance=instance())
    return see_other(url_for("admin.approval", public_id=public_id))


def _page(public_id: str, form: DecideForm, status: int = 200) -> Response:
    with reading() as session:
        view = requests.one(session, public_id, admin())
    return unstored(render_template("admin/approval.html", asked=view, form=form), status)
