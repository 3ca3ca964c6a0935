"""The editor: a draft in seven steps, saved as one goes, with the checklist beside each."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, abort, render_template, url_for

from competition.rules.drafting import FIELDS
from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.rules.rulebook import PREVIEW
from competition.services import drafts
from competition.services.drafts import StaleError
from competition.services.drafts.samples import LETTERS
from competition.services.views.drafts import DraftView
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import TOKEN, AdminForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing

STEPS = ("Prize", "Who may enter", "Dates", "Form", "Winners", "Terms", "Preview")
TO_CORRECT, STALE = 422, 409
_OPEN = "This page was open for too long. Everything you wrote is still here: save it again."
_MARK, _UNMARK = "mark ", "unmark "


@desk.get("/drafts/<number:number>/<number:step>")
@access(Who.ADMIN, may=May.EDIT)
def draft(number: int, step: int) -> Response:
    if not 1 <= step <= len(STEPS):
        abort(404)
    with reading() as session:
        view = drafts.editor(session, number, instance=instance())
    return shown(view, step)


@desk.post("/drafts/<number:number>/<number:step>")
@access(Who.ADMIN, changes=True, may=May.EDIT)
def save(number: int, step: int) -> Response:
    """Keep what was typed, then go where the pressed button says."""
    if not 1 <= step <= len(STEPS):
        abort(404)
    names = FIELDS[step]
    sent = form_fields((*names, "version", "go", TOKEN))
    typed = {name: sent.get(name, "").replace("\r\n", "\n") for name in names}
    if not AdminForm(sent).validate():
        return _again(number, step, typed, _OPEN)
    try:
        _save(number, step, typed, _version(sent), sent.get("go", ""))
    except StaleError as stale:
        return _again(number, step, typed, StaleError.SENTENCE, stale=stale)
    return see_other(_next(number, step, sent.get("go", "")))


def _save(number: int, step: int, typed: Mapping[str, str], version: int, go: str) -> None:
    own, who = instance(), admin().code
    with writing() as session:
        version = drafts.save(session, number, step, typed, version=version, instance=own, actor=who)
        for word, needed in ((_MARK, False), (_UNMARK, True)):
            if go.startswith(word):
                rule = go.removeprefix(word)
                drafts.mark(session, number, rule, needed=needed, version=version, instance=own, actor=who)


def _version(sent: Mapping[str, str]) -> int:
    text = sent.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _next(number: int, step: int, go: str) -> str:
    """The next step once this one is right; else this one again, which says what is wrong."""
    if go in ("picture", "publish"):
        return url_for(f"admin.draft_{go}", number=number)
    if go != "on":
        return url_for("admin.draft", number=number, step=step)
    with reading() as session:
        wrong = drafts.editor(session, number, instance=instance()).wrong
    stays = any(name in wrong for name in FIELDS[step])
    return url_for("admin.draft", number=number, step=step if stays else min(step + 1, PREVIEW))


def _again(
    number: int, step: int, typed: Mapping[str, str], refused: str, *, stale: StaleError | None = None
) -> Response:
    """The page with what was typed, saved or not; after a stale save, ready to be sent once more."""
    with reading() as session:
        view = drafts.editor(session, number, instance=instance())
    overlaid = replace(view, typed={**view.typed, **typed})
    return shown(overlaid, step, STALE if stale else TO_CORRECT, refused=refused, stale=stale)


def shown(
    view: DraftView, step: int, status: int = 200, *, refused: str = "", stale: StaleError | None = None
) -> Response:
    """One step of a draft; `refused` is said above it."""
    if view.published:
        return see_other(url_for("public.competition", slug=view.published))
    names = ("picture", *FIELDS[step])
    page = render_template(
        f"admin/steps/{step}.html",
        draft=view,
        step=step,
        steps=STEPS,
        letters=LETTERS,
        wrong=[(name, view.wrong[name]) for name in names if name in view.wrong],
        refused=refused,
        changes=stale.changes if stale else (),
        form=AdminForm(),
    )
    return unstored(page, status)


@desk.get("/drafts/<number:number>/discard")
@access(Who.ADMIN, may=May.EDIT)
def draft_discard(number: int) -> Response:
    with reading() as session:
        view = drafts.editor(session, number, instance=instance())
    return unstored(render_template("admin/discard.html", draft=view, form=AdminForm()))


@desk.post("/drafts/<number:number>/discard")
@access(Who.ADMIN, changes=True, may=May.EDIT)
def discard(number: int) -> Response:
    sent = form_fields(("version", TOKEN))
    if not AdminForm(sent).validate():
        return see_other(url_for("admin.draft_discard", number=number))
    with writing() as session:
        drafts.discard(session, number, version=_version(sent), instance=instance(), actor=admin().code)
    return see_other(url_for("admin.home"))


def refusal(error: RuleError, *fields: str) -> str:
    """What a form says of a refusal that is about one of its fields; any other goes on."""
    if error.field not in fields and not isinstance(error, StaleError):
        raise error
    return error.message
