"""Asking for a move of published dates, which another person decides."""

from datetime import datetime

from flask import Response, render_template, url_for

from competition.rules.amending import MOVABLE, Amendment
from competition.rules.approving import Kind
from competition.rules.errors import RuleError
from competition.rules.local_times import to_utc
from competition.rules.permissions import May
from competition.services import amending, approvals
from competition.services.overview import one
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.editor_forms import DatesForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/c/<slug:slug>/dates")
@access(Who.ADMIN, may=May.VOID)
def dates(slug: str) -> Response:
    return _page(slug, DatesForm())


@desk.post("/c/<slug:slug>/dates")
@access(Who.ADMIN, changes=True, may=May.VOID)
def move_dates(slug: str) -> Response:
    form = DatesForm(form_fields(DatesForm.ONCE))
    if not form.validate():
        return _page(slug, form, 422)
    try:
        _ask(slug, form)
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _page(slug, form, 422)
    return see_other(url_for("admin.approvals"))


def _ask(slug: str, form: DatesForm) -> None:
    with writing() as session:
        zone = one(session, slug, instance=instance()).zone
        new = {name: _instant(form, name, zone) for name in MOVABLE}
        amendment = Amendment(
            reason=form.reason.data or "",
            happened=form.happened.data or "",
            rules=form.rules.data or "",
            **new,
        )
        payload = amending.request(session, slug, amendment, instance=instance())
        approvals.ask(session, Kind.DATES, slug, "the dates", payload, actor=admin(), instance=instance())


def _instant(form: DatesForm, name: str, zone: str) -> datetime | None:
    """What was typed for a date, empty for one that stays; a time that is none or two says both readings."""
    text = (form[name].data or "").strip()
    if not text:
        return None
    try:
        return to_utc(text, zone)
    except RuleError as error:
        raise RuleError(error.code, error.message, field=name) from None


def _page(slug: str, form: DatesForm, status: int = 200) -> Response:
    with reading() as session:
        view, alone = one(session, slug, instance=instance()), approvals.alone(session)
        own_terms = amending.has_own_terms(session, slug)
    if not own_terms:
        del form.rules
    page = render_template("admin/dates.html", form=form, competition=view, alone=alone)
    return unstored(page, status)
