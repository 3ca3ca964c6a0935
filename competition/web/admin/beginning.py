"""Beginning a draft: from a template, or from an earlier competition."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.rules.starting import TEMPLATES
from competition.services import drafts
from competition.services.overview import overview
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.editor_forms import BeginForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing

_EARLIER = "earlier "


@desk.get("/drafts/new")
@access(Who.ADMIN, may=May.EDIT)
def new_draft() -> Response:
    return _page(BeginForm())


@desk.post("/drafts/new")
@access(Who.ADMIN, changes=True, may=May.EDIT)
def begin() -> Response:
    form = BeginForm(form_fields(BeginForm.ONCE))
    if not form.validate():
        return _page(form, 422)
    try:
        with writing() as session:
            wanted, who = form.template.data or "", admin().code
            if wanted.startswith(_EARLIER):
                slug = wanted.removeprefix(_EARLIER)
                number = drafts.duplicate(session, slug, instance=instance(), actor=who)
            else:
                number = drafts.begin(session, wanted, instance=instance(), actor=who)
    except RuleError as refused:
        if refused.field != "template":
            raise
        form.refuse([refused])
        return _page(form, 422)
    return see_other(url_for("admin.draft", number=number, step=1))


def _page(form: BeginForm, status: int = 200) -> Response:
    with reading() as session:
        found = overview(session, instance=instance()).competitions
    earlier = [(f"{_EARLIER}{one.slug}", f"As “{one.title}”") for one in found if one.status != "draft"]
    form.template.choices = [*((name, said) for name, (said, _) in TEMPLATES.items()), *earlier]
    return unstored(render_template("admin/new_draft.html", form=form), status)
