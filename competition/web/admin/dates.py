"""Asking for a move of published dates, which another person decides."""

from datetime import datetime

from flask import Response, render_template, url_for

from competition.rules.amending import MOVABLE, Amendment
from competition.rules.approving import Kind
from competition.rules.errors import FormRefusedError, RuleError
from competition.rules.local_times import to_utc
from competition.rules.permissions import May
from competition.services import amending, approvals
from competition.services.overview import one
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.editor_forms import DatesForm
from competition.web.admin.forms import TO_CORRECT
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
        return _page(slug, form, TO_CORRECT)
    try:
        _ask(slug, form)
    except RuleError as refused:
        return _page(slug, form, form.take(refused))
    return see_other(url_for("admin.approvals"))


def _ask(slug: str, form: DatesForm) -> None:
    with writing() as session:
        new, unreadable = _instants(form, one(session, slug, instance=instance()).zone)
        amendment = Amendment(
            reason=form.reason.data or "",
            happened=form.happened.data or "",
            rules=form.rules.data or "",
            **new,
        )
        seen = form.seen_version()
        try:
            payload = amending.request(session, slug, amendment, version=seen, instance=instance())
        except FormRefusedError as refused:
            raise FormRefusedError([*unreadable, *_beside(unreadable, refused)]) from None
        if unreadable:
            raise FormRefusedError(unreadable)
        approvals.ask(session, Kind.DATES, slug, "the dates", payload, actor=admin(), instance=instance())


def _instants(form: DatesForm, zone: str) -> tuple[dict[str, datetime], list[RuleError]]:
    """The dates that were typed, and what is wrong with others: a time that is none or two has readings."""
    new: dict[str, datetime] = {}
    wrong = []
    for name in MOVABLE:
        if text := (form[name].data or "").strip():
            try:
                new[name] = to_utc(text, zone)
            except RuleError as error:
                wrong.append(RuleError(error.code, error.message, field=name))
    return new, wrong


def _beside(unreadable: list[RuleError], refused: FormRefusedError) -> list[RuleError]:
    """What else is wrong. Of the order of dates nothing can be said while one of them cannot be read."""
    return [one for one in refused.problems if not unreadable or one.field not in MOVABLE]


def _page(slug: str, form: DatesForm, status: int = 200) -> Response:
    with reading() as session:
        view, alone = one(session, slug, instance=instance()), approvals.alone(session)
        own_terms = amending.has_own_terms(session, slug)
        form.version.data = str(amending.version(session, slug))
    if not own_terms:
        del form.rules
    page = render_template("admin/dates.html", form=form, competition=view, alone=alone)
    return unstored(page, status)
