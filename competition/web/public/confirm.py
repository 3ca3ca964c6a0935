"""The confirmation link: looking changes nothing, the button confirms, twice is once (O18, O20)."""

from flask import Response, render_template, url_for

from competition.services import entries
from competition.web.access import Who, access
from competition.web.answers import see_other
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing
from competition.web.public.blueprint import pages


@pages.get("/confirm/<token>")
@access(Who.HOLDER)
def confirm(token: str) -> str:
    with reading() as session:
        view = entries.confirm_page(session, token, instance=instance())
    return render_template("public/confirm.html", confirm=view)


@pages.post("/confirm/<token>")
@access(Who.HOLDER, changes=True)
def press_confirm(token: str) -> Response:
    form_fields(())
    with writing() as session:
        entry_token = entries.confirm(session, token, instance=instance())
    return see_other(url_for("public.entry", token=entry_token))
