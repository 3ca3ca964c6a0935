"""Looking at entries for signals, a while after they came; the worker does it, and nobody is excluded by it.

Each pass takes whole minutes, in which nothing is written any more, and says how far it came. Flags are
found outside the transaction that stores them, so that entries never wait for it.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import addresses, disposable, likeness
from competition.rules import signals as rules
from competition.rules.signals import Signal
from competition.services.instance import Instance
from competition.store import competitions, entry_pages, flags
from competition.store.engine import Database
from competition.store.models import Competition, Entry, Flag, Intake
from competition.store.types import CompetitionId

# Entries in one pass, unless a single minute has more; and with how many earlier ones each is compared.
_BATCH, _COMPARED = 2000, 300
Found = tuple[Signal, str]


@dataclass(frozen=True, slots=True)
class _Minutes:
    """What one pass looks at: whole minutes of one hour."""

    competition: Competition
    begin: datetime
    until: datetime
    entries: Sequence[Entry]
    earlier: Sequence[Entry]
    before: int
    """How many entries were looked at before these."""

    def counts(self) -> Counter[datetime]:
        return Counter(rules.minute_of(entry.entered_at) for entry in self.entries)

    def bursts(self) -> dict[datetime, int]:
        """The minutes with far more entries than is usual here, with their figure."""
        before, found = self.before, {}
        for minute, count in sorted(self.counts().items()):
            minutes = (minute - self.competition.opens) // rules.MINUTE
            if rules.is_burst(count, before=before, minutes=minutes):
                found[minute] = count
            before += count
        return found


def look(database: Database, competition_id: CompetitionId, *, instance: Instance) -> bool:
    """Look at the next entries; False where there are none to look at yet."""
    with database.read() as session:
        minutes = _next(session, competition_id, instance)
        if minutes is None:
            return False
        found = list(_flags(minutes, instance.clock(session)))
    with database.write() as session:
        return _store(session, minutes, found)


def _next(session: Session, competition_id: CompetitionId, instance: Instance) -> _Minutes | None:
    competition = competitions.by_id(session, competition_id)
    begin = flags.looked_until(session, competition_id) or rules.minute_of(competition.opens)
    end = rules.minute_of(instance.clock(session) - rules.MINUTE)
    first = entry_pages.between(session, competition_id, begin, end, 1)
    if not first:
        return None
    begin = rules.minute_of(first[0].entered_at)
    end = min(end, rules.hour_of(begin) + rules.HOUR)
    rows = entry_pages.between(session, competition_id, begin, end, _BATCH)
    if len(rows) == _BATCH:
        end = max(rules.minute_of(rows[-1].entered_at), begin + rules.MINUTE)
        rows = entry_pages.between(session, competition_id, begin, end, None)
    earlier = entry_pages.in_front_of(session, competition_id, begin, _COMPARED)
    before = flags.looked_at(session, competition_id)
    return _Minutes(competition, begin, end, rows, earlier, before)


def _flags(minutes: _Minutes, now: datetime) -> Iterator[Flag]:
    bursts = minutes.bursts()
    near = _Neighbours(minutes.earlier)
    for entry in minutes.entries:
        count = bursts.get(rules.minute_of(entry.entered_at))
        found = [*_own(entry)]
        if count:
            found.append((Signal.BURST, f"{count} entries came in that minute."))
        else:
            # Where everything is flagged already, who is near to whom says nothing more.
            found += near.of(entry)
        for reason, detail in found:
            yield Flag(
                entry_id=entry.id,
                reason=reason,
                competition_id=entry.competition_id,
                entered_at=entry.entered_at,
                detail=detail,
                flagged_at=now,
            )


def _own(entry: Entry) -> Iterator[Found]:
    """What an entry says by itself."""
    if rules.is_quick(entry.took):
        yield Signal.QUICK, f"The form came back {entry.took} s after it was made."
    if entry.address and any(map(disposable.is_listed, _domains(entry.address))):
        yield Signal.DISPOSABLE, f"By the list {disposable.LIST}."


def _domains(address: str) -> list[str]:
    return rules.parent_domains(addresses.fold(address).rpartition("@")[2])


class _Neighbours:
    """The names and addresses of the entries that came last, to compare the next one with."""

    def __init__(self, earlier: Sequence[Entry]) -> None:
        self._last: deque[tuple[str, str, str]] = deque(map(_comparable, earlier), maxlen=_COMPARED)

    def of(self, entry: Entry) -> Iterator[Found]:
        own = name, letters, domain = _comparable(entry)
        if name and likeness.has_near(name, [one for one, _, _ in self._last if one], least=rules.NEAR):
            yield Signal.NEAR_NAME, "Near to that of an entry shortly before."
        beside = [one for _, one, other in self._last if one and other == domain]
        if letters and likeness.has_near(letters, beside, least=rules.NEAR):
            yield Signal.NEAR_ADDRESS, "Near to that of an entry shortly before."
        self._last.append(own)


def _comparable(entry: Entry) -> tuple[str, str, str]:
    """Name, letters of the address, domain; empty where it was erased."""
    folded = addresses.fold(entry.address) if entry.address else ""
    return rules.comparable_name(entry.name or ""), *rules.comparable_address(folded)


def _store(session: Session, minutes: _Minutes, found: Sequence[Flag]) -> bool:
    """Write the flags and how far we came; False where another worker was faster."""
    competition_id, hour = minutes.competition.id, rules.hour_of(minutes.begin)
    if flags.looked_at(session, competition_id) != minutes.before:
        return False
    flags.add(session, found)
    counts, bursts = minutes.counts(), minutes.bursts()
    row = flags.hour(session, competition_id, hour)
    if row is None:
        row = Intake(
            competition_id=competition_id, hour=hour, until=minutes.until, entries=0, busiest=0, bursting=0
        )
        flags.add_hour(session, row)
    row.until = minutes.until
    row.entries += len(minutes.entries)
    row.busiest = max(row.busiest, *counts.values())
    row.bursting += sum(bursts.values())
    session.flush()
    return True
