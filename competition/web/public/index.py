"""The front page, and how draws work."""

from flask import render_template

from competition.services import competitions
from competition.web.access import Who, access
from competition.web.edge import instance, reading
from competition.web.public.blueprint import pages


@pages.get("/")
@access(Who.ANYONE)
def index() -> str:
    with reading() as session:
        view = competitions.index(session, instance=instance())
    return render_template("public/index.html", index=view)


@pages.get("/how")
@access(Who.ANYONE)
def how() -> str:
    return render_template("public/how.html")
