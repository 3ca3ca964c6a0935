"""`status`: where every competition stands, what comes next, and the state of the outbox."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from competition.cli.desk import Desk, at_desk
from competition.rules.wording import machine, moment, time_left
from competition.services.overview import overview
from competition.services.views.complaints import OpenComplaintsView
from competition.services.views.overview import CompetitionOverview, Overview

_INSTANTS = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")
_NEXT = {"open": "it opens", "close": "it closes", "freeze": "the list is frozen", "draw": "the draw"}
_MAIL = (("due", "waiting to be sent"), ("leased", "being sent"), ("sent", "sent"), ("parked", "set aside"))


@click.command(short_help="Say where competitions stand and what comes next.")
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@at_desk
def status(desk: Desk, slug: str | None, as_json: bool) -> None:
    """Say where each competition stands, or the one called SLUG: state, dates, tickets, next step, mail.

    Dates are in the competition's own time zone and in UTC. Mail that is set aside was refused for good.
    """
    with desk.database() as database, database.read() as session:
        found = overview(session, slug, instance=desk.instance)
    if as_json:
        click.echo(json.dumps(_data(found), indent=1))
    else:
        click.echo("\n".join(_lines(found)))


def _lines(found: Overview) -> Iterator[str]:
    if not found.competitions:
        yield "There is no competition yet. Describe one with `competition create FILE.toml`."
    for one in found.competitions:
        yield from _of(one, found.now)
        yield ""
    counts = ", ".join(f"{found.mail.get(state, 0)} {words}" for state, words in _MAIL)
    yield f"mail: {counts}"
    yield f"complaints and data requests: {_complaints(found.complaints)}"


def _complaints(found: OpenComplaintsView) -> str:
    if found.first_due is None:
        return "none waits for an answer"
    late = f", {found.overdue:,} overdue" if found.overdue else ""
    return f"{found.count:,} to answer{late}; the first by {machine(found.first_due)}"


def _of(one: CompetitionOverview, now: datetime) -> Iterator[str]:
    yield f"{one.slug}: {one.title}"
    kind = {None: "; its stored description cannot be read", True: ", a rehearsal", False: ""}[one.rehearsal]
    yield f"  state       {one.status}{kind}"
    for name in _INSTANTS:
        yield f"  {name.replace('_', ' '):<12}{_instant(getattr(one.timetable, name), one.zone)}"
    pending = one.entries.get("pending", 0)
    waiting = f"; {pending:,} entered and did not confirm" if pending else ""
    yield f"  tickets     {one.tickets:,} issued, {one.excluded:,} left out{waiting}"
    yield f"  next        {_next(one, now)}"


def _instant(at: datetime, zone: str) -> str:
    return f"{moment(at, zone)} ({machine(at)})"


def _next(one: CompetitionOverview, now: datetime) -> str:
    if one.status == "draft":
        return f"publish it with `competition publish {one.slug}`"
    if one.next_step is None or one.next_at is None:
        return "nothing; the clock is done with it"
    when = _instant(one.next_at, one.zone)
    left = f"in {time_left(one.next_at, now)}" if one.next_at > now else "due now"
    return f"{_NEXT[one.next_step]}: {when}, {left}"


def _data(found: Overview) -> dict[str, Any]:
    return {
        "now": machine(found.now),
        "competitions": [_competition(one) for one in found.competitions],
        "mail": {state: found.mail.get(state, 0) for state, _ in _MAIL},
        "complaints": {
            "to_answer": found.complaints.count,
            "overdue": found.complaints.overdue,
            "first_due": machine(found.complaints.first_due) if found.complaints.first_due else None,
        },
    }


def _competition(one: CompetitionOverview) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": one.title,
        "status": one.status,
        "rehearsal": one.rehearsal,
        "time_zone": one.zone,
        **{name: machine(getattr(one.timetable, name)) for name in _INSTANTS},
        "tickets": one.tickets,
        "excluded": one.excluded,
        "entries": dict(one.entries),
        "next_step": one.next_step,
        "next_at": machine(one.next_at) if one.next_at else None,
    }
