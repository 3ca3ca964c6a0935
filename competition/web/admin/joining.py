"""Mailed links: making an account, setting a new password; and the first second factor."""

from flask import Response, render_template, url_for

from competition.adapters.tokens import Purpose
from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services.admins import accounts, second_factors, signing_in
from competition.web.access import Who, access
from competition.web.admin import cookies
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import CodeForm, NewPasswordForm, ResetForm
from competition.web.admin.gate import source
from competition.web.admin.signing_in import TO_CORRECT, signed_in
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/join/<token>")
@access(Who.HOLDER)
def join(token: str) -> Response:
    return _password_page(Purpose.JOIN, token, NewPasswordForm())


@desk.post("/join/<token>")
@access(Who.HOLDER, changes=True)
def press_join(token: str) -> Response:
    return _set_password(Purpose.JOIN, token)


@desk.get("/reset/<token>")
@access(Who.HOLDER)
def reset(token: str) -> Response:
    return _password_page(Purpose.RESET, token, NewPasswordForm())


@desk.post("/reset/<token>")
@access(Who.HOLDER, changes=True)
def press_reset(token: str) -> Response:
    return _set_password(Purpose.RESET, token)


def _password_page(purpose: Purpose, token: str, form: NewPasswordForm, status: int = 200) -> Response:
    with reading() as session:
        person = accounts.invited(session, purpose, token, instance=instance())
    page = render_template("admin/password.html", form=form, person=person, joining=purpose is Purpose.JOIN)
    return unstored(page, status)


def _set_password(purpose: Purpose, token: str) -> Response:
    """Set the password and go on to the second factor, as after any right password."""
    form = NewPasswordForm(form_fields(NewPasswordForm.ONCE))
    if not form.validate():
        return _password_page(purpose, token, form, TO_CORRECT)
    password = form.password.data or ""
    try:
        with writing() as session:
            email = accounts.set_password(session, purpose, token, password, instance=instance())
            half = signing_in.sign_in(session, email, password, source(), instance=instance())
    except RuleError as refused:
        if refused.field != "password":
            raise
        form.refuse([refused])
        return _password_page(purpose, token, form, TO_CORRECT)
    return cookies.keep_session(see_other(url_for("admin.second")), half or "")


@desk.get("/forgotten")
@access(Who.ANYONE)
def forgotten() -> Response:
    return unstored(render_template("admin/forgotten.html", form=ResetForm(), sent=False))


@desk.post("/forgotten")
@access(Who.ANYONE, changes=True, limited=True)
def press_forgotten() -> Response:
    form = ResetForm(form_fields(ResetForm.ONCE))
    if not form.validate():
        return unstored(render_template("admin/forgotten.html", form=form, sent=False), TO_CORRECT)
    with writing() as session:
        accounts.ask_reset(session, form.email.data or "", instance=instance())
    return unstored(render_template("admin/forgotten.html", form=form, sent=True))


@desk.get("/second-factor/new")
@access(Who.SIGNING_IN)
def set_up() -> Response:
    return _set_up_page(CodeForm())


@desk.get("/second-factor/new.svg")
@access(Who.SIGNING_IN)
def picture() -> Response:
    with reading() as session:
        codes = second_factors.new_codes(session, cookies.session_token(), instance=instance())
    return Response(codes.picture, mimetype="image/svg+xml")


@desk.post("/second-factor/new")
@access(Who.SIGNING_IN, changes=True)
def press_set_up() -> Response:
    form = CodeForm(form_fields(CodeForm.ONCE))
    if not form.validate():
        return _set_up_page(form, TO_CORRECT)
    with writing() as session:
        done = second_factors.set_up(
            session, cookies.session_token(), form.code.data or "", source(), instance=instance()
        )
    if done is None:
        form.code.errors = ["This code does not fit. Look at the clock of your phone, and type the next one."]
        return _set_up_page(form, TO_CORRECT)
    return signed_in(done, _first_page(done[0]))


def _first_page(token: str) -> str:
    """An owner sees what is to be set up, everybody else their own account."""
    with reading() as session:
        found = signing_in.current(session, token, instance=instance())
    return url_for("admin.first_steps" if found and found.may(May.SET_UP) else "admin.account")


def _set_up_page(form: CodeForm, status: int = 200) -> Response:
    # There are no codes on paper yet.
    form.code.description = "The six digits that your app shows now."
    with reading() as session:
        codes = second_factors.new_codes(session, cookies.session_token(), instance=instance())
    return unstored(render_template("admin/set_up.html", form=form, codes=codes), status)
