"""Appealing against an exclusion, by a mailed link (see `deciding` for what comes of it)."""

from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters.tokens import InvalidError, Purpose
from competition.draw.tickets import short
from competition.rules import appealing
from competition.rules.errors import RuleError
from competition.rules.excluding import in_words
from competition.rules.lifecycle import BEFORE_FREEZE, Status, freeze_due
from competition.rules.permissions import May, Role, allows
from competition.services import facts, letters
from competition.services.instance import Instance
from competition.services.views.review import AppealPageView
from competition.store import admins, appeals, competitions, entries, locks, tickets
from competition.store.models import Appeal, Competition, Entry, Exclusion

_BY_ITSELF = ("reader", "clock")


def page(session: Session, token: str, *, instance: Instance) -> AppealPageView:
    """What the link shows; raises MissingError or InvalidError."""
    entry = _entry_of(session, token, instance)
    competition = competitions.by_id(session, entry.competition_id)
    exclusion = tickets.exclusion(session, entry.ticket or "")
    return AppealPageView(
        title=competition.title,
        zone=competition.time_zone,
        ticket=short(entry.ticket or ""),
        reason=in_words(exclusion.reason) if exclusion else "",
        excluded_at=exclusion.excluded_at if exclusion else None,
        until=freeze_due(facts.timetable(competition)),
        state=_state(session, competition, entry, exclusion),
    )


def send(session: Session, token: str, text: str, *, instance: Instance) -> None:
    """Appeal, once for each exclusion; raises RuleError `text`, `frozen`, `sent` or `gone`."""
    cleaned = appealing.clean_text(text)
    entry = _entry_of(session, token, instance)
    locks.share(session, entry.competition_id)
    entry = entries.hold(session, entry.id)
    competition, now = competitions.by_id(session, entry.competition_id), instance.clock(session)
    exclusion = tickets.exclusion(session, entry.ticket or "")
    if exclusion is None or exclusion.actor in _BY_ITSELF or entry.status != "excluded":
        raise RuleError("gone", "This entry is not left out, so there is nothing to appeal against.")
    sent = appeals.of(session, exclusion) is not None
    appealing.check_sendable(Status(competition.status), sent=sent)
    first = appeals.count_undecided(session, competition.id) == 0
    appeals.add(session, _new(competition, exclusion, cleaned, now))
    facts.record(session, "appealed", competition, at=now, actor="reader", subject=exclusion.ticket)
    if first:
        _tell_admins(session, competition, instance=instance, now=now)


def _new(competition: Competition, exclusion: Exclusion, text: str, now: datetime) -> Appeal:
    return Appeal(
        competition_id=competition.id,
        ticket=exclusion.ticket,
        reason=exclusion.reason,
        excluded_by=exclusion.actor,
        excluded_at=exclusion.excluded_at,
        text=text,
        sent_at=now,
    )


def _tell_admins(session: Session, competition: Competition, *, instance: Instance, now: datetime) -> None:
    """One letter when the first of them arrives; the desk counts the others."""
    for row in admins.active(session):
        if allows(Role(row.role), May.REVIEW):
            letters.queue_to(
                session,
                "admin_appeals",
                row.email,
                instance=instance,
                now=now,
                competition=competition,
                title=competition.title,
                zone=competition.time_zone,
                freeze_at=freeze_due(facts.timetable(competition)),
                link=instance.address(f"/admin/c/{competition.slug}/entries"),
            )


def _entry_of(session: Session, token: str, instance: Instance) -> Entry:
    entry = entries.by_public_id(session, instance.tokens.read(Purpose.APPEAL, token))
    if entry is None or entry.status == "erased":
        raise InvalidError
    return entry


def _state(session: Session, competition: Competition, entry: Entry, exclusion: Exclusion | None) -> str:
    if exclusion is None:
        last = appeals.last_of(session, entry.ticket or "")
        return "granted" if last and last.granted else "gone"
    if exclusion.actor in _BY_ITSELF:
        return "gone"
    if row := appeals.of(session, exclusion):
        return decision(row) or "sent"
    return "ready" if Status(competition.status) in BEFORE_FREEZE else "late"


def decision(row: Appeal) -> str:
    """`granted`, `refused`, or empty while it waits."""
    return "" if row.granted is None else "granted" if row.granted else "refused"
