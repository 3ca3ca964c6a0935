"""What is stored about an entrant, behind the mailed link: see, put right, take away, erase."""

from flask import Response, render_template, url_for

from competition.rules.errors import EntryRefusedError, RuleError
from competition.services import entries
from competition.web.access import Who, access
from competition.web.answers import download, see_other
from competition.web.bodies import form_fields
from competition.web.edge import edge, instance, reading, writing
from competition.web.forms import DetailsForm, EraseForm
from competition.web.public.blueprint import pages


@pages.get("/e/<token>/data")
@access(Who.HOLDER)
def my_data(token: str) -> str:
    return _my_data(token)


@pages.post("/e/<token>/data")
@access(Who.HOLDER, changes=True, limited=True)
def correct(token: str) -> Response | tuple[str, int]:
    form = DetailsForm(formdata=form_fields(DetailsForm.ONCE))
    details = entries.Details(form.name.data or "", form.publication.data or "", bool(form.marketing.data))
    try:
        with writing() as session:
            entries.correct(session, token, details, instance=instance())
    except EntryRefusedError as refused:
        form.refuse(refused.problems)
        return _my_data(token, form), 422
    return see_other(url_for("public.my_data", token=token))


@pages.get("/e/<token>/data.json")
@access(Who.HOLDER)
def my_data_file(token: str) -> Response:
    with reading() as session:
        return download(entries.my_data_file(session, token, instance=instance()), "my-data.json")


@pages.get("/e/<token>/erase")
@access(Who.HOLDER)
def erase(token: str) -> str:
    return _erase_page(token, EraseForm(formdata=None))


@pages.post("/e/<token>/erase")
@access(Who.HOLDER, changes=True, limited=True)
def press_erase(token: str) -> Response | tuple[str, int]:
    form = EraseForm(formdata=form_fields(EraseForm.ONCE))
    sent = {"erase_token": form.erase_token.data or "", "email": form.email.data or ""}
    try:
        with writing() as session:
            entries.erase(session, token, **sent, instance=instance())
    except RuleError as refused:
        if refused.field != "email":
            raise
        form.email.errors = [refused.message]
        return _erase_page(token, form), 422
    edge().database.scrub()
    return see_other(url_for("public.erased"))


@pages.get("/erased")
@access(Who.ANYONE)
def erased() -> str:
    return render_template("public/erased.html")


def _my_data(token: str, form: DetailsForm | None = None) -> str:
    with reading() as session:
        view = entries.my_data(session, token, instance=instance())
    person = view.person
    kept = {
        "name": person.name,
        "publication": person.publication,
        "marketing": bool(person.consent and person.consent.confirmed_at),
    }
    form = form or DetailsForm(formdata=None, data=kept)
    return render_template("public/my_data.html", view=view, token=token, form=form.fit(view))


def _erase_page(token: str, form: EraseForm) -> str:
    with reading() as session:
        view = entries.erase_page(session, token, instance=instance())
    return render_template("public/erase.html", view=view, entry=view.entry, token=token, form=form)
