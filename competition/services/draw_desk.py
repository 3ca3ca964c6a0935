"""The promoter's screen of freeze and draw: what was counted, sealed and awaited."""

from datetime import timedelta

from sqlalchemy.orm import Session

from competition.draw import relayed
from competition.draw.errors import DrawError
from competition.rules import excluding
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status, freeze_due
from competition.services import draw_views, drawing, facts
from competition.services.awaiting import awaited
from competition.services.instance import Instance
from competition.services.views.admin import AdminView, DrawDeskView
from competition.store import tickets

# The worker asks every half minute. After so long something is between us and the relays.
_PATIENCE = timedelta(minutes=3)


def page(session: Session, slug: str, *, instance: Instance) -> DrawDeskView:
    row, value = facts.public(session, slug), None
    if row.status == Status.FROZEN:
        value = awaited(session, row)
    now = instance.clock(session)
    return DrawDeskView(
        draw=draw_views.page(session, slug, instance=instance),
        status=row.status,
        tickets=tickets.count(session, row.id),
        left_out=tuple(
            (excluding.in_words(reason), count)
            for reason, count in tickets.excluded_by_reason(session, row.id).items()
        ),
        freeze_at=freeze_due(facts.timetable(row)),
        chain=(value.chain_hash or "") if value else "",
        late=value is not None and now > value.due + _PATIENCE,
    )


def take_round(session: Session, slug: str, pasted: str, *, actor: AdminView, instance: Instance) -> None:
    """Draw with a round that somebody brought by hand, verified as any other; raises RuleError."""
    row = facts.public(session, slug)
    value = awaited(session, row)
    if value is None or not value.chain_hash:
        raise RuleError("status", "Nothing waits for a drand round here.", field="round")
    try:
        given = relayed.parse(pasted.encode("utf-8"), value.chain_hash)
        drawing.draw(session, slug, given, instance=instance, actor=actor.code)
    except DrawError as wrong:
        raise RuleError("round", f"This is not the round: {wrong.message}.", field="round") from wrong
