"""Putting right what an entrant may put right: the name, how to be named, leave to send advertising."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters.tokens import InvalidError
from competition.rules import entering
from competition.services import facts, marketing
from competition.services.entries.holding import entry_of
from competition.services.instance import Instance
from competition.store import competitions, entries, locks
from competition.store.models import Competition, Entry

# The path that a consent names which was given here: the link itself is private.
PAGE = "/e"


@dataclass(frozen=True, slots=True)
class Details:
    name: str
    publication: str
    marketing: bool


def correct(session: Session, token: str, details: Details, *, instance: Instance) -> None:
    """Keep these details instead. Raises EntryRefusedError with what has to be put right."""
    entering.check_details(details.name, details.publication)
    entry = entry_of(session, token, instance)
    locks.share(session, entry.competition_id)
    entry = entries.hold(session, entry.id)
    if entry.status == "erased":
        raise InvalidError
    competition, now = competitions.by_id(session, entry.competition_id), instance.clock(session)
    kept = (entering.clean_name(details.name), details.publication)
    if (entry.name, entry.publication) != kept:
        entry.name, entry.publication = kept
        facts.record(session, "corrected", competition, at=now, actor="reader", subject=entry.public_id)
    _switch(session, competition, entry, on=details.marketing, instance=instance, now=now)


def _switch(
    session: Session, competition: Competition, entry: Entry, *, on: bool, instance: Instance, now: datetime
) -> None:
    """Ask for the consent, or end it. One that waits for its mail is left to wait: nothing is sent to it."""
    wording, consent = facts.description(competition).marketing, marketing.of_entry(session, entry)
    is_on = consent is not None and consent.confirmed_at is not None
    if on and not is_on and wording and entry.confirmed_at:
        box = marketing.Box(wording, page=PAGE, at=now)
        marketing.ask(session, competition, entry, box, instance=instance, now=now)
    elif is_on and not on:
        marketing.stop_of_entry(session, entry, at=now, actor="reader")
