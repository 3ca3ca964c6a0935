"""Before the first competition: what an owner sets up, and how far it is."""

from flask import Response, render_template, url_for

from competition.rules import beginning
from competition.rules.errors import DescriptionError, RuleError
from competition.rules.form_names import field_of
from competition.rules.naming import in_words
from competition.rules.permissions import May
from competition.services import first_steps as steps
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import AdminForm, KeysForm, PromoterForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing

TO_CORRECT = 422


@desk.get("/first-steps")
@access(Who.ADMIN, may=May.SET_UP)
def first_steps() -> Response:
    return _page()


@desk.post("/first-steps/promoter")
@access(Who.ADMIN, changes=True, may=May.SET_UP)
def say_promoter() -> Response:
    form = PromoterForm(form_fields(PromoterForm.ONCE))
    if not form.validate():
        return _page(TO_CORRECT, promoter=form)
    try:
        found = beginning.promoter_of(form.typed())
    except DescriptionError as refused:
        form.refuse(RuleError("promoter", in_words(one), field=field_of(one.key)) for one in refused.faults)
        return _page(TO_CORRECT, promoter=form)
    with writing() as session:
        steps.say_promoter(session, found, actor=admin().code, instance=instance())
    return see_other(url_for("admin.first_steps"))


@desk.post("/first-steps/mail-test")
@access(Who.ADMIN, changes=True, may=May.SET_UP)
def try_mail() -> Response:
    if AdminForm(form_fields(AdminForm.ONCE)).validate():
        with writing() as session:
            steps.try_mail(session, actor=admin().code, instance=instance())
    return see_other(url_for("admin.first_steps", _anchor="mail"))


@desk.post("/first-steps/keys")
@access(Who.ADMIN, changes=True, may=May.SET_UP)
def keep_keys() -> Response:
    form = KeysForm(form_fields(KeysForm.ONCE))
    if not form.validate():
        return _page(TO_CORRECT, keys=form)
    if not form.copied.data:
        form.copied.errors = ["Tick it once the copy lies somewhere else. Nobody can make it for you."]
        return _page(TO_CORRECT, keys=form)
    with writing() as session:
        steps.keep_keys(session, actor=admin().code, instance=instance())
    return see_other(url_for("admin.first_steps", _anchor="keys"))


def _page(
    status: int = 200, *, promoter: PromoterForm | None = None, keys: KeysForm | None = None
) -> Response:
    """The page; with the form that has something wrong, if one has."""
    with reading() as session:
        view = steps.view(session, admin().code, instance=instance())
    page = render_template(
        "admin/first_steps.html",
        view=view,
        promoter=promoter or PromoterForm().showing(view.promoter),
        keys=keys or KeysForm(),
        plain=AdminForm(),
    )
    return unstored(page, status)
