"""What there is to tell admins of a competition now, whether they were told or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from competition.draw.tickets import short
from competition.rules import desk_notices as rules
from competition.rules.desk_notices import Kind
from competition.rules.lifecycle import Status, freeze_due
from competition.rules.wording import machine
from competition.services import facts, retention, typing_numbers
from competition.services.awards import chain
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.store import appeals, awards, entries, tickets
from competition.store.models import Award, Competition


@dataclass(frozen=True, slots=True)
class Occasion:
    """One letter to the admins: `subject` tells it from others of its kind, `page` is of the desk."""

    kind: Kind
    subject: str
    page: str
    said: Mapping[str, Any] = field(default_factory=dict)


def of(session: Session, row: Competition, *, instance: Instance) -> Iterator[Occasion]:
    """Everything of a competition that its admins should know now, but for what is erased (see `purges`)."""
    now, status = instance.clock(session), Status(row.status)
    freeze_at = freeze_due(facts.timetable(row))
    if rules.closing_soon(status, row.closes, now):
        yield Occasion(Kind.CLOSING, machine(row.closes), f"/c/{row.slug}/draw", _closing(session, row))
    if rules.freeze_soon(status, freeze_at, now):
        waiting = appeals.count_undecided(session, row.id)
        said = {"freeze_at": freeze_at, "appeals": waiting, "draw_at": row.draw_at}
        yield Occasion(Kind.FREEZE, machine(freeze_at), f"/c/{row.slug}/draw", said)
    if status is Status.FROZEN:
        yield from _numbers(session, row, instance)
    if on := chain.stage(session, row, instance=instance):
        yield from _of_awards(session, on)


def _closing(session: Session, row: Competition) -> Mapping[str, Any]:
    pending = entries.count_by_status(session, row.id).get("pending", 0)
    issued = tickets.count(session, row.id)
    return {"closes": row.closes, "confirm_by": row.confirm_by, "tickets": issued, "pending": pending}


def _numbers(session: Session, row: Competition, instance: Instance) -> Iterator[Occasion]:
    view = typing_numbers.page(session, row.slug, admin="", instance=instance)
    if view and view.due:
        said = {"event": view.event, "differed": view.differed}
        # One more letter after each two that did not agree.
        yield Occasion(Kind.NUMBERS, f"attempt {view.differed + 1}", f"/c/{row.slug}/numbers", said)


def _of_awards(session: Session, on: Stage) -> Iterator[Occasion]:
    slug, number = on.competition.slug, on.draw.draw
    if awards.release(session, on.competition.id, number) is None:
        said = {"drawn_at": on.draw.drawn_at, "units": on.fixed.units}
        yield Occasion(Kind.DRAWN, f"draw {number}", f"/c/{slug}/awards/release", said)
    for award, known in chain.with_facts(session, on):
        if award.ended_at:
            continue
        if rules.is_silent(known, on.now):
            said = {**_award(on, award), "since": min(known.notices.values()), "claim_by": known.claim_by}
            yield Occasion(Kind.SILENT, award.public_id, f"/c/{slug}/awards", said)
        if due := rules.dispatch_overdue(known, on.now):
            said = {**_award(on, award), "due": due}
            yield Occasion(Kind.OVERDUE, award.public_id, f"/c/{slug}/awards", said)


def _award(on: Stage, award: Award) -> dict[str, Any]:
    return {"prize": on.prize(award.unit).title, "unit": award.unit, "ticket": short(award.ticket)}


def purges(session: Session, row: Competition, now: datetime) -> Iterator[Occasion]:
    """What is erased within a day."""
    for kept in retention.of_competition(session, row):
        if kept.count and kept.due and kept.due - rules.AHEAD <= now < kept.due:
            said = {"who": kept.who, "count": kept.count, "at": kept.due}
            yield Occasion(Kind.PURGE, f"{kept.kind} {machine(kept.due)}", "/retention", said)
