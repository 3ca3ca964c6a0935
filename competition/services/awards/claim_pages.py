"""What the holder of a claim link sees; looking changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters.tokens import InvalidError, Purpose
from competition.draw.tickets import short
from competition.rules import awards as rules
from competition.rules.awards import CLAIMABLE, AwardState
from competition.services import draw_views, facts
from competition.services.awards import chain, digital
from competition.services.instance import Instance
from competition.services.views.award import ClaimState, ClaimView, DeclineView
from competition.store import awards, competitions
from competition.store.models import Award


def page(session: Session, token: str, *, instance: Instance) -> ClaimView:
    """What the link shows; changes nothing. Raises MissingError or InvalidError."""
    award = award_of(session, token, instance)
    row = competitions.by_id(session, award.competition_id)
    on, entry = chain.stage(session, row, instance=instance), chain.entry_of(session, award)
    known = chain.facts_of(session, on, award) if on and on.draw.draw == award.draw else None
    described, now = facts.description(row), instance.clock(session)
    fixed = on.fixed.prize_of(award.unit) if on else None
    return ClaimView(
        slug=row.slug,
        title=row.title,
        prize=fixed.title if fixed else "",
        zone=row.time_zone,
        contact=facts.contact(row, instance),
        now=now,
        state=_state(award, known, now),
        claim_by=known.claim_by if known else None,
        digital=known.digital if known else False,
        statements=described.statements(),
        name=entry.name or "",
        objected=entry.publication == "none",
        ticket=short(award.ticket),
        reason=award.reason or "",
        claimed_at=award.claimed_at,
        send_by=known.send_by if known else None,
        dispatched_at=award.dispatched_at,
        received_at=award.received_at,
        carrier=award.carrier or "",
        tracking=award.tracking or "",
        code_ready=digital.is_ready(session, on, award) if on and known and known.digital else False,
        void=draw_views.void_of(session, row),
    )


def award_of(session: Session, token: str, instance: Instance, purpose: Purpose = Purpose.CLAIM) -> Award:
    award = awards.by_public_id(session, instance.tokens.read(purpose, token))
    if award is None:
        raise InvalidError
    return award


def _state(award: Award, known: rules.Facts | None, now: datetime) -> ClaimState:
    if known is None:
        return "voided"
    if known.state in CLAIMABLE:
        return "late" if is_late(known, now) else "ready"
    if known.state is AwardState.LAPSED:
        return "late"
    if known.state in rules.ENDED:
        return "declined" if known.state is AwardState.DECLINED else "passed_on"
    return known.state.value  # type: ignore[return-value]


def is_late(known: rules.Facts, now: datetime) -> bool:
    # The log counts whole seconds: the last one is in time to its end (§8).
    return known.claim_by is not None and now.replace(microsecond=0) > known.claim_by


def decline_page(session: Session, token: str, *, instance: Instance) -> DeclineView:
    """The page before saying no, and the token that only declines this prize."""
    award = award_of(session, token, instance)
    view = page(session, token, instance=instance)
    return DeclineView(view, instance.tokens.issue(Purpose.DECLINE, award.public_id))
