"""Which sites may show the entry form of a competition in a frame. No part of the manifest."""

from sqlalchemy.orm import Session

from competition.rules import embedding
from competition.rules.errors import RuleError
from competition.services import facts
from competition.services.instance import Instance
from competition.services.views.embedding import EmbedView
from competition.store import competitions, locks


def origins(session: Session, slug: str) -> tuple[str, ...]:
    """Nobody where there is no such competition."""
    return competitions.embedders(session, slug)


def view(session: Session, slug: str, *, instance: Instance) -> EmbedView:
    """Raises RuleError `unknown` for a draft and for what is not there."""
    row = facts.public(session, slug)
    page = instance.address(f"/c/{slug}")
    return EmbedView(slug, row.title, tuple(row.embedders or ()), page, f"{page}/embed")


def allow(session: Session, slug: str, typed: list[str], *, instance: Instance, actor: str) -> None:
    """Let these sites show the form, and no others. Raises RuleError `origins`."""
    if wrong := embedding.problem(typed):
        raise RuleError("origins", wrong, field="origins")
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    row, wanted = competitions.by_id(session, competition.id), [*embedding.origins(typed)]
    if wanted == (row.embedders or []):
        return
    row.embedders = wanted or None
    now, said = instance.clock(session), {"origins": " ".join(wanted) or "none"}
    facts.record(session, "embedding_changed", row, at=now, actor=actor, details=said)
