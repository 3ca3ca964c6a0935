"""The list of admins: inviting, changing roles, disabling. Owners only."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.rules.permissions import May, Role, in_words
from competition.services.admins import accounts
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import AdminForm, InviteForm, RoleForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing

ROLES = tuple((role.value, in_words(role)) for role in Role)


@desk.get("/people")
@access(Who.ADMIN, may=May.ADMINS)
def people() -> Response:
    return _page(InviteForm())


def _page(form: InviteForm, status: int = 200) -> Response:
    with reading() as session:
        found = accounts.people(session)
    page = render_template("admin/people.html", form=form, plain=AdminForm(), people=found, roles=ROLES)
    return unstored(page, status)


@desk.post("/people")
@access(Who.ADMIN, changes=True, may=May.ADMINS)
def invite() -> Response:
    form = InviteForm(form_fields(InviteForm.ONCE))
    if not form.validate():
        return _page(form, 422)
    try:
        with writing() as session:
            accounts.invite(
                session,
                form.email.data or "",
                form.name.data or "",
                Role(form.role.data),
                actor=admin().code,
                instance=instance(),
            )
    except RuleError as refused:
        form.refuse([refused])
        return _page(form, 422)
    return see_other(url_for("admin.people"))


@desk.post("/people/<code>/role")
@access(Who.ADMIN, changes=True, may=May.ADMINS)
def change_role(code: str) -> Response:
    form = RoleForm(form_fields(RoleForm.ONCE))
    if form.validate():
        with writing() as session:
            accounts.change_role(session, code, Role(form.role.data), actor=admin().code, instance=instance())
    return see_other(url_for("admin.people"))


@desk.post("/people/<code>/disable")
@access(Who.ADMIN, changes=True, may=May.ADMINS)
def disable(code: str) -> Response:
    if AdminForm(form_fields(AdminForm.ONCE)).validate():
        with writing() as session:
            accounts.disable(session, code, actor=admin().code, instance=instance())
    return see_other(url_for("admin.people"))
