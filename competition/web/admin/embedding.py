"""Which other sites may show the form of a published competition, and what they paste."""

from flask import Response, render_template, url_for

from competition.rules.errors import RuleError
from competition.rules.permissions import May
from competition.services import embedding
from competition.web.access import Who, access
from competition.web.admin.blueprint import desk
from competition.web.admin.editor_forms import EmbedForm
from competition.web.admin.gate import admin
from competition.web.answers import see_other, unstored
from competition.web.bodies import form_fields
from competition.web.edge import instance, reading, writing


@desk.get("/competitions/<slug:slug>/embed")
@access(Who.ADMIN, may=May.EDIT)
def embed(slug: str) -> Response:
    return _page(slug, None)


@desk.post("/competitions/<slug:slug>/embed")
@access(Who.ADMIN, changes=True, may=May.EDIT)
def allow_embed(slug: str) -> Response:
    form = EmbedForm(form_fields(EmbedForm.ONCE))
    if not form.validate():
        return _page(slug, form)
    typed = [line.strip() for line in (form.origins.data or "").splitlines() if line.strip()]
    try:
        with writing() as session:
            embedding.allow(session, slug, typed, instance=instance(), actor=admin().code)
    except RuleError as refused:
        if refused.field != "origins":
            raise
        form.refuse([refused])
        return _page(slug, form)
    return see_other(url_for("admin.embed", slug=slug))


def _page(slug: str, refused: EmbedForm | None) -> Response:
    with reading() as session:
        shown = embedding.view(session, slug, instance=instance())
    form = refused or EmbedForm()
    if refused is None:
        form.origins.data = "\n".join(shown.origins)
    page = render_template("admin/embed.html", form=form, shown=shown)
    return unstored(page, 422 if refused else 200)
