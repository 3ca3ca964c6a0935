"""Is this message real? Anyone may ask, and few times a minute; the answer names no one."""

from flask import Response, render_template

from competition.rules.errors import RuleError
from competition.services.awards import reality
from competition.services.awards.reality import RealView
from competition.web.access import Who, access
from competition.web.answers import unstored
from competition.web.bodies import form_fields
from competition.web.claim_forms import CheckForm
from competition.web.edge import instance, reading
from competition.web.public.blueprint import pages
from competition.web.public.tokens import tokens_for


@pages.get("/real")
@access(Who.ANYONE)
def real() -> Response:
    return _page(CheckForm(tokens_for("real", "")))


# Nothing changes, but a code belongs into no address, which histories and logs keep.
@pages.post("/real")
@access(Who.ANYONE, changes=True, limited=True)
def check_real() -> Response:
    form = CheckForm(tokens_for("real", ""), form_fields(CheckForm.ONCE))
    if not form.validate():
        return _page(form, 422)
    try:
        with reading() as session:
            found = reality.check(session, form.code.data or "", instance=instance())
    except RuleError as refused:
        form.refuse([refused])
        return _page(form, 422)
    return _page(form, asked=True, found=found)


def _page(
    form: CheckForm, status: int = 200, *, asked: bool = False, found: RealView | None = None
) -> Response:
    return unstored(render_template("public/real.html", form=form, asked=asked, found=found), status)
