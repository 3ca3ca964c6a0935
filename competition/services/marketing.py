"""Leave to send advertising: asked for beside an entry, confirmed by a mail of its own, ended by one POST.

Nothing here looks at an entry or changes one (guarantee O24).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.adapters.tokens import Purpose
from competition.services import facts, letters
from competition.services.instance import Instance
from competition.services.views import ConsentView, MarketingView
from competition.store import competitions, consents
from competition.store.models import Competition, Consent, Entry


@dataclass(frozen=True, slots=True)
class Box:
    """A box that was ticked: what it said, the path of the page it stood on, and when."""

    wording: str
    page: str
    at: datetime


def ask(
    session: Session, competition: Competition, entry: Entry, box: Box, *, instance: Instance, now: datetime
) -> None:
    """Note the consent of a confirmed entrant, and send the mail that confirms it, within the limits."""
    row = consents.by_address(session, competition.id, entry.address_digest)
    if row is None:
        row = consents.add(session, _new(competition, entry, box))
        facts.record(session, "marketing_asked", competition, at=now, actor="reader", subject=row.public_id)
    if row.confirmed_at is None:
        _write_to(session, competition, entry, row, instance=instance, now=now)


def _new(competition: Competition, entry: Entry, box: Box) -> Consent:
    return Consent(
        public_id=secrets.token_hex(16),
        competition_id=competition.id,
        address=entry.address or "",
        address_digest=entry.address_digest,
        wording=box.wording,
        page=box.page,
        asked_at=box.at,
    )


def _write_to(
    session: Session,
    competition: Competition,
    entry: Entry,
    row: Consent,
    *,
    instance: Instance,
    now: datetime,
) -> None:
    folded = addresses.fold(row.address)
    if not letters.within_limits(session, competition, folded, instance=instance, now=now):
        facts.record(session, "mail_withheld", competition, at=now, actor="reader", subject=row.public_id)
        return
    stop = unsubscribe_address(row, instance)
    letters.queue(
        session,
        "marketing_confirm",
        competition,
        entry,
        instance=instance,
        now=now,
        ordinal=None,
        unsubscribe=stop,
        wording=row.wording,
        asked_at=row.asked_at,
        marketing_link=instance.address(
            f"/marketing/{instance.tokens.issue(Purpose.MARKETING, row.public_id)}"
        ),
        stop_link=stop,
    )


def unsubscribe_address(row: Consent, instance: Instance) -> str:
    return instance.address(f"/unsubscribe/{instance.tokens.issue(Purpose.UNSUBSCRIBE, row.public_id)}")


def of_entry(session: Session, entry: Entry) -> ConsentView | None:
    """The consent of this entrant, if there is one."""
    row = consents.by_address(session, entry.competition_id, entry.address_digest)
    return ConsentView(row.wording, row.page, row.asked_at, row.confirmed_at) if row else None


def confirm_page(session: Session, token: str, *, instance: Instance) -> MarketingView:
    """What the link in the mail shows; changes nothing. Raises MissingError or InvalidError."""
    return _page(session, instance.tokens.read(Purpose.MARKETING, token), instance)


def stop_page(session: Session, token: str, *, instance: Instance) -> MarketingView:
    return _page(session, instance.tokens.read(Purpose.UNSUBSCRIBE, token), instance)


def _page(session: Session, public_id: str, instance: Instance) -> MarketingView:
    row = consents.by_public_id(session, public_id)
    if row is None:
        return MarketingView("gone", "", "", instance.site.promoter_name)
    competition = competitions.by_id(session, row.competition_id)
    promoter = facts.promoter(facts.description(competition), instance)
    return MarketingView(
        "already" if row.confirmed_at else "ready", competition.title, row.wording, promoter.name
    )


def confirm(session: Session, token: str, *, instance: Instance) -> None:
    """Twice is once; a consent that has ended meanwhile stays ended."""
    row = consents.hold(session, instance.tokens.read(Purpose.MARKETING, token))
    if row is None or row.confirmed_at:
        return
    row.confirmed_at = instance.clock(session)
    competition = competitions.by_id(session, row.competition_id)
    facts.record(
        session,
        "marketing_confirmed",
        competition,
        at=row.confirmed_at,
        actor="reader",
        subject=row.public_id,
    )


def stop(session: Session, token: str, *, instance: Instance) -> None:
    """Remove the consent, and nothing else. Twice is once."""
    row = consents.hold(session, instance.tokens.read(Purpose.UNSUBSCRIBE, token))
    if row:
        end(session, row, at=instance.clock(session), actor="reader")


def stop_of_entry(session: Session, entry: Entry, *, at: datetime, actor: str) -> None:
    """As `stop`, by whoever holds the entry's own link."""
    row = consents.by_address(session, entry.competition_id, entry.address_digest)
    if row:
        end(session, row, at=at, actor=actor)


def end(session: Session, row: Consent, *, at: datetime, actor: str) -> None:
    competition = competitions.by_id(session, row.competition_id)
    consents.remove(session, row)
    facts.record(session, "marketing_stopped", competition, at=at, actor=actor, subject=row.public_id)
