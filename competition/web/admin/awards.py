"""The awards board, the release of the first notices, and the stop."""

from collections.abc import Callable

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services.awards import board as boards
from competition.services.awards import releasing
from competition.web.access import Who, access
from competition.web.admin.award_forms import ButtonForm, ReleaseForm, require_pressed
from competition.web.admin.blueprint import desk
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing

TO_CORRECT = 422


@desk.get("/c/<slug:slug>/awards")
@access(Who.ADMIN, may=May.SEE)
def awards(slug: str) -> Response:
    with reading() as session:
        view = boards.board(session, slug, instance=instance())
    return unstored(render_template("admin/awards.html", board=view, form=ButtonForm()))


@desk.get("/c/<slug:slug>/awards/release")
@access(Who.ADMIN, may=May.AWARD)
def release(slug: str) -> Response:
    return _release_page(slug, ReleaseForm())


@desk.post("/c/<slug:slug>/awards/release")
@access(Who.ADMIN, changes=True, may=May.AWARD)
def press_release(slug: str) -> Response:
    form = ReleaseForm(form_fields(ReleaseForm.ONCE))
    if not form.validate():
        return _release_page(slug, form, TO_CORRECT)
    try:
        with writing() as session:
            typed = form.number.data or ""
            releasing.release(session, slug, typed, actor=admin().code, instance=instance())
    except RuleError as refused:
        if refused.field != "number":
            raise
        form.refuse([refused])
        return _release_page(slug, form, TO_CORRECT)
    return see_other(url_for("admin.awards", slug=slug))


@desk.post("/c/<slug:slug>/awards/stop")
@access(Who.ADMIN, changes=True, may=May.AWARD)
def press_stop(slug: str) -> Response:
    return _switch(slug, releasing.stop, slug)


@desk.post("/c/<slug:slug>/awards/resume")
@access(Who.ADMIN, changes=True, may=May.AWARD)
def press_resume(slug: str) -> Response:
    return _switch(slug, releasing.resume, slug)


@desk.post("/c/<slug:slug>/awards/stop-everything")
@access(Who.ADMIN, changes=True, may=May.AWARD)
def press_stop_everything(slug: str) -> Response:
    return _switch(slug, releasing.stop, None)


@desk.post("/c/<slug:slug>/awards/resume-everything")
@access(Who.ADMIN, changes=True, may=May.AWARD)
def press_resume_everything(slug: str) -> Response:
    return _switch(slug, releasing.resume, None)


def _switch(slug: str, action: Callable[..., None], scope: str | None) -> Response:
    require_pressed()
    with writing() as session:
        action(session, scope, actor=admin().code, instance=instance())
    return see_other(url_for("admin.awards", slug=slug))


def _release_page(slug: str, form: ReleaseForm, status: int = 200) -> Response:
    with reading() as session:
        view = releasing.preview(session, slug, instance=instance())
    return unstored(render_template("admin/release.html", release=view, form=form), status)
