"""The list of people close to the promoter, before a draw opens."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services.review import conflicts as listed
from competition.services.review import listing
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.gate import admin
from competition.web.admin.review_forms import ConflictsForm
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/c/<slug:slug>/conflicts")
@access(Who.ADMIN, may=May.EDIT)
def conflicts(slug: str) -> Response:
    return _page(slug, ConflictsForm())


@desk.post("/c/<slug:slug>/conflicts")
@access(Who.ADMIN, changes=True, may=May.EDIT)
def load_conflicts(slug: str) -> Response:
    form = ConflictsForm(form_fields(ConflictsForm.ONCE))
    if not form.validate():
        return _page(slug, form, 422)
    try:
        with writing() as session:
            lines = (form.addresses.data or "").splitlines()
            listed.load(session, slug, lines, actor=admin().code, instance=instance())
    except RuleError as refused:
        if refused.field not in form:
            raise
        form.refuse([refused])
        return _page(slug, form, 422)
    return see_other(url_for("admin.conflicts", slug=slug))


def _page(slug: str, form: ConflictsForm, status: int = 200) -> Response:
    with reading() as session:
        view = listing.conflicts_page(session, slug, instance=instance())
    # Nobody puts right what can no longer be sent.
    shown = form if view.open else ConflictsForm()
    return unstored(render_template("admin/conflicts.html", listed=view, form=shown), status)
