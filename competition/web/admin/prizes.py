"""One prize unit at the desk: sent, asked after, received, taken from its holder by two people."""

from collections.abc import Callable

from flask import Response, render_template, url_for

from competition.rules.approving import Kind
from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services import approvals
from competition.services.awards import board, sending, vacating
from competition.web.access import Who, access
from competition.web.admin.award_forms import DispatchForm, HolderForm, VacateForm, require_pressed
from competition.web.admin.awards import TO_CORRECT
from competition.web.admin.blueprint import desk
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/c/<slug:slug>/awards/<number:unit>/dispatch")
@access(Who.ADMIN, may=May.FULFIL)
def dispatch(slug: str, unit: int) -> Response:
    return _dispatch_page(slug, unit, DispatchForm())


@desk.post("/c/<slug:slug>/awards/<number:unit>/dispatch")
@access(Who.ADMIN, changes=True, may=May.FULFIL)
def press_dispatch(slug: str, unit: int) -> Response:
    form = DispatchForm(form_fields(DispatchForm.ONCE))
    if not form.validate():
        return _dispatch_page(slug, unit, form, status=TO_CORRECT)
    sent = {name: form[name].data or "" for name in ("carrier", "tracking")}
    sent["meant"] = form.ticket.data
    try:
        with writing() as session:
            sending.dispatch(session, slug, unit, **sent, actor=admin().code, instance=instance())
    except RuleError as refused:
        return _dispatch_page(slug, unit, form, status=form.take(refused))
    return see_other(url_for("admin.awards", slug=slug))


@desk.post("/c/<slug:slug>/awards/<number:unit>/address")
@access(Who.ADMIN, changes=True, may=May.FULFIL)
def press_address(slug: str, unit: int) -> Response:
    """Answers with the address in this one answer; that it was looked at is recorded."""
    require_pressed()
    with writing() as session:
        lines = sending.reveal(session, slug, unit, actor=admin().code, instance=instance())
    return _dispatch_page(slug, unit, DispatchForm(), address=lines)


@desk.post("/c/<slug:slug>/awards/<number:unit>/received")
@access(Who.ADMIN, changes=True, may=May.FULFIL)
def press_received(slug: str, unit: int) -> Response:
    return _do(slug, unit, sending.mark_received)


@desk.post("/c/<slug:slug>/awards/<number:unit>/ask")
@access(Who.ADMIN, changes=True, may=May.FULFIL)
def press_ask(slug: str, unit: int) -> Response:
    return _do(slug, unit, sending.ask_again)


def _do(slug: str, unit: int, action: Callable[..., None]) -> Response:
    form = HolderForm(form_fields(HolderForm.ONCE))
    require_pressed(form)
    with writing() as session:
        action(session, slug, unit, meant=form.ticket.data, actor=admin().code, instance=instance())
    return see_other(url_for("admin.awards", slug=slug))


@desk.get("/c/<slug:slug>/awards/<number:unit>/vacate")
@access(Who.ADMIN, may=May.AWARD)
def vacate(slug: str, unit: int) -> Response:
    return _vacate_page(slug, unit, VacateForm())


@desk.post("/c/<slug:slug>/awards/<number:unit>/vacate")
@access(Who.ADMIN, changes=True, may=May.AWARD)
def press_vacate(slug: str, unit: int) -> Response:
    form = VacateForm(form_fields(VacateForm.ONCE))
    if not form.validate():
        return _vacate_page(slug, unit, form, TO_CORRECT)
    try:
        _ask(slug, unit, form)
    except RuleError as refused:
        return _vacate_page(slug, unit, form, form.take(refused))
    return see_other(url_for("admin.awards", slug=slug))


def _ask(slug: str, unit: int, form: VacateForm) -> None:
    reason, ticket = form.reason.data or "", form.ticket.data or ""
    evidence, subject = (form.evidence.data or "").strip(), f"prize unit {unit}"
    with writing() as session:
        payload = vacating.request(
            session, slug, unit, reason, ticket=ticket, evidence=evidence, instance=instance()
        )
        if payload is not None:
            approvals.ask(session, Kind.VACATE, slug, subject, payload, actor=admin(), instance=instance())


def _dispatch_page(
    slug: str, unit: int, form: DispatchForm, *, address: tuple[str, ...] = (), status: int = 200
) -> Response:
    with reading() as session:
        view = board.board(session, slug, instance=instance())
        row = board.holder(session, slug, unit, instance=instance())
    form.ticket.data = row.ticket
    page = render_template("admin/dispatch.html", board=view, row=row, form=form, address=address)
    return unstored(page, status)


def _vacate_page(slug: str, unit: int, form: VacateForm, status: int = 200) -> Response:
    with reading() as session:
        view, alone = board.board(session, slug, instance=instance()), approvals.alone(session)
        row = board.holder(session, slug, unit, instance=instance())
    form.ticket.data = row.ticket
    page = render_template(
        "admin/vacate.html", board=view, row=row, alone=alone, form=form.fit(view.vacancy_reasons)
    )
    return unstored(page, status)
