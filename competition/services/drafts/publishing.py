"""Publishing a draft: it becomes the description that a file makes, and takes the one way from there."""

from dataclasses import replace

from sqlalchemy.orm import Session

from competition.rules.checklist import require_whole
from competition.rules.description import PictureFile
from competition.rules.errors import RuleError
from competition.services import competitions
from competition.services.drafts.reading import standing
from competition.services.drafts.saving import advance, held
from competition.services.instance import Instance
from competition.store import competitions as rows
from competition.store import drafts


def publish(session: Session, draft_id: int, *, version: int, instance: Instance, actor: str) -> str:
    """Bind the promoter to what the draft says, and return the slug.

    Raises ChecklistError while a rule is missing, StaleError if the draft has changed since it was looked at,
    and RuleError for what only the moment shows: a slug that is taken, a date that has passed.
    """
    draft = held(session, draft_id, with_picture=True)
    found = standing(draft, instance=instance)
    require_whole(found.findings)
    # Before anything is made: of two who press at once, one is told.
    advance(session, draft, version=version, fields=[], instance=instance, actor=actor)
    described = found.reading.described
    _require_free(session, described.slug)
    if draft.picture_type:
        described = replace(described, picture=PictureFile("picture", draft.typed.get("picture_alt", "")))
    slug = competitions.create(session, described, instance=instance, picture=draft.picture, actor=actor)
    competitions.publish(session, slug, instance=instance, actor=actor)
    made = rows.by_slug(session, slug)
    draft.competition_id = made.id if made else None
    draft.published_at = instance.clock(session)
    session.flush()
    return slug


def publish_called(session: Session, slug: str, *, instance: Instance, actor: str) -> bool:
    """Publish the draft of the editor that has this short name, as `publish` does; False if there is none."""
    named = (one for one in drafts.unpublished(session) if one.typed.get("slug", "").strip() == slug)
    draft = next(named, None)
    if draft is not None:
        publish(session, draft.id, version=draft.version, instance=instance, actor=actor)
    return draft is not None


def _require_free(session: Session, slug: str) -> None:
    """One made by a file is somebody else's work: it is not replaced from here."""
    if rows.by_slug(session, slug):
        message = f"There is a competition at /c/{slug}. Choose another address at step 1."
        raise RuleError("slug_taken", message, field="slug")
