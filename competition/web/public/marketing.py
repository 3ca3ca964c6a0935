"""Saying yes to advertising, and ending it. Neither touches an entry (guarantee O24)."""

from flask import Response, render_template, url_for

from competition.services import marketing as consents
from competition.web.access import Who, access
from competition.web.answers import see_other
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing
from competition.web.public.blueprint import pages


@pages.get("/marketing/<token>")
@access(Who.HOLDER)
def marketing(token: str) -> str:
    with reading() as session:
        view = consents.confirm_page(session, token, instance=instance())
    return render_template("public/marketing.html", marketing=view)


@pages.post("/marketing/<token>")
@access(Who.HOLDER, changes=True)
def press_marketing(token: str) -> Response:
    form_fields(())
    with writing() as session:
        consents.confirm(session, token, instance=instance())
    return see_other(url_for("public.marketing", token=token))


@pages.get("/unsubscribe/<token>")
@access(Who.HOLDER)
def unsubscribe(token: str) -> str:
    with reading() as session:
        view = consents.stop_page(session, token, instance=instance())
    return render_template("public/unsubscribe.html", marketing=view)


@pages.post("/unsubscribe/<token>")
@access(Who.HOLDER, changes=True)
def press_unsubscribe(token: str) -> str:
    """Ends it at once, without a page before or a redirect after: mail programs post here by themselves.

    Its body is not read: RFC 8058 leaves its encoding to them, and the address says everything.
    """
    with writing() as session:
        consents.stop(session, token, instance=instance())
        view = consents.stop_page(session, token, instance=instance())
    return render_template("public/unsubscribe.html", marketing=view)
