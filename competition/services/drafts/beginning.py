"""A new draft: empty, from a template, or from an earlier competition."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from competition.rules.errors import RuleError
from competition.rules.starting import NOT_TAKEN, TEMPLATES, not_taken, typed_from, typed_promoter
from competition.services import facts, first_steps
from competition.services.instance import Instance
from competition.store import competitions, drafts
from competition.store.models import Draft


def begin(session: Session, template: str, *, instance: Instance, actor: str) -> int:
    """Begin a draft from one of the templates and return its number; raises RuleError for an unknown one."""
    if template not in TEMPLATES:
        raise RuleError("template", "Choose what the new draft begins with.", field="template")
    _, typed = TEMPLATES[template]
    return _add(session, {**_promoter(session), **typed}, None, None, instance=instance, actor=actor)


def duplicate(session: Session, slug: str, *, instance: Instance, actor: str) -> int:
    """Begin a draft from a published competition, with its picture; address and dates are left to be set."""
    source = facts.public(session, slug)
    pictured = competitions.picture(session, slug)
    content, kind = (pictured.picture, pictured.picture_type) if pictured else (None, None)
    described = facts.description(source)
    typed = {**_promoter(session), **typed_from(described)}
    if left := not_taken(described):
        # No field of any step: a note, which stays with the draft.
        typed[NOT_TAKEN] = "; ".join(left)
    if source.embedders:
        typed["embed"] = "\n".join(source.embedders)
    return _add(session, typed, content, kind, instance=instance, actor=actor)


def _promoter(session: Session) -> dict[str, str]:
    """Whoever usually answers; empty where nobody has said, so that the site's own counts."""
    found = first_steps.promoter(session)
    return typed_promoter(found) if found else {}


def _add(
    session: Session,
    typed: Mapping[str, str],
    picture: bytes | None,
    picture_type: str | None,
    *,
    instance: Instance,
    actor: str,
) -> int:
    now = instance.clock(session)
    draft = Draft(typed=dict(typed), picture=picture, picture_type=picture_type, saved_by=actor, saved_at=now)
    drafts.add(session, draft)
    facts.record(session, "draft_begun", None, at=now, actor=actor, subject=f"draft {draft.id}")
    return draft.id
