"""Entries: the masked list, one entry, revealing, leaving out, and the appeal."""

from flask import Response, render_template, request, url_for

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.rules.signals import WORDS
from competition.services import excluding
from competition.services.review import deciding, listing
from competition.services.review import entry as one
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import AdminForm
from competition.web.admin.gate import admin
from competition.web.admin.review_forms import DecideAppealForm, ExcludeForm, FindForm
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/c/<slug:slug>/entries")
@access(Who.ADMIN, may=May.SEE)
def entries(slug: str) -> Response:
    return _list(slug, FindForm())


@desk.post("/c/<slug:slug>/entries")
@access(Who.ADMIN, changes=True, may=May.SEE)
def find_entry(slug: str) -> Response:
    """By a form that is sent, because an address must stand in no log of addresses."""
    form = FindForm(form_fields(FindForm.ONCE))
    if not form.validate():
        return _list(slug, form, 422)
    try:
        with reading() as session:
            found = listing.find(session, slug, form.find.data or "")
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _list(slug, form, 422)
    return _to_entry(slug, found)


def _list(slug: str, form: FindForm, status: int = 200) -> Response:
    asked = {key: request.args.get(key, "")[:40] for key in listing.FILTERS}
    with reading() as session:
        view = listing.page(session, slug, asked)
    page = render_template(
        "admin/entries.html", entries=view, asked=asked, form=form, statuses=listing.STATUSES, flags=WORDS
    )
    return unstored(page, status)


@desk.get("/c/<slug:slug>/entries/<public_id>")
@access(Who.ADMIN, may=May.SEE)
def entry(slug: str, public_id: str) -> Response:
    return _page(slug, public_id)


def _page(
    slug: str,
    public_id: str,
    *,
    exclude_form: ExcludeForm | None = None,
    decide_form: DecideAppealForm | None = None,
) -> Response:
    with reading() as session:
        view = one.view(session, slug, public_id, admin=admin())
    if (exclude_form and not view.reasons) or (decide_form and not view.may_decide):
        raise RuleError("over", "That was decided meanwhile, or can no longer be. Look at the entry again.")
    excluding_form = exclude_form or ExcludeForm()
    excluding_form.reason.choices = list(view.reasons)
    page = render_template(
        "admin/entry.html",
        entry=view,
        form=exclude_form or decide_form or excluding_form,
        exclude_form=excluding_form,
        decide_form=decide_form or DecideAppealForm(),
    )
    return unstored(page, 422 if exclude_form or decide_form else 200)


@desk.post("/c/<slug:slug>/entries/<public_id>/exclude")
@access(Who.ADMIN, changes=True, may=May.REVIEW)
def exclude(slug: str, public_id: str) -> Response:
    form = ExcludeForm(form_fields(ExcludeForm.ONCE))
    try:
        if not form.validate():
            return _page(slug, public_id, exclude_form=form)
        with writing() as session:
            reason, actor = form.reason.data or "", admin().code
            excluding.exclude_entry(session, slug, public_id, reason, actor=actor, instance=instance())
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _page(slug, public_id, exclude_form=form)
    return _to_entry(slug, public_id)


@desk.post("/c/<slug:slug>/entries/<public_id>/appeal")
@access(Who.ADMIN, changes=True, may=May.REVIEW)
def decide_appeal(slug: str, public_id: str) -> Response:
    form = DecideAppealForm(form_fields(DecideAppealForm.ONCE))
    if not form.validate():
        return _page(slug, public_id, decide_form=form)
    with writing() as session:
        grant = form.decision.data == "grant"
        read = form.read.data
        deciding.decide(session, slug, public_id, grant=grant, read=read, actor=admin(), instance=instance())
    return _to_entry(slug, public_id)


@desk.get("/c/<slug:slug>/entries/<public_id>/reveal")
@access(Who.ADMIN, may=May.REVEAL)
def ask_reveal(slug: str, public_id: str) -> Response:
    with reading() as session:
        view = one.view(session, slug, public_id, admin=admin())
    return unstored(render_template("admin/reveal.html", entry=view, form=AdminForm(), found=None))


@desk.post("/c/<slug:slug>/entries/<public_id>/reveal")
@access(Who.ADMIN, changes=True, may=May.REVEAL)
def reveal(slug: str, public_id: str) -> Response:
    form = AdminForm(form_fields(AdminForm.ONCE))
    if not form.validate():
        return see_other(url_for("admin.ask_reveal", slug=slug, public_id=public_id))
    with writing() as session:
        found = one.reveal(session, slug, public_id, actor=admin().code, instance=instance())
        view = one.view(session, slug, public_id, admin=admin())
    return unstored(render_template("admin/reveal.html", entry=view, form=AdminForm(), found=found))


def _to_entry(slug: str, public_id: str) -> Response:
    return see_other(url_for("admin.entry", slug=slug, public_id=public_id))
