"""The distributor's link: how many addresses wait, and a button that hands them out and records it."""

from flask import Response, render_template

from competition.services.awards import handing_over
from competition.web.access import Who, access
from competition.web.answers import download
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing
from competition.web.public.blueprint import pages


@pages.get("/handover/<token>")
@access(Who.HOLDER)
def handover(token: str) -> str:
    with reading() as session:
        view = handing_over.page(session, token, instance=instance())
    return render_template("public/handover.html", handover=view)


@pages.post("/handover/<token>")
@access(Who.HOLDER, changes=True, limited=True)
def take_addresses(token: str) -> Response:
    form_fields(())
    with writing() as session:
        content = handing_over.take(session, token, instance=instance())
    return download(content, "winners.csv", "text/csv; charset=utf-8")
