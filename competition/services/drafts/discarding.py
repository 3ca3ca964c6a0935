"""Throwing a draft away."""

from sqlalchemy.orm import Session

from competition.services import facts
from competition.services.drafts.saving import advance, held
from competition.services.instance import Instance
from competition.store import drafts


def discard(session: Session, draft_id: int, *, version: int, instance: Instance, actor: str) -> None:
    """Remove an unpublished draft for good. Raises StaleError if somebody has changed it since."""
    draft = held(session, draft_id)
    advance(session, draft, version=version, fields=[], instance=instance, actor=actor)
    session.expunge(draft)
    drafts.remove(session, draft_id)
    now = instance.clock(session)
    facts.record(session, "draft_discarded", None, at=now, actor=actor, subject=f"draft {draft_id}")
