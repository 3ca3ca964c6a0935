"""The winner's own page, behind the mailed link: claim, decline, see the code, say that it has come."""

from flask import Response, render_template, url_for

from competition.rules.claiming import ClaimRefusedError
from competition.rules.errors import RuleError
from competition.services.awards import claim_pages, claiming
from competition.web.access import Who, access
from competition.web.answers import see_other
from competition.web.bodies import form_fields
from competition.web.claim_forms import ClaimForm, CodeForm, DeclineForm, ReceivedForm
from competition.web.edge import instance, reading, writing
from competition.web.public.blueprint import pages

TO_CORRECT = 422


@pages.get("/claim/<token>")
@access(Who.HOLDER)
def claim(token: str) -> str:
    return _page(token)


@pages.post("/claim/<token>")
@access(Who.HOLDER, changes=True, limited=True)
def press_claim(token: str) -> Response | tuple[str, int]:
    form = ClaimForm(formdata=form_fields(ClaimForm.ONCE))
    try:
        with writing() as session:
            claiming.claim(session, token, form.as_typed(), instance=instance())
    except ClaimRefusedError as refused:
        form.refuse(refused.problems)
        return _page(token, form=form), TO_CORRECT
    return see_other(url_for("public.claim", token=token))


@pages.post("/claim/<token>/received")
@access(Who.HOLDER, changes=True, limited=True)
def press_received(token: str) -> Response | tuple[str, int]:
    form = ReceivedForm(formdata=form_fields(ReceivedForm.ONCE))
    try:
        with writing() as session:
            claiming.say_received(session, token, ticked=bool(form.received.data), instance=instance())
    except RuleError as refused:
        if refused.field != "received":
            raise
        form.refuse([refused])
        return _page(token, received=form), TO_CORRECT
    return see_other(url_for("public.claim", token=token))


@pages.post("/claim/<token>/code")
@access(Who.HOLDER, changes=True, limited=True)
def press_code(token: str) -> str | tuple[str, int]:
    """Answers with the code itself: it is shown in this one answer and nowhere else."""
    form = CodeForm(formdata=form_fields(CodeForm.ONCE))
    try:
        with writing() as session:
            code = claiming.show_code(session, token, ticked=bool(form.ready.data), instance=instance())
    except RuleError as refused:
        if refused.field != "ready":
            raise
        form.refuse([refused])
        return _page(token, ready=form), TO_CORRECT
    with reading() as session:
        view = claim_pages.page(session, token, instance=instance())
    return render_template("public/code.html", claim=view, token=token, code=code)


@pages.get("/claim/<token>/decline")
@access(Who.HOLDER)
def decline(token: str) -> str:
    return _decline_page(token, DeclineForm(formdata=None))


@pages.post("/claim/<token>/decline")
@access(Who.HOLDER, changes=True, limited=True)
def press_decline(token: str) -> Response | tuple[str, int]:
    form = DeclineForm(formdata=form_fields(DeclineForm.ONCE))
    sent = {"decline_token": form.decline_token.data or "", "email": form.email.data or ""}
    try:
        with writing() as session:
            claiming.decline(session, token, **sent, instance=instance())
    except RuleError as refused:
        if refused.field != "email":
            raise
        form.refuse([refused])
        return _decline_page(token, form), TO_CORRECT
    return see_other(url_for("public.claim", token=token))


def _page(
    token: str,
    *,
    form: ClaimForm | None = None,
    received: ReceivedForm | None = None,
    ready: CodeForm | None = None,
) -> str:
    with reading() as session:
        view = claim_pages.page(session, token, instance=instance())
    return render_template(
        "public/claim.html",
        claim=view,
        token=token,
        form=(form or ClaimForm(formdata=None)).fit(view),
        received=received or ReceivedForm(formdata=None),
        ready=ready or CodeForm(formdata=None),
    )


def _decline_page(token: str, form: DeclineForm) -> str:
    with reading() as session:
        view = claim_pages.decline_page(session, token, instance=instance())
    return render_template(
        "public/decline.html", claim=view.claim, token=token, decline_token=view.token, form=form
    )
