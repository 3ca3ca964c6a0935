"""Entering: the form, and the page after it, which is the same for everyone (guarantee O6)."""

from flask import Response, render_template, url_for

from competition.rules.entering import check_window
from competition.rules.errors import EntryRefusedError, RuleError
from competition.rules.lifecycle import Status
from competition.rules.timetable import Timetable
from competition.services import competitions, entries
from competition.web.access import Who, access
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing
from competition.web.forms import CodeForm, EntryForm, ResendForm, submission
from competition.web.public.blueprint import pages
from competition.web.public.tokens import tokens_for

TO_CORRECT = 422


@pages.post("/c/<slug:slug>/enter")
@access(Who.ANYONE, changes=True, limited=True)
def enter(slug: str) -> Response:
    refused = take(slug, page=f"/c/{slug}")
    return _entry_again(slug, refused) if refused else see_other(url_for("public.check_mail", slug=slug))


def take(slug: str, *, page: str) -> EntryForm | None:
    """Take the entry that was sent from this page; returns the form if something has to be put right."""
    tokens, fields = tokens_for("enter", slug), form_fields(EntryForm.ONCE, EntryForm.SEVERAL)
    try:
        sent = submission(tokens, fields, page=page)
        with writing() as session:
            entries.enter(session, slug, sent, instance=instance())
    except EntryRefusedError as refused:
        form = EntryForm(tokens, fields)
        form.refuse(refused.problems)
        return form
    return None


@pages.get("/c/<slug:slug>/check-mail")
@access(Who.ANYONE)
def check_mail(slug: str) -> Response:
    return _check_mail(slug)


@pages.post("/c/<slug:slug>/resend")
@access(Who.ANYONE, changes=True, limited=True)
def resend(slug: str) -> Response:
    form = ResendForm(tokens_for("resend", slug), form_fields(ResendForm.ONCE))
    if not form.validate():
        return _check_mail(slug, resend_form=form)
    try:
        with writing() as session:
            entries.resend(session, slug, form.email.data or "", instance=instance())
    except RuleError as refused:
        if refused.field != "email":
            raise
        form.refuse([refused])
        return _check_mail(slug, resend_form=form)
    return see_other(url_for("public.check_mail", slug=slug))


@pages.post("/c/<slug:slug>/code")
@access(Who.ANYONE, changes=True, limited=True)
def code(slug: str) -> Response:
    form = CodeForm(tokens_for("code", slug), form_fields(CodeForm.ONCE))
    if not form.validate():
        return _check_mail(slug, code_form=form)
    try:
        token = _confirmed(slug, form)
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _check_mail(slug, code_form=form)
    return see_other(url_for("public.entry", token=token))


def _confirmed(slug: str, form: CodeForm) -> str:
    email, digits = form.email.data or "", form.code.data or ""
    with writing() as session:
        token = entries.confirm_by_code(session, slug, email, digits, instance=instance())
    # Only after the transaction, which counted the try.
    if token is None:
        raise entries.CODE_REFUSED
    return token


def _entry_again(slug: str, form: EntryForm) -> Response:
    with reading() as session:
        view = competitions.page(session, slug, instance=instance())
    # A form that was left open for too long: nobody puts right what can no longer be sent.
    dates = Timetable(view.opens, view.closes, view.confirm_by, view.freeze_by, view.draw_at)
    check_window(Status(view.status), dates, view.now, zone=view.zone)
    page = render_template("public/enter.html", competition=view, form=form.fit(view))
    return unstored(page, TO_CORRECT)


def _check_mail(
    slug: str, *, code_form: CodeForm | None = None, resend_form: ResendForm | None = None
) -> Response:
    with reading() as session:
        view = entries.check_mail(session, slug, instance=instance())
    page = render_template(
        "public/check_mail.html",
        competition=view,
        code_form=code_form or CodeForm(tokens_for("code", slug)),
        resend_form=resend_form or ResendForm(tokens_for("resend", slug)),
    )
    return unstored(page, TO_CORRECT if code_form or resend_form else 200)
