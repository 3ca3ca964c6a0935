"""Competitions and their manifests.

Every read asks the database again, also for a row that this session has seen: what was read before waiting
for a lock is not what holds after it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, undefer

from competition.store.models import Competition, Manifest
from competition.store.types import CompetitionId

_AGAIN = {"populate_existing": True}


def add(session: Session, competition: Competition) -> Competition:
    session.add(competition)
    session.flush()
    return competition


# Built once: every entry and every page asks one of them.
_BY_SLUG = select(Competition).where(Competition.slug == bindparam("slug")).execution_options(**_AGAIN)
_BY_ID = select(Competition).where(Competition.id == bindparam("id")).execution_options(**_AGAIN)


def by_slug(session: Session, slug: str) -> Competition | None:
    return session.scalars(_BY_SLUG, {"slug": slug}).first()


def by_id(session: Session, competition_id: CompetitionId) -> Competition:
    return session.scalars(_BY_ID, {"id": competition_id}).one()


def in_status(session: Session, statuses: Collection[str]) -> Sequence[Competition]:
    """In the order of their closing."""
    query = (
        select(Competition)
        .where(Competition.status.in_(statuses))
        .order_by(Competition.closes, Competition.id)
    )
    return session.scalars(query.execution_options(**_AGAIN)).all()


def move(session: Session, competition_id: CompetitionId, *, before: str, after: str) -> bool:
    """Change the status if it still is `before`. False: somebody else was first."""
    change = update(Competition).where(Competition.id == competition_id, Competition.status == before)
    moved = session.execute(change.values(status=after).returning(Competition.id))
    return moved.first() is not None


def embedders(session: Session, slug: str) -> tuple[str, ...]:
    """The sites that may show the form of a published competition in a frame."""
    query = select(Competition.embedders).where(Competition.slug == slug, Competition.status != "draft")
    return tuple(session.scalar(query) or ())


def picture(session: Session, slug: str) -> Competition | None:
    """The competition with its picture loaded, if it has one."""
    query = select(Competition).where(Competition.slug == slug, Competition.picture.is_not(None))
    return session.scalars(query.options(undefer(Competition.picture)).execution_options(**_AGAIN)).first()


def add_manifest(session: Session, manifest: Manifest) -> Manifest:
    session.add(manifest)
    session.flush()
    return manifest


def manifests(session: Session, competition_id: CompetitionId) -> Sequence[Manifest]:
    """All versions, the first one first; the last one is in force."""
    query = select(Manifest).where(Manifest.competition_id == competition_id)
    return session.scalars(query.order_by(Manifest.version)).all()


def manifest_in_force(session: Session, competition_id: CompetitionId) -> Manifest | None:
    query = select(Manifest).where(Manifest.competition_id == competition_id)
    return session.scalars(query.order_by(Manifest.version.desc()).limit(1)).first()


def manifest_by_digest(session: Session, digest: str) -> Manifest | None:
    return session.get(Manifest, digest)
