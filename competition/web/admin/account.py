"""One's own account: password, second factors, signing out everywhere. Every admin has one."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.services.admins import accounts, second_factors
from competition.web.access import Who, access
from competition.web.admin import cookies
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import AdminForm, ChangePasswordForm, PasskeyForm
from competition.web.admin.gate import admin, proven
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/account")
@access(Who.ADMIN)
def account() -> Response:
    return _page(ChangePasswordForm())


def _page(form: ChangePasswordForm, status: int = 200) -> Response:
    with reading() as session:
        factors = second_factors.of_admin(session, admin().code)
    page = render_template(
        "admin/account.html", form=form, plain=AdminForm(), passkey=PasskeyForm(), factors=factors
    )
    return unstored(page, status)


@desk.post("/account/password")
@access(Who.ADMIN, changes=True)
@proven
def change_password() -> Response:
    form = ChangePasswordForm(form_fields(ChangePasswordForm.ONCE))
    if not form.validate():
        return _page(form, 422)
    try:
        with writing() as session:
            accounts.change_password(session, admin().code, form.password.data or "", instance=instance())
    except RuleError as refused:
        form.refuse([refused])
        return _page(form, 422)
    return cookies.drop_session(see_other(url_for("admin.sign_in")))


@desk.post("/account/recovery-codes")
@access(Who.ADMIN, changes=True)
@proven
def recovery_codes() -> Response:
    """New codes for paper. The page that shows them is the answer: they are stored nowhere to be read."""
    if not AdminForm(form_fields(AdminForm.ONCE)).validate():
        return see_other(url_for("admin.account"))
    with writing() as session:
        codes = second_factors.new_recovery_codes(session, admin().code, instance=instance())
    return unstored(render_template("admin/recovery_codes.html", codes=codes))


@desk.post("/account/passkeys/challenge")
@access(Who.ADMIN, changes=True)
@proven
def passkey_challenge() -> Response:
    """Asked for by the page's script, which makes a passkey."""
    with writing() as session:
        options = second_factors.passkey_to_make(session, cookies.session_token(), instance=instance())
    return Response(options, mimetype="application/json")


@desk.post("/account/passkeys")
@access(Who.ADMIN, changes=True)
@proven
def add_passkey() -> Response:
    form = PasskeyForm(form_fields(PasskeyForm.ONCE))
    if form.validate():
        answer, name = form.answer.data or "", form.name.data or ""
        with writing() as session:
            second_factors.keep_passkey(session, cookies.session_token(), answer, name, instance=instance())
    return see_other(url_for("admin.account"))


@desk.post("/account/passkeys/<credential>/remove")
@access(Who.ADMIN, changes=True)
@proven
def remove_passkey(credential: str) -> Response:
    if AdminForm(form_fields(AdminForm.ONCE)).validate():
        with writing() as session:
            second_factors.forget_passkey(session, admin().code, credential, instance=instance())
    return see_other(url_for("admin.account"))
