"""The numbers of a public event, typed by two people who do not see each other's (§7): equal ones draw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from competition.draw.beacon import EventValue
from competition.rules import typing_numbers as rules
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.rules.permissions import May, Role, allows
from competition.rules.wording import moment
from competition.services import drawing, facts
from competition.services.awaiting import Awaited, AwaitedEvent, awaited
from competition.services.instance import Instance
from competition.services.views.admin import NumbersView
from competition.store import admins, competitions, locks, typed_values
from competition.store.models import Competition, TypedValue

Outcome = Literal["waiting", "differ", "drawn"]


def page(session: Session, slug: str, *, admin: str, instance: Instance) -> NumbersView | None:
    """What an admin sees of the typing; None where no event is awaited. No number is in it."""
    row = facts.public(session, slug)
    value = awaited(session, row) if row.status == Status.FROZEN else None
    if value is None or value.event is None:
        return None
    rows = typed_values.of_draw(session, row.id, value.draw)
    first = _first(rows)
    return NumbersView(
        event=value.event.description,
        due_at=value.event.due,
        due=instance.clock(session) >= value.event.due,
        fallback=value.event.fallback,
        turn=_turn(rows),
        first_by=first.typed_by if first else "",
        first_at=first.typed_at if first else None,
        mine=first is not None and first.typed_by == admin,
        alone=_count_typists(session) < 2,
        differed=len(rows) // 2,
    )


def type_numbers(
    session: Session,
    slug: str,
    typed: str,
    *,
    code: str,
    actor: str,
    instance: Instance,
    turn: str | None = None,
) -> Outcome:
    """Record what one person read off the event; the second equal one draws. Raises RuleError.

    `code` is what the record names. `turn` is what their page showed: sent twice, it is one typing.
    """
    numbers = rules.key_string(typed)
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    competition, now = competitions.by_id(session, competition.id), instance.clock(session)
    value, event = _required(session, competition, now)
    rows = typed_values.of_draw(session, competition.id, value.draw)
    first = _first(rows)
    if turn is not None and turn != _turn(rows) and any(row.typed_by == code for row in rows[-2:]):
        return "waiting" if first else "differ"
    if first is not None:
        rules.check_second(first.typed_by, code)
    row = _new(competition, value, rows, code, numbers, now)
    _record(session, competition, row, actor=actor)
    if first is None:
        return "waiting"
    if first.value != row.value:
        facts.record(session, "numbers_differ", competition, at=now, actor=actor, subject=str(value.draw))
        return "differ"
    given = EventValue(event.id, row.value, (first.typed_by, row.typed_by))
    drawing.draw(session, slug, given, instance=instance, actor=actor)
    return "drawn"


def _record(session: Session, competition: Competition, row: TypedValue, *, actor: str) -> None:
    typed_values.add(session, row)
    facts.record(
        session,
        "numbers_typed",
        competition,
        at=row.typed_at,
        actor=actor,
        subject=str(row.draw),
        details={"attempt": row.attempt, "typed_by": row.typed_by},
    )


def _required(session: Session, competition: Competition, now: datetime) -> tuple[Awaited, AwaitedEvent]:
    value = awaited(session, competition) if competition.status == Status.FROZEN else None
    if value is None or value.event is None:
        raise RuleError("status", "Nothing waits for the numbers of an event here.", field="numbers")
    rules.check_due(value.event.due, now, moment(value.event.due, competition.time_zone))
    return value, value.event


def _new(
    competition: Competition,
    value: Awaited,
    rows: Sequence[TypedValue],
    code: str,
    numbers: str,
    now: datetime,
) -> TypedValue:
    return TypedValue(
        competition_id=competition.id,
        draw=value.draw,
        attempt=len(rows) // 2 + 1,
        place=len(rows) % 2 + 1,
        typed_by=code,
        value=numbers,
        typed_at=now,
    )


def _first(rows: Sequence[TypedValue]) -> TypedValue | None:
    """The one that waits for a second; every two before it did not agree."""
    return rows[-1] if len(rows) % 2 else None


def _turn(rows: Sequence[TypedValue]) -> str:
    return str(len(rows) + 1)


def _count_typists(session: Session) -> int:
    """How many admins may give a draw its value."""
    return sum(allows(Role(row.role), May.DRAW) for row in admins.active(session))
