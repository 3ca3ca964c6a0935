"""The activity record as admins read it: a page at a time, newest first, through a filter."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from competition.rules import amending, approving, deeds, excluding, retention
from competition.rules.lifecycle import Status
from competition.services.instance import Instance
from competition.services.views.admin import ActivityView, DeedView
from competition.store import activity, admins, competitions
from competition.store.activity import Filter
from competition.store.models import Activity, Competition
from competition.store.types import CompetitionId

FILTERS = ("actor", "action", "competition", "since", "until", "before")
_OTHERS = (("clock", "The clock"), ("operator", "The operator"), ("reader", "Readers"))
_KINDS: dict[str, str] = {
    str(kind): said for kind, said in (*approving.WORDS.items(), *retention.WHO.items())
}
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
    staff = {row.code: row.name for row in admins.all_of_them(session)}
    return ActivityView(
        deeds=tuple(_deed(row, by_id, staff) for row in found[:_PAGE]),
        older=found[_PAGE - 1].id if len(found) > _PAGE else None,
        actors=(*_OTHERS, *((code, f"{name} ({code})") for code, name in staff.items())),
        competitions=tuple((row.slug, row.title) for row in rows),
    )


def _deed(row: Activity, by_id: Mapping[CompetitionId, Competition], staff: Mapping[str, str]) -> DeedView:
    competition = by_id.get(row.competition_id) if row.competition_id is not None else None
    return DeedView(
        id=row.id,
        at=row.at,
        actor=row.actor,
        name=staff.get(row.actor, ""),
        action=deeds.in_words(row.action),
        competition=competition.title if competition else "",
        subject=row.subject or "",
        details=tuple(
            (deeds.key_in_words(key), _in_words(row.action, key, value, staff))
            for key, value in sorted(row.details.items())
            # It stands in a column of its own.
            if key != "subject"
        ),
    )


def _in_words(action: str, key: str, value: object, staff: Mapping[str, str]) -> str:
    """A detail without the codes that stand for words; those of people keep theirs beside the name."""
    if isinstance(value, list):
        return ", ".join(f"{staff[one]} ({one})" if one in staff else str(one) for one in value)
    if key == "reason":
        return amending.REASONS.get(str(value), excluding.in_words(str(value)))
    if key == "kind":
        return _KINDS.get(str(value), str(value))
    return str(value)


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), tzinfo=UTC)
    except ValueError:
        return None


def _behind(day: datetime | None) -> datetime | None:
    return day + timedelta(days=1) if day is not None and day.year < 9999 else None
