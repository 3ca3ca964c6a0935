"""The activity record as admins read it: a page at a time, newest first, through a filter."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from competition.rules.lifecycle import Status
from competition.services.instance import Instance
from competition.services.views.admin import ActivityView, DeedView
from competition.store import activity, admins, competitions
from competition.store.activity import Filter
from competition.store.models import Activity, Competition
from competition.store.types import CompetitionId

FILTERS = ("actor", "action", "competition", "since", "until", "before")
_PAGE = 50


def page(session: Session, asked: Mapping[str, str], *, instance: Instance) -> ActivityView:
    """One page of what fits the filter; what cannot be read in it is left out."""
    rows = competitions.in_status(session, set(Status))
    by_id = {row.id: row for row in rows}
    wanted = Filter(
        actor=asked["actor"] or None,
        action=asked["action"] or None,
        competition_id=next((row.id for row in rows if row.slug == asked["competition"]), None),
        since=_day(asked["since"]),
        until=_behind(_day(asked["until"])),
    )
    before = int(asked["before"]) if asked["before"].isdecimal() and len(asked["before"]) < 10 else None
    found = activity.newest(session, wanted, before=before, limit=_PAGE + 1)
    return ActivityView(
        deeds=tuple(_deed(row, by_id) for row in found[:_PAGE]),
        older=found[_PAGE - 1].id if len(found) > _PAGE else None,
        actors=tuple((name, name) for name in _actors(session)),
        competitions=tuple((row.slug, row.title) for row in rows),
    )


def _actors(session: Session) -> tuple[str, ...]:
    return ("clock", "operator", "reader", *(row.code for row in admins.all_of_them(session)))


def _deed(row: Activity, by_id: Mapping[CompetitionId, Competition]) -> DeedView:
    competition = by_id.get(row.competition_id) if row.competition_id is not None else None
    return DeedView(
        id=row.id,
        at=row.at,
        actor=row.actor,
        action=row.action.replace("_", " "),
        competition=competition.slug if competition else "",
        subject=row.subject or "",
        details=tuple((key, _in_words(value)) for key, value in sorted(row.details.items())),
    )


def _in_words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), tzinfo=UTC)
    except ValueError:
        return None


def _behind(day: datetime | None) -> datetime | None:
    return day + timedelta(days=1) if day is not None and day.year < 9999 else None
