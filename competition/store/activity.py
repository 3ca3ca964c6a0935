"""The private record of who did what. Rows are written with the change they tell of, and stay.

What the promoter's side did is chained (see `rules.chain`); readers' rows are not, or they would all wait
for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, insert, literal_column, select
from sqlalchemy.orm import Session

from competition.rules.chain import START, Deed, link
from competition.store import locks, rows
from competition.store.models import Activity, ActivityLink
from competition.store.types import CompetitionId

READER = "reader"
_BATCH = 1000


def record(session: Session, activity: Activity) -> None:
    if activity.actor == READER:
        rows.write(session, activity)
        return
    locks.chain(session)
    written = insert(Activity).values(rows.values(activity)).returning(Activity.id)
    number = session.execute(written).scalar_one()
    previous = last_digest(session)
    digest = link(previous, _deed(number, activity))
    rows.write(session, ActivityLink(activity_id=number, previous=previous, digest=digest))


def last_digest(session: Session) -> str:
    """The digest at the end of the chain."""
    newest = select(ActivityLink.digest).order_by(ActivityLink.activity_id.desc()).limit(1)
    return session.scalar(newest) or START


def _deed(number: int, row: Activity) -> Deed:
    return Deed(number, row.at, row.actor, row.action, row.competition_id, row.subject, row.details)


def broken(session: Session) -> Iterator[str]:
    """Name every place where the chain does not hold, a sentence each."""
    previous, first = START, _first_chained(session)
    query = select(Activity, ActivityLink).outerjoin(ActivityLink, ActivityLink.activity_id == Activity.id)
    query = query.where(Activity.actor != READER).order_by(Activity.id)
    for row, chained in session.execute(query.execution_options(yield_per=_BATCH)):
        if chained is None:
            # Rows from before the record was chained stand in front of the first link.
            if first is not None and row.id > first:
                yield f"activity {row.id}: it is not in the chain"
            continue
        if chained.previous != previous:
            yield f"activity {row.id}: the row before it is not the one that it followed"
        if link(chained.previous, _deed(row.id, row)) != chained.digest:
            yield f"activity {row.id}: it is not what was written"
        previous = chained.digest
    orphans = select(ActivityLink.activity_id).join(Activity, isouter=True)
    for number in session.scalars(orphans.where((Activity.id.is_(None)) | (Activity.actor == READER))):
        yield f"activity {number}: its row is gone, or says that a reader did it"


def _first_chained(session: Session) -> int | None:
    return session.scalar(select(ActivityLink.activity_id).order_by(ActivityLink.activity_id).limit(1))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows of the record are wanted; what is None does not matter."""

    actor: str | None = None
    action: str | None = None
    competition_id: CompetitionId | None = None
    since: datetime | None = None
    until: datetime | None = None


def newest(session: Session, wanted: Filter, *, before: int | None = None, limit: int) -> Sequence[Activity]:
    """The newest rows that fit, in front of row `before`: pages that stay fast however long the record is."""
    query = _wanted(select(Activity), wanted)
    if before is not None:
        query = query.where(Activity.id < before)
    return session.scalars(query.order_by(Activity.id.desc()).limit(limit)).all()


def _wanted(query: Select[Activity], wanted: Filter) -> Select[Activity]:
    for column, value in (
        (Activity.actor, wanted.actor),
        (Activity.action, wanted.action),
        (Activity.competition_id, wanted.competition_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(Activity.at >= wanted.since)
    return query if wanted.until is None else query.where(Activity.at < wanted.until)


def of_actions(
    session: Session, competition_id: CompetitionId, actions: Collection[str]
) -> Sequence[Activity]:
    """Only what was done of these kinds, oldest first."""
    query = select(Activity).where(Activity.competition_id == competition_id, Activity.action.in_(actions))
    return session.scalars(query.order_by(Activity.id)).all()


def done_to(session: Session, subjects: Collection[str]) -> Sequence[Activity]:
    """What the promoter's side did to these, oldest first."""
    # Written out, so that the index of these rows alone is known to serve.
    ours = Activity.actor != literal_column("'reader'")
    query = select(Activity).where(Activity.subject.in_(subjects), ours)
    return session.scalars(query.order_by(Activity.id)).all()


def has(session: Session, competition_id: CompetitionId, *, action: str, subject: str) -> bool:
    """Whether this was recorded of a competition before."""
    query = select(Activity.id).where(
        Activity.competition_id == competition_id, Activity.action == action, Activity.subject == subject
    )
    return session.scalars(query.limit(1)).first() is not None
