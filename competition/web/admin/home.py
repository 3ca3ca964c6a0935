"""The desk's first page: every competition, and what comes next."""

from flask import render_template

from competition.rules.permissions import May
from competition.services import approvals, drafts
from competition.services.overview import overview
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.gate import admin
from competition.web.edge import instance, reading


@desk.get("")
@access(Who.ADMIN, may=May.SEE)
def home() -> str:
    with reading() as session:
        view = overview(session, instance=instance())
        waiting, unfinished = (
            approvals.waiting(session, admin()),
            drafts.listing(session, instance=instance()),
        )
    return render_template("admin/home.html", overview=view, waiting=waiting, drafts=unfinished)
