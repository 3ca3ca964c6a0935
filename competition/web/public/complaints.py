"""Questions, complaints and data requests: a form with a reference number."""

from flask import Response, render_template, url_for

from competition.rules.errors import EntryRefusedError
from competition.services import complaints as requests
from competition.services.complaints import Asked
from competition.web.access import Who, access
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing
from competition.web.forms import ComplaintForm
from competition.web.public.blueprint import pages
from competition.web.public.tokens import tokens_for

FORM = "complaints"


@pages.get("/complaints")
@access(Who.ANYONE)
def complaints() -> Response:
    return _page(ComplaintForm(tokens_for(FORM, "")))


@pages.post("/complaints")
@access(Who.ANYONE, changes=True, limited=True)
def complain() -> Response:
    form = ComplaintForm(tokens_for(FORM, ""), form_fields(ComplaintForm.ONCE))
    if not form.validate():
        return _page(form, 422)
    asked = Asked(
        form.email.data or "",
        form.kind.data or "",
        form.text.data or "",
        form.tokens.nonce(form.form_token.data or "") or "",
    )
    try:
        with writing() as session:
            token = requests.complain(session, asked, instance=instance())
    except EntryRefusedError as refused:
        form.refuse(refused.problems)
        return _page(form, 422)
    return see_other(url_for("public.complaint", token=token))


@pages.get("/complaints/<token>")
@access(Who.HOLDER)
def complaint(token: str) -> str:
    with reading() as session:
        view = requests.complaint_page(session, token, instance=instance())
    return render_template("public/complaint.html", complaint=view, zone=requests.ZONE)


def _page(form: ComplaintForm, status: int = 200) -> Response:
    return unstored(render_template("public/complaints.html", form=form.fit()), status)
