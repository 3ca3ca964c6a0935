"""Signing in and out, and the second look before something dangerous."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.services.admins import factors, second_factors, signing_in
from competition.web.access import Who, access
from competition.web.admin import cookies
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import AdminForm, CodeForm, PasskeyForm, ProveForm, SignInForm
from competition.web.admin.gate import admin, source, way_back
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing

TO_CORRECT = 422


@desk.get("/sign-in")
@access(Who.ANYONE)
def sign_in() -> Response:
    return _sign_in_page(SignInForm())


@desk.post("/sign-in")
@access(Who.ANYONE, changes=True)
def press_sign_in() -> Response:
    form = SignInForm(form_fields(SignInForm.ONCE))
    if not form.validate():
        return _sign_in_page(form, TO_CORRECT)
    try:
        with writing() as session:
            token = signing_in.sign_in(
                session, form.email.data or "", form.password.data or "", source(), instance=instance()
            )
    except RuleError as refused:
        form.password.errors = [refused.message]
        return _sign_in_page(form, 429)
    if token is None:
        form.password.errors = [signing_in.WRONG.message]
        return _sign_in_page(form, TO_CORRECT)
    return cookies.keep_session(see_other(url_for("admin.second", next=_next())), token)


def _next() -> str | None:
    return way_back("") or None


def _sign_in_page(form: SignInForm, status: int = 200) -> Response:
    return unstored(render_template("admin/sign_in.html", form=form), status)


@desk.get("/second-factor")
@access(Who.SIGNING_IN)
def second() -> Response:
    with reading() as session:
        asked = second_factors.asked(session, cookies.session_token(), instance=instance())
    if asked.to_set_up:
        return see_other(url_for("admin.set_up"))
    return _second_page(CodeForm())


@desk.post("/second-factor")
@access(Who.SIGNING_IN, changes=True)
def press_second() -> Response:
    form = CodeForm(form_fields(CodeForm.ONCE))
    if not form.validate():
        return _second_page(form, TO_CORRECT)
    return _finish(form, factors.by_code(form.code.data or "", instance=instance()))


@desk.post("/second-factor/challenge")
@access(Who.SIGNING_IN, changes=True)
def challenge() -> Response:
    """Asked for by the page's script, which shows a passkey."""
    with writing() as session:
        options = second_factors.challenge(session, cookies.session_token(), instance=instance())
    return Response(options, mimetype="application/json")


@desk.post("/second-factor/passkey")
@access(Who.SIGNING_IN, changes=True)
def press_passkey() -> Response:
    form = PasskeyForm(form_fields(PasskeyForm.ONCE))
    if not form.validate():
        return _second_page(CodeForm(), TO_CORRECT)
    return _finish(CodeForm(), factors.by_passkey(form.answer.data or "", instance=instance()))


def _finish(form: CodeForm, proof: factors.Proof) -> Response:
    try:
        with writing() as session:
            done = signing_in.finish(session, cookies.session_token(), proof, source(), instance=instance())
    except RuleError as refused:
        if refused.code == "signed_out":
            raise
        form.code.errors = [refused.message]
        return _second_page(form, 429)
    if done is None:
        form.code.errors = [factors.WRONG_CODE.message]
        return _second_page(form, TO_CORRECT)
    return signed_in(done, way_back(url_for("admin.home")))


def signed_in(done: tuple[str, str], to: str) -> Response:
    token, mark = done
    return cookies.keep_device(cookies.keep_session(see_other(to), token), mark)


def _second_page(form: CodeForm, status: int = 200) -> Response:
    with reading() as session:
        asked = second_factors.asked(session, cookies.session_token(), instance=instance())
    page = render_template(
        "admin/second_factor.html", form=form, passkey=PasskeyForm(), asked=asked, back=_next()
    )
    return unstored(page, status)


@desk.get("/prove")
@access(Who.ADMIN)
def prove() -> Response:
    return _prove_page(ProveForm())


@desk.post("/prove")
@access(Who.ADMIN, changes=True)
def press_prove() -> Response:
    form = ProveForm(form_fields(ProveForm.ONCE))
    if not form.validate():
        return _prove_page(form, TO_CORRECT)
    try:
        with writing() as session:
            right = signing_in.prove(
                session, cookies.session_token(), form.password.data or "", source(), instance=instance()
            )
    except RuleError as refused:
        form.password.errors = [refused.message]
        return _prove_page(form, 429)
    if not right:
        form.password.errors = ["This is not your password. Send it again."]
        return _prove_page(form, TO_CORRECT)
    return see_other(way_back(url_for("admin.home")))


def _prove_page(form: ProveForm, status: int = 200) -> Response:
    return unstored(render_template("admin/prove.html", form=form), status)


@desk.post("/sign-out")
@access(Who.ADMIN, changes=True)
def sign_out() -> Response:
    if not AdminForm(form_fields(AdminForm.ONCE)).validate():
        return see_other(url_for("admin.home"))
    with writing() as session:
        signing_in.sign_out(session, admin().code, instance=instance())
    return cookies.drop_session(see_other(url_for("admin.sign_in")))
