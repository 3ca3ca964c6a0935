"""Erasing what has to go, batch by batch, out of the files too; then the certificate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from competition.rules import certificates
from competition.rules import retention as rules
from competition.rules.description import Retention
from competition.rules.lifecycle import Status
from competition.rules.retention import OF_COMPETITION, Kept
from competition.rules.wording import machine
from competition.services import facts, prizes
from competition.services.instance import Instance
from competition.services.retention import STATES, dates
from competition.services.views.retention import CertificateView
from competition.store import competitions, complaints, consents, entries, erasures, locks, purges
from competition.store.engine import Database
from competition.store.models import Competition, Purge
from competition.store.types import CompetitionId, EntryId

# A batch is one transaction: entries are not held up for longer than one takes.
_BATCH = 1000
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class _Due:
    competition_id: CompetitionId
    kind: Kept
    at: datetime


def purge(
    database: Database, slug: str | None = None, *, instance: Instance, actor: str, again: bool = True
) -> list[CertificateView]:
    """Erase all that is due, of one competition or of all, and return the certificates, which are stored.

    Cut off in the middle it is simply made again. Without `again` a kind that has its certificate is not
    looked at: nothing can be added to a competition that is over.
    """
    with database.read() as session:
        found = list(_all_due(session, slug, instance.clock(session), again=again))
    erased = [(one, _erase(database, one, instance)) for one in found]
    complaints_gone = _complaints(database, instance) if slug is None else []
    if found or complaints_gone:
        database.scrub(whole=True)
    with database.write() as session:
        written = [_certificate(session, one, gone, instance=instance) for one, gone in erased]
        written.append(_of_complaints(session, complaints_gone, instance))
        return [_keep(session, one, actor=actor) for one in written if one]


def _all_due(session: Session, slug: str | None, now: datetime, *, again: bool) -> Iterator[_Due]:
    over = set(Status) - {Status.DRAFT, Status.SCHEDULED, Status.OPEN}
    rows = competitions.in_status(session, over) if slug is None else [facts.public(session, slug)]
    for row in rows:
        kinds = [kind for kind in OF_COMPETITION if _may_be_due(session, row, kind, now, again=again)]
        when = dates(session, row) if kinds else {}
        for kind in kinds:
            at = when[kind]
            if at is not None and at <= now:
                yield _Due(row.id, kind, at)


def _may_be_due(session: Session, row: Competition, kind: Kept, now: datetime, *, again: bool) -> bool:
    """Cheap to ask at every tick; the dates themselves need the log."""
    kept = facts.description(row).retention
    if now < rules.earliest(kept, kind, closes=row.closes, confirm_by=row.confirm_by):
        return False
    return again or purges.last(session, row.id, kind=kind) is None


def _erase(database: Database, due: _Due, instance: Instance) -> int:
    """Empty the entries of this kind, and take away consents that nobody confirmed: how many consents."""
    with database.write() as session:
        consents_gone = consents.remove_unconfirmed(session, due.competition_id)
        # Of a competition that was never frozen; a freeze does this itself.
        erasures.forget_digests(session, erasures.asked(session, due.competition_id))
    last: EntryId | None = EntryId(0)
    while last is not None:
        last = _erase_batch(database, due, instance, after=last)
    return consents_gone


def _erase_batch(database: Database, due: _Due, instance: Instance, *, after: EntryId) -> EntryId | None:
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


def _certificate(session: Session, due: _Due, consents_gone: int, *, instance: Instance) -> Purge | None:
    row, kind = competitions.by_id(session, due.competition_id), due.kind
    before = purges.last(session, row.id, kind=kind)
    people = erasures.public_ids(session, row.id, kind=kind, after=before.at if before else None)
    if before and not people and not consents_gone:
        return None
    plain = certificates.certificate(
        competition=row.identity,
        who=rules.WHO[kind],
        rule=rules.in_words(facts.description(row).retention, kind),
        due=machine(due.at),
        done=machine(instance.clock(session)),
        counts={"entries": len(people), "unconfirmed_consents": consents_gone},
        people=people,
    )
    return _row(session, plain, row.id, kind, instance)


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


def _of_complaints(session: Session, gone: list[str], instance: Instance) -> Purge | None:
    if not gone:
        return None
    now, kind = machine(instance.clock(session)), Kept.COMPLAINTS
    plain = certificates.certificate(
        competition=None,
        who=rules.WHO[kind],
        rule=rules.in_words(Retention(), kind),
        due=now,
        done=now,
        counts={"complaints": len(gone)},
        people=gone,
    )
    return _row(session, plain, None, kind, instance)


def _row(
    session: Session,
    plain: dict[str, Any],
    competition_id: CompetitionId | None,
    kind: Kept,
    instance: Instance,
) -> Purge:
    return Purge(
        digest=certificates.digest(plain),
        competition_id=competition_id,
        kind=kind,
        at=instance.clock(session),
        certificate=plain,
    )


def certificates_of(session: Session) -> list[CertificateView]:
    """The newest certificates, a hundred at most."""
    slugs = {row.id: row.slug for row in competitions.in_status(session, set(Status))}
    return [
        CertificateView(
            slugs.get(row.competition_id) if row.competition_id else None,
            row.digest,
            row.at,
            row.certificate,
            certificates.text(row.certificate),
        )
        for row in purges.newest(session, limit=_SHOWN)
    ]


def _keep(session: Session, row: Purge, *, actor: str) -> CertificateView:
    purges.add(session, row)
    competition = competitions.by_id(session, row.competition_id) if row.competition_id else None
    # The row names the certificate by its digest, so that the chain of the record holds it fast as well.
    said = {"kind": row.kind, **row.certificate["erased"]}
    facts.record(session, "purged", competition, at=row.at, actor=actor, subject=row.digest, details=said)
    slug = competition.slug if competition else None
    return CertificateView(slug, row.digest, row.at, row.certificate, certificates.text(row.certificate))
