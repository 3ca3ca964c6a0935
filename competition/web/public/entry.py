"""My entry, behind the mailed link: status, receipt, proof, withdrawing."""

from flask import Response, abort, render_template, url_for

from competition.adapters import qr
from competition.rules.errors import RuleError
from competition.services import entries
from competition.web.access import Who, access
from competition.web.answers import download, see_other
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing
from competition.web.forms import WithdrawForm
from competition.web.public.blueprint import pages


@pages.get("/e/<token>")
@access(Who.HOLDER)
def entry(token: str) -> str:
    with reading() as session:
        view = entries.my_entry(session, token, instance=instance())
    return render_template("public/entry.html", entry=view, token=token)


@pages.get("/e/<token>/receipt.note")
@access(Who.HOLDER)
def receipt(token: str) -> Response:
    with reading() as session:
        view = entries.my_entry(session, token, instance=instance())
    return download(view.ticket.receipt.encode(), "receipt.note") if view.ticket else abort(404)


@pages.get("/e/<token>/proof.txt")
@access(Who.HOLDER)
def proof(token: str) -> Response:
    with reading() as session:
        view = entries.my_entry(session, token, instance=instance())
    found = view.ticket and view.ticket.proof
    return download(found.encode(), "proof.txt") if found else abort(404)


@pages.get("/e/<token>/ticket.svg")
@access(Who.HOLDER)
def ticket_picture(token: str) -> Response:
    with reading() as session:
        view = entries.my_entry(session, token, instance=instance())
    if view.ticket is None:
        abort(404)
    return Response(qr.svg(view.ticket.lookup), content_type="image/svg+xml")


@pages.get("/e/<token>/withdraw")
@access(Who.HOLDER)
def withdraw(token: str) -> str:
    return _withdraw_page(token, WithdrawForm(formdata=None))


@pages.post("/e/<token>/withdraw")
@access(Who.HOLDER, changes=True, limited=True)
def press_withdraw(token: str) -> Response | tuple[str, int]:
    form = WithdrawForm(formdata=form_fields(WithdrawForm.ONCE))
    sent = {"withdraw_token": form.withdraw_token.data or "", "email": form.email.data or ""}
    try:
        with writing() as session:
            entries.withdraw(session, token, **sent, instance=instance())
    except RuleError as refused:
        if refused.field != "email":
            raise
        form.email.errors = [refused.message]
        return _withdraw_page(token, form), 422
    return see_other(url_for("public.entry", token=token))


def _withdraw_page(token: str, form: WithdrawForm) -> str:
    with reading() as session:
        view = entries.withdraw_page(session, token, instance=instance())
    return render_template(
        "public/withdraw.html", entry=view.entry, token=token, withdraw_token=view.token, form=form
    )
