"""The drafts that wait to be finished."""

from sqlalchemy.orm import Session

from competition.rules.checklist import missing
from competition.services.drafts.looking import UNTITLED
from competition.services.drafts.reading import standing
from competition.services.instance import Instance
from competition.services.views.drafts import DraftRowView
from competition.store import drafts


def listing(session: Session, *, instance: Instance) -> tuple[DraftRowView, ...]:
    """Every unpublished draft; the one saved last comes first."""
    return tuple(
        DraftRowView(
            number=draft.id,
            title=draft.typed.get("title", "").strip() or UNTITLED,
            saved_by=draft.saved_by,
            saved_at=draft.saved_at,
            to_do=len(missing(standing(draft, instance=instance).findings)),
        )
        for draft in drafts.unpublished(session)
    )
