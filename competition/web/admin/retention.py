"""What is kept of people and until when: the dry run, the purge, its certificates."""

from flask import Response, abort, render_template, url_for

from competition.rules.permissions import May
from competition.services import certifying, purging
from competition.services import retention as kept
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.forms import AdminForm
from competition.web.admin.gate import admin
from competition.web.answers import download, see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import edge, instance, reading


@desk.get("/retention")
@access(Who.ADMIN, may=May.RETAIN)
def retention() -> Response:
    return _page(AdminForm())


@desk.post("/retention")
@access(Who.ADMIN, changes=True, may=May.RETAIN)
def purge() -> Response:
    """Erase what the page has just listed as due. Two who press it get one effect: the rest finds nothing."""
    form = AdminForm(form_fields(AdminForm.ONCE))
    if not form.validate():
        return _page(form, 422)
    purging.purge(edge().database, instance=instance(), actor=admin().code)
    return see_other(url_for("admin.retention"))


@desk.get("/retention/<digest>.txt")
@access(Who.ADMIN, may=May.RETAIN)
def certificate(digest: str) -> Response:
    with reading() as session:
        found = [one for one in certifying.certificates_of(session) if one.digest == digest]
    return download(found[0].text.encode(), f"certificate-{digest[:12]}.txt") if found else abort(404)


def _page(form: AdminForm, status: int = 200) -> Response:
    with reading() as session:
        view = kept.retention(session, instance=instance())
        written = certifying.certificates_of(session)
    page = render_template("admin/retention.html", form=form, retention=view, certificates=written)
    return unstored(page, status)
