"""The desk's first page: every competition, and what comes next."""

from typing import Any

from flask import render_template

from competition.rules.permissions import May
from competition.services import approvals, drafts, first_steps
from competition.services.overview import overview
from competition.services.views.first_steps import FirstStepsView
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
        begun = _first_steps(session)
    return render_template(
        "admin/home.html", overview=view, waiting=waiting, drafts=unfinished, first_steps=begun
    )


def _first_steps(session: Any) -> FirstStepsView | None:
    """What an owner has still to set up; None for others, and once all is done."""
    if not admin().may(May.SET_UP):
        return None
    found = first_steps.view(session, admin().code, instance=instance())
    return None if found.done else found
