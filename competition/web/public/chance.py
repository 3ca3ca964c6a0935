"""What chance looks like: drawn anew for whoever looks, and nothing is kept of it."""

from flask import Response, render_template, request

from competition.services import chance as service
from competition.web.access import Who, access
from competition.web.answers import unstored
from competition.web.public.blueprint import pages

LONGEST_NUMBER = 12


@pages.get("/chance")
@access(Who.ANYONE)
def chance() -> Response:
    typed = {name: value.strip()[:LONGEST_NUMBER] for name, value in request.args.items()}
    view = service.page(typed)
    return unstored(render_template("public/chance.html", chance=view), 200 if view.happened else 422)
