"""The facts for the list of what should be so before the freeze and the draw."""

from datetime import datetime

from sqlalchemy.orm import Session

from competition.draw import beacon
from competition.rules.lifecycle import Status, freeze_due, upcoming
from competition.rules.readiness import Facts
from competition.services import approvals, facts, records
from competition.services.awaiting import Awaited
from competition.services.instance import Instance
from competition.store import activity, appeals, freezes, messages, stops
from competition.store.models import Activity, Competition

_LATELY = 20


def gather(session: Session, row: Competition, value: Awaited | None, *, instance: Instance) -> Facts:
    """Everything that the rules look at; `value` is what the frozen list waits for."""
    fixed, now = records.manifest_of(session, row), instance.clock(session)
    stop, timetable = stops.holding(session, row.id), facts.timetable(row)
    step = upcoming(Status(row.status), timetable, round_time=value.due if value else None)
    return Facts(
        status=Status(row.status),
        zone=row.time_zone,
        now=now,
        next_at=step[1] if step else now,
        freeze_at=freeze_due(timetable),
        appeals=appeals.count_undecided(session, row.id),
        stopped_at=stop.stopped_at if stop else None,
        parked=messages.count_parked(session, row.id),
        number=fixed.beacon.to_json()["kind"],
        relay_seen=_relay_seen(session),
        witnesses=len(fixed.witnesses),
        quorum=fixed.witness_quorum,
        signed=records.signed_by(session, row),
        deciders=approvals.count_deciders(session),
    )


def _relay_seen(session: Session) -> datetime | None:
    """When the clock last drew with a round: a relay had given it."""
    wanted = activity.Filter(actor="clock", action="drawn")
    rows = activity.newest(session, wanted, limit=_LATELY)
    return next((row.at for row in rows if _by_round(session, row)), None)


def _by_round(session: Session, row: Activity) -> bool:
    drawn = freezes.draws(session, row.competition_id) if row.competition_id else ()
    values = (beacon.parse_value(one.beacon_file) for one in drawn if one.drawn_at == row.at)
    return any(isinstance(value, beacon.DrandValue) for value in values)
