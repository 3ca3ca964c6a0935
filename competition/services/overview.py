"""What an operator looks at: where every competition stands, what comes next, and the state of the outbox."""

from sqlalchemy.orm import Session

from competition.rules.description import Rehearsal
from competition.rules.errors import RuleError
from competition.rules.lifecycle import BEFORE_FREEZE, Status, upcoming
from competition.services import facts
from competition.services.awaiting import awaited
from competition.services.complaints import open_complaints
from competition.services.instance import Instance
from competition.services.views.overview import CompetitionOverview, Overview
from competition.store import appeals, competitions, entries, messages, tickets
from competition.store.models import Competition


def overview(session: Session, slug: str | None = None, *, instance: Instance) -> Overview:
    """Every competition by its closing, or the one of this slug; drafts too. Raises RuleError `unknown`."""
    return Overview(
        now=instance.clock(session),
        competitions=tuple(_of(session, row) for row in _rows(session, slug)),
        mail=messages.count_by_status(session),
        complaints=open_complaints(session, instance=instance),
    )


def _rows(session: Session, slug: str | None) -> list[Competition]:
    if slug is None:
        return list(competitions.in_status(session, set(Status)))
    row = competitions.by_slug(session, slug)
    if row is None:
        raise facts.unknown()
    return [row]


def _of(session: Session, row: Competition) -> CompetitionOverview:
    timetable, value = facts.timetable(row), awaited(session, row)
    step = upcoming(Status(row.status), timetable, round_time=value.due if value else None)
    return CompetitionOverview(
        slug=row.slug,
        title=row.title,
        status=row.status,
        rehearsal=_is_rehearsal(row),
        zone=row.time_zone,
        timetable=timetable,
        tickets=tickets.count(session, row.id),
        excluded=tickets.count_excluded(session, row.id),
        entries=entries.count_by_status(session, row.id),
        appeals=appeals.count_undecided(session, row.id) if row.status in BEFORE_FREEZE else 0,
        next_step=step[0] if step else None,
        next_at=step[1] if step else None,
        awaited=value,
    )


def _is_rehearsal(row: Competition) -> bool | None:
    """None where that cannot be read: the operator must see the others, and this one, all the same."""
    try:
        return isinstance(facts.description(row).beacon, Rehearsal)
    except LookupError:
        return None


def one(session: Session, slug: str, *, instance: Instance) -> CompetitionOverview:
    """One competition that is published; raises RuleError `unknown`."""
    [found] = overview(session, slug, instance=instance).competitions
    if found.status == Status.DRAFT:
        raise RuleError("draft", f"{slug} is a draft. Publish it first with `competition publish {slug}`.")
    return found
