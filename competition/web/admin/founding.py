"""The page at which the first owner of a site makes an account: only with the operator's link."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.services.admins import founding, signing_in
from competition.services.admins.founding import Founder
from competition.web.access import Who, access
from competition.web.admin import cookies
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import FounderForm
from competition.web.admin.gate import source
from competition.web.admin.signing_in import TO_CORRECT
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/set-up/<token>")
@access(Who.HOLDER)
def found(token: str) -> Response:
    return _page(token, FounderForm())


@desk.post("/set-up/<token>")
@access(Who.HOLDER, changes=True, limited=True)
def press_found(token: str) -> Response:
    """Make the account and go on to the second factor, as after any right password."""
    form = FounderForm(form_fields(FounderForm.ONCE))
    if not form.validate():
        return _page(token, form, TO_CORRECT)
    founder = Founder(form.name.data or "", form.email.data or "", form.password.data or "")
    try:
        with writing() as session:
            founding.found(session, token, founder, instance=instance())
            half = signing_in.sign_in(session, founder.email, founder.password, source(), instance=instance())
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _page(token, form, TO_CORRECT)
    return cookies.keep_session(see_other(url_for("admin.second")), half or "")


def _page(token: str, form: FounderForm, status: int = 200) -> Response:
    with reading() as session:
        founding.look(session, token, instance=instance())
    return unstored(render_template("admin/found.html", form=form), status)
