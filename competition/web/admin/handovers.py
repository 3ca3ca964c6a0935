"""Links for distributors, the codes of digital prizes, and the evidence pack."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services.awards import board, digital, evidence, handing_over
from competition.web.access import Who, access
from competition.web.admin.award_forms import HandoverForm, LoadForm, require_pressed
from competition.web.admin.awards import TO_CORRECT
from competition.web.admin.blueprint import desk
from competition.web.admin.gate import admin
from competition.web.answers import download, see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/c/<slug:slug>/awards/handover")
@access(Who.ADMIN, may=May.EXPORT)
def handovers(slug: str) -> Response:
    return _page(slug, HandoverForm())


@desk.post("/c/<slug:slug>/awards/handover")
@access(Who.ADMIN, changes=True, may=May.EXPORT)
def press_handover(slug: str) -> Response:
    """Answers with the link itself: it is shown in this one answer."""
    form = HandoverForm(form_fields(HandoverForm.ONCE))
    if not form.validate():
        return _page(slug, form, status=TO_CORRECT)
    try:
        with writing() as session:
            days = form.days.data or 0
            link = handing_over.make(session, slug, days, actor=admin().code, instance=instance())
    except RuleError as refused:
        if refused.field != "days":
            raise
        form.refuse([refused])
        return _page(slug, form, status=TO_CORRECT)
    return _page(slug, HandoverForm(), link=link)


@desk.post("/c/<slug:slug>/awards/handover/<public_id>/delete")
@access(Who.ADMIN, changes=True, may=May.EXPORT)
def press_delete_handover(slug: str, public_id: str) -> Response:
    require_pressed()
    with writing() as session:
        handing_over.delete(session, slug, public_id, actor=admin().code, instance=instance())
    return see_other(url_for("admin.handovers", slug=slug))


@desk.get("/c/<slug:slug>/awards/evidence.zip")
@access(Who.ADMIN, may=May.SEE)
def evidence_pack(slug: str) -> Response:
    with reading() as session:
        content = evidence.pack(session, slug, instance=instance())
    return download(content, f"{slug}-evidence.zip")


@desk.get("/c/<slug:slug>/awards/codes")
@access(Who.ADMIN, may=May.AWARD)
def codes(slug: str) -> Response:
    return _codes_page(slug, LoadForm())


@desk.post("/c/<slug:slug>/awards/codes")
@access(Who.ADMIN, changes=True, may=May.AWARD)
def press_codes(slug: str) -> Response:
    form = LoadForm(form_fields(LoadForm.ONCE))
    if not form.validate():
        return _codes_page(slug, form, status=TO_CORRECT)
    lines, chosen = (form.codes.data or "").splitlines(), form.prize.data or ""
    prize = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 6 else 0
    try:
        with writing() as session:
            loaded = digital.load(session, slug, prize, lines, actor=admin().code, instance=instance())
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _codes_page(slug, form, status=TO_CORRECT)
    return _codes_page(slug, LoadForm(), loaded=loaded)


def _page(slug: str, form: HandoverForm, *, link: str = "", status: int = 200) -> Response:
    with reading() as session:
        view = board.board(session, slug, instance=instance())
        open_ones = handing_over.open_ones(session, slug, instance=instance())
    page = render_template("admin/handover.html", board=view, form=form, links=open_ones, link=link)
    return unstored(page, status)


def _codes_page(slug: str, form: LoadForm, *, loaded: int | None = None, status: int = 200) -> Response:
    with reading() as session:
        view = board.board(session, slug, instance=instance())
    # A form that was taken is shown empty: a page of codes lies open to nobody who walks by.
    page = render_template("admin/codes.html", board=view, form=form.fit(view), loaded=loaded)
    return unstored(page, status)
