"""The admins' list of entries: a page at a time, through filters; and one entry found."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.draw.tickets import short
from competition.rules.errors import RuleError
from competition.rules.excluding import in_words
from competition.rules.lifecycle import Status, freeze_due
from competition.services import facts
from competition.services.instance import Instance
from competition.services.review import growth, masked
from competition.services.views.review import AppealRowView, ConflictsView, EntriesView
from competition.store import appeals, competitions, conflicts, entries, entry_pages, tickets
from competition.store.entry_pages import Wanted
from competition.store.models import ENTRY_STATUSES, FLAG_REASONS, Appeal, Competition, Entry

FILTERS = ("status", "flag", "day", "before")
STATUSES = tuple((word, word.capitalize()) for word in ENTRY_STATUSES)
PAGE = 50
_UNKNOWN = "No entry of this draw has that ticket or address."


def page(session: Session, slug: str, asked: Mapping[str, str]) -> EntriesView:
    """One page of what fits the filters; what cannot be read in them is left out."""
    competition = facts.public(session, slug)
    start = entries.by_public_id(session, asked["before"]) if asked["before"] else None
    found = entry_pages.newest(
        session, competition.id, _wanted(competition, asked), before=start, limit=PAGE + 1
    )
    return EntriesView(
        slug=competition.slug,
        title=competition.title,
        zone=competition.time_zone,
        status=competition.status,
        freeze_at=freeze_due(facts.timetable(competition)),
        rows=masked.lines(session, found[:PAGE]),
        older=found[PAGE - 1].public_id if len(found) > PAGE else "",
        appeals=tuple(_appeal(session, row) for row in appeals.undecided(session, competition.id)),
        growth=growth.chart(session, competition),
        conflicts=conflicts.count(session, competition.id),
    )


def _wanted(competition: Competition, asked: Mapping[str, str]) -> Wanted:
    since, until = _day(asked["day"], competition.time_zone)
    return Wanted(
        status=asked["status"] if asked["status"] in ENTRY_STATUSES else None,
        flag=asked["flag"] if asked["flag"] in FLAG_REASONS else None,
        since=since,
        until=until,
    )


def _day(text: str, zone: str) -> tuple[datetime | None, datetime | None]:
    """The beginning and the end of a day in the competition's zone."""
    try:
        first = date.fromisoformat(text)
        following = first + timedelta(days=1)
    except (ValueError, OverflowError):
        return None, None
    midnight = [datetime.combine(each, time(), tzinfo=ZoneInfo(zone)) for each in (first, following)]
    return midnight[0], midnight[1]


def _appeal(session: Session, row: Appeal) -> AppealRowView:
    entry = entries.by_ticket(session, row.ticket)
    if entry is None:
        raise LookupError(f"the entry of ticket {short(row.ticket)} is gone")
    return AppealRowView(entry.public_id, short(row.ticket), in_words(row.reason), row.sent_at)


def find(session: Session, slug: str, typed: str) -> str:
    """The public id of the entry with this ticket (12 digits will do) or exactly this address.

    Raises RuleError `find`. Addresses are looked up by their keyed digest, as entries are told apart.
    """
    competition = facts.public(session, slug)
    found = _by_address(session, competition, typed) if "@" in typed else None
    if found is None and "@" not in typed:
        found = _by_ticket(session, competition, typed)
    if found is None:
        raise RuleError("find", _UNKNOWN, field="find")
    return found.public_id


def _by_address(session: Session, competition: Competition, typed: str) -> Entry | None:
    try:
        address = addresses.read(typed)
    except RuleError as refused:
        raise RuleError("find", refused.message, field="find") from None
    return entries.by_address(session, competition.id, address.digest(competition.address_key))


def _by_ticket(session: Session, competition: Competition, typed: str) -> Entry | None:
    digits = "".join(typed.lower().split()).replace("-", "")
    if not 12 <= len(digits) <= 64 or not set(digits) <= set("0123456789abcdef"):
        message = "Type at least the first 12 digits of a ticket, such as 6f1d-09ab-44c2, or a whole address."
        raise RuleError("find", message, field="find")
    found = tickets.by_beginning(session, competition.id, digits)
    if len(found) > 1:
        raise RuleError("find", "More than one ticket begins like this. Type more digits.", field="find")
    return entries.by_ticket(session, found[0].ticket) if found else None


def conflicts_page(session: Session, slug: str, *, instance: Instance) -> ConflictsView:
    """How many are listed, of a draft too, and whether the list can still change."""
    row = competitions.by_slug(session, slug)
    if row is None:
        raise facts.unknown()
    coming = row.status in (Status.DRAFT, Status.SCHEDULED) and instance.clock(session) < row.opens
    return ConflictsView(slug, row.title, conflicts.count(session, row.id), coming)
