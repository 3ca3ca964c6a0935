"""The picture of a draft: made anew from what was uploaded, so that nothing of the file itself is kept."""

from sqlalchemy.orm import Session

from competition.adapters import images
from competition.services import facts
from competition.services.competitions import Picture
from competition.services.drafts.saving import advance, held
from competition.services.instance import Instance
from competition.store import drafts


def illustrate(
    session: Session, draft_id: int, data: bytes | None, *, version: int, instance: Instance, actor: str
) -> int:
    """Give a draft this picture, or with None none; returns its new version.

    Raises RuleError for what is no picture, StaleError if the draft has moved on.
    """
    image = images.prepared(data) if data is not None else None
    draft = held(session, draft_id)
    advance(session, draft, version=version, fields=["picture"], instance=instance, actor=actor)
    draft.picture = image.content if image else None
    draft.picture_type = image.type if image else None
    session.flush()
    return version + 1


def picture(session: Session, draft_id: int) -> Picture:
    """Raises RuleError `unknown` where there is none."""
    draft = drafts.by_id(session, draft_id, with_picture=True)
    if draft is None or draft.picture is None or draft.picture_type is None:
        raise facts.unknown()
    return Picture(draft.picture, draft.picture_type)
