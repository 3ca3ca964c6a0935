"""The clock of a service: what falls due is done, each step in its own transaction, however late."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from competition.draw import relayed
from competition.draw.errors import DrawError
from competition.rules.errors import RuleError
from competition.rules.lifecycle import COUNT_AGAIN, Status, Step, count_due, next_step, recount_due
from competition.services import announcing, desk_notices, drawing, facts, freezing, log, purging, telling
from competition.services.awaiting import Awaited, awaited
from competition.services.awards import notifying
from competition.services.instance import Instance
from competition.services.review import signals
from competition.store import competitions, erasures, tickets
from competition.store.engine import Database
from competition.store.errors import StoreError
from competition.store.models import Competition
from competition.store.types import CompetitionId

_LOG = logging.getLogger(__name__)
_MOVING = (Status.SCHEDULED, Status.OPEN, Status.CLOSED, Status.FROZEN)
_TOLD = (Status.FROZEN, Status.DRAWN, Status.VOIDED)

# A reader or a writer may have been in the way of the scrubbing right after an erasure.
_LATELY = timedelta(hours=1)

# Asks the relays for a round: (chain hash, round) -> answers, none of them trusted.
Fetch = Callable[[str, int], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that a tick did, in words for the operator."""

    slug: str
    what: str


def tick(database: Database, *, instance: Instance, fetch: Fetch) -> list[Done]:
    """Do all that is due in every competition. What fails in one does not hold up the others."""
    done: list[Done] = []
    with database.read() as session:
        due = [(row.id, row.slug) for row in competitions.in_status(session, {*_MOVING, *_TOLD})]
    for competition_id, slug in due:
        try:
            done += [Done(slug, what) for what in _advance(database, competition_id, instance, fetch)]
        except (RuleError, DrawError, StoreError) as problem:
            _LOG.warning("%s: %s", slug, problem)
            done.append(Done(slug, f"not done: {problem}"))
        except Exception:  # noqa: BLE001 - whatever it is, it is one competition's
            # A fault of ours or a damaged row: the operator reads where, the other competitions go on.
            _LOG.exception("%s: not done", slug)
            done.append(Done(slug, "not done: a fault of this program, see its log"))
    _warn(database, instance)
    return done + _forget(database, instance)


def _warn(database: Database, instance: Instance) -> None:
    """Tell admins of what is erased tomorrow; a failure here does not keep anybody's details longer."""
    try:
        desk_notices.warn_of_purges(database, instance=instance)
    except (LookupError, DrawError, StoreError) as problem:
        _LOG.warning("nobody was told of what will be erased: %s", problem)


def _forget(database: Database, instance: Instance) -> list[Done]:
    """Erase what has to go by now, and empty the database's log of what was erased a little while ago."""
    try:
        written = purging.purge_a_little(database, instance=instance)
        with database.read() as session:
            lately = erasures.any_since(session, instance.clock(session) - _LATELY)
        if lately and not written:
            database.scrub()
    except (LookupError, DrawError, StoreError) as problem:
        _LOG.warning("what has to be erased waits: %s", problem)
        return []
    return [Done(one.slug or "complaints", f"purged: {one.plain['who'].lower()}") for one in written]


def _advance(
    database: Database, competition_id: CompetitionId, instance: Instance, fetch: Fetch
) -> Iterator[str]:
    while what := step(database, competition_id, instance, fetch):
        yield what
    if _count(database, competition_id, instance):
        yield "counted"
    if told := telling.tell(database, competition_id, instance=instance):
        yield f"told {told} entrants of a new date"
    if _look(database, competition_id, instance):
        yield "looked at the newest entries"
    if written := announcing.announce(database, competition_id, instance=instance):
        yield f"wrote {written} letters"
    if told := desk_notices.tell(database, competition_id, instance=instance):
        yield f"told the desk of {told} occasions"
    yield from notifying.advance(database, competition_id, instance=instance)


def step(database: Database, competition_id: CompetitionId, instance: Instance, fetch: Fetch) -> str | None:
    """Do the next step if it is due; None when nothing is."""
    with database.read() as session:
        row = competitions.by_id(session, competition_id)
        slug, now = row.slug, instance.clock(session)
        value = awaited(session, row)
        due = value.due if value else None
        what = next_step(Status(row.status), facts.timetable(row), now, round_time=due)
    if what in (Step.OPEN, Step.CLOSE):
        return _move(database, competition_id, what, instance)
    if what is Step.FREEZE:
        with database.write() as session:
            freezing.freeze(session, slug, instance=instance)
        return "frozen"
    if what is Step.DRAW and value is not None:
        return _draw(database, slug, value, instance, fetch)
    return None


def _move(database: Database, competition_id: CompetitionId, step: Step, instance: Instance) -> str:
    before, after, word = {
        Step.OPEN: (Status.SCHEDULED, Status.OPEN, "opened"),
        Step.CLOSE: (Status.OPEN, Status.CLOSED, "closed"),
    }[step]
    with database.write() as session:
        if competitions.move(session, competition_id, before=before, after=after):
            row = competitions.by_id(session, competition_id)
            facts.record(session, word, row, at=instance.clock(session), actor="clock")
    return word


def _count(database: Database, competition_id: CompetitionId, instance: Instance) -> bool:
    """Say how many tickets there are until the freeze: once a UTC day, and hourly while more come (§8)."""
    with database.read() as session:
        row = competitions.by_id(session, competition_id)
        due = row.status in (Status.OPEN, Status.CLOSED) and _count_due(session, row, instance)
    if due:
        with database.write() as session:
            freezing.count(session, competition_id, instance=instance)
    return due


def _count_due(session: Session, row: Competition, instance: Instance) -> bool:
    counts, now = [line for line in log.read(session, row) if line.kind == "count"], instance.clock(session)
    last = datetime.fromtimestamp(counts[-1].time, tz=UTC) if counts else None
    if count_due(last, row.opens, now):
        return True
    # Tickets are counted only where the hour is over: there may be a million.
    if last is None or now < last + COUNT_AGAIN:
        return False
    issued = tickets.count(session, row.id)
    return recount_due(last, now, counted=counts[-1].number("issued"), issued=issued)


def _look(database: Database, competition_id: CompetitionId, instance: Instance) -> bool:
    """Look at all entries that can be looked at, as long as that can still matter."""
    with database.read() as session:
        if competitions.by_id(session, competition_id).status not in (Status.OPEN, Status.CLOSED):
            return False
    looked = False
    while signals.look(database, competition_id, instance=instance):
        looked = True
    return looked


def _draw(database: Database, slug: str, wanted: Awaited, instance: Instance, fetch: Fetch) -> str | None:
    """Draw if the value can be had; an event's cannot be fetched, two people type it (§7)."""
    if wanted.rehearsal:
        with database.write() as session:
            drawing.draw(session, slug, None, instance=instance)
        return "drawn"
    if wanted.chain_hash is None or wanted.round is None:
        return None
    for answer in fetch(wanted.chain_hash, wanted.round):
        try:
            value = relayed.parse(answer, wanted.chain_hash)
            with database.write() as session:
                drawing.draw(session, slug, value, instance=instance)
        except DrawError as problem:
            # A relay's answer is nobody's word: the next one may have the right one (F14).
            _LOG.warning("%s: a relay's answer was refused: %s", slug, problem)
        else:
            return "drawn"
    return None
