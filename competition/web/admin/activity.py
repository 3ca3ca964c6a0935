"""The private record of who did what, newest first, through a filter."""

from flask import render_template, request

from competition.rules.permissions import May
from competition.services import deeds
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.edge import instance, reading


@desk.get("/activity")
@access(Who.ADMIN, may=May.ACTIVITY)
def activity() -> str:
    asked = {key: request.args.get(key, "")[:100] for key in deeds.FILTERS}
    with reading() as session:
        view = deeds.page(session, asked, instance=instance())
    return render_template("admin/activity.html", activity=view, asked=asked)
