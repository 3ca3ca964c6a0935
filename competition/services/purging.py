"""Erasing what has to go, batch by batch, out of the files too; then the certificate."""

import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from competition.draw.errors import DrawError
from competition.rules import retention as rules
from competition.rules.lifecycle import Status
from competition.rules.retention import OF_COMPETITION, Kept
from competition.services import certifying, facts, prizes
from competition.services.certifying import Due
from competition.services.instance import Instance
from competition.services.retention import STATES, dates
from competition.services.views.retention import CertificateView
from competition.store import competitions, complaints, consents, entries, erasures, locks, purges
from competition.store.engine import Database
from competition.store.models import Competition
from competition.store.types import EntryId

_LOG = logging.getLogger(__name__)
# A batch is one transaction: entries are not held up for longer than one takes.
_BATCH = 1000
_BATCHES_A_TICK = 10


def purge(
    database: Database, slug: str | None = None, *, instance: Instance, actor: str
) -> list[CertificateView]:
    """Erase all that is due, of one competition or of all, and return the certificates, which are stored.

    Cut off in the middle it is simply made again. Raises RuleError `unknown`.
    """
    with database.read() as session:
        found = list(_all_due(session, slug, instance.clock(session), again=True))
    gone = [(one, _erase(database, one, instance)) for one in found]
    return _finish(database, gone, complaints_too=slug is None, instance=instance, actor=actor)


def purge_a_little(database: Database, *, instance: Instance) -> list[CertificateView]:
    """What the clock does at a tick: some batches, so that a long purge holds up neither draws nor mail.

    A kind that has its certificate is not looked at: nothing is added to a competition that is over.
    """
    with database.read() as session:
        found = list(_all_due(session, None, instance.clock(session), again=False))
    gone = [(one, _erase(database, one, instance, most=_BATCHES_A_TICK)) for one in found]
    return _finish(database, gone, complaints_too=True, instance=instance, actor="clock")


def _finish(
    database: Database,
    gone: list[tuple[Due, int | None]],
    *,
    complaints_too: bool,
    instance: Instance,
    actor: str,
) -> list[CertificateView]:
    """Take what was erased out of the files, and certify every kind of which nothing is left."""
    done = [(one, consents_gone) for one, consents_gone in gone if consents_gone is not None]
    complaints_gone = _complaints(database, instance) if complaints_too else []
    if not done and not complaints_gone:
        return []
    database.scrub(whole=True)
    with database.write() as session:
        written = [certifying.of_entries(session, one, count, instance=instance) for one, count in done]
        written.append(certifying.of_complaints(session, complaints_gone, instance))
        return [certifying.keep(session, one, actor=actor) for one in written if one]


def _all_due(session: Session, slug: str | None, now: datetime, *, again: bool) -> Iterator[Due]:
    over = set(Status) - {Status.DRAFT, Status.SCHEDULED, Status.OPEN}
    rows = competitions.in_status(session, over) if slug is None else [facts.public(session, slug)]
    for row in rows:
        try:
            found = list(_due(session, row, now, again=again))
        except (LookupError, DrawError) as problem:
            if slug is not None:
                raise
            # A damaged row is one competition's: the people of the others have their dates all the same.
            _LOG.warning("%s: what has to be erased cannot be told: %s", row.slug, problem)
        else:
            yield from found


def _due(session: Session, row: Competition, now: datetime, *, again: bool) -> Iterator[Due]:
    kinds = [kind for kind in OF_COMPETITION if _may_be_due(session, row, kind, now, again=again)]
    when = dates(session, row) if kinds else {}
    for kind in kinds:
        at = when[kind]
        if at is not None and at <= now:
            yield Due(row.id, kind, at)


def _may_be_due(session: Session, row: Competition, kind: Kept, now: datetime, *, again: bool) -> bool:
    """Cheap to ask at every tick; the dates themselves need the log."""
    kept = facts.description(row).retention
    if now < rules.earliest(kept, kind, closes=row.closes, confirm_by=row.confirm_by):
        return False
    return again or purges.last(session, row.id, kind=kind) is None


def _erase(database: Database, due: Due, instance: Instance, most: int | None = None) -> int | None:
    """Empty the entries of this kind, in so many batches at most; None if more are left.

    Once none is, also take away the consents that nobody confirmed: how many.
    """
    last, batches = EntryId(0), 0
    while (found := _erase_batch(database, due, instance, after=last)) is not None:
        last, batches = found, batches + 1
        if batches == most:
            return None
    with database.write() as session:
        # Of a competition that was never frozen; a freeze does this itself.
        erasures.forget_digests(session, erasures.asked(session, due.competition_id))
        return consents.remove_unconfirmed(session, due.competition_id)


def _erase_batch(database: Database, due: Due, instance: Instance, *, after: EntryId) -> EntryId | None:
    """Empty some entries; the last one's id, or None once none is left."""
    with database.write() as session:
        locks.share(session, due.competition_id)
        row = competitions.by_id(session, due.competition_id)
        # Who has a prize is asked under the lock: an award may have passed to a reserve meanwhile.
        winners = frozenset() if due.kind is Kept.PENDING else prizes.standing(session, row).winners
        ids = entries.hold_ids(
            session,
            row.id,
            STATES[due.kind],
            after=after,
            limit=_BATCH,
            only=winners if due.kind is Kept.WINNERS else None,
            but=winners,
        )
        erasures.empty(session, row.id, ids, kind=due.kind, at=instance.clock(session))
        erasures.forget_digests(session, ids)
    return ids[-1] if ids else None


def _complaints(database: Database, instance: Instance) -> list[str]:
    """Take away what was answered long enough ago; their public ids."""
    with database.write() as session:
        now = instance.clock(session)
        due = [
            one
            for one in complaints.answered(session)
            if one.answered_at and rules.complaint_due(one.answered_at) <= now
        ]
        complaints.remove(session, due)
        return [one.public_id for one in due]
