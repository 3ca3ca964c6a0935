"""The certificates of purges: written when nothing is left, kept for good."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from competition.rules import certificates
from competition.rules import retention as rules
from competition.rules.description import Retention
from competition.rules.lifecycle import Status
from competition.rules.retention import Kept
from competition.rules.wording import machine
from competition.services import facts
from competition.services.instance import Instance
from competition.services.views.retention import CertificateView
from competition.store import competitions, erasures, locks, purges
from competition.store.models import Competition, Purge
from competition.store.types import CompetitionId

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Due:
    """A kind of a competition whose time is over."""

    competition_id: CompetitionId
    kind: Kept
    at: datetime


def of_entries(session: Session, due: Due, consents_gone: int, *, instance: Instance) -> Purge | None:
    # Two who purge at once erase the same people: one of them certifies it, the other sees that it is done.
    locks.exclusive(session, due.competition_id)
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


def of_complaints(session: Session, gone: list[str], instance: Instance) -> Purge | None:
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
    found = {row.id: row for row in competitions.in_status(session, set(Status))}
    return [
        _view(row, found.get(row.competition_id) if row.competition_id else None)
        for row in purges.newest(session, limit=_SHOWN)
    ]


def _view(row: Purge, competition: Competition | None) -> CertificateView:
    slug, title = (competition.slug, competition.title) if competition else (None, "")
    return CertificateView(
        slug, title, row.digest, row.at, row.certificate, certificates.text(row.certificate)
    )


def keep(session: Session, row: Purge, *, actor: str) -> CertificateView:
    purges.add(session, row)
    competition = competitions.by_id(session, row.competition_id) if row.competition_id else None
    # The row names the certificate by its digest, so that the chain of the record holds it fast as well.
    said = {"kind": row.kind, **row.certificate["erased"]}
    facts.record(session, "purged", competition, at=row.at, actor=actor, subject=row.digest, details=said)
    return _view(row, competition)
