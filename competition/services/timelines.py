"""The points of a competition's timeline, and how far it has come."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from competition.draw.loglines import Line
from competition.services.views import StepView
from competition.services.views.competition import Progress, Status
from competition.store.models import Competition


def shown_status(competition: Competition, now: datetime) -> Status:
    """The status, or the one that the clock has reached already though the worker has not."""
    if competition.status in ("scheduled", "open"):
        if now >= competition.closes:
            return "closed"
        return "open" if now >= competition.opens else "scheduled"
    return cast("Status", competition.status)


def timeline(
    competition: Competition, now: datetime, *, entered_at: datetime | None = None
) -> tuple[StepView, ...]:
    """What was and what comes, in order; the first that is still to come is `now`. Voided, there is none."""
    if competition.status == "voided":
        return ()
    first = ("You entered", entered_at, "") if entered_at else ("The draw opens", competition.opens, "")
    points = (
        first,
        ("The draw closes", competition.closes, "Nothing for you to do." if entered_at else ""),
        ("The list is frozen and published", competition.freeze_by, _freeze_note(entered_at)),
        ("The draw", competition.draw_at, "Everyone who entered hears by e-mail how it went."),
    )
    done = _steps_done(competition, now)
    return tuple(
        StepView(title, at, _progress(number, done), note)
        for number, (title, at, note) in enumerate(points)
        if at is not None
    )


def _freeze_note(entered_at: datetime | None) -> str:
    return "We mail you proof of where your ticket stands." if entered_at else "Every ticket, and no names."


def _steps_done(competition: Competition, now: datetime) -> int:
    by_status = {"scheduled": 0, "open": 1, "closed": 2, "frozen": 3, "drawn": 4, "completed": 4}
    return by_status.get(shown_status(competition, now), len(by_status))


def _progress(number: int, done: int) -> Progress:
    if number < done:
        return "done"
    return "now" if number == done else "next"


def draw_timeline(
    competition: Competition, lines: Sequence[Line], *, rehearsal: bool
) -> tuple[StepView, ...]:
    """The points of a draw: what the public log says happened, and what is still to come."""
    logged = {line.kind: datetime.fromtimestamp(line.time, tz=UTC) for line in lines}
    voided_at = logged["voided"] if competition.status == "voided" else None
    begun = _reached(competition, competition.opens, ("scheduled",), voided_at)
    over = _reached(competition, competition.closes, ("scheduled", "open"), voided_at)
    points: list[tuple[str, datetime, bool, str]] = [
        ("Opened" if begun else "Opens", competition.opens, begun, "Rules and dates fixed."),
        ("Closed" if over else "Closes", competition.closes, over, ""),
        _logged(
            logged,
            ("refrozen", "frozen"),
            ("Frozen", "The list is frozen"),
            competition.freeze_by,
            "Every ticket, and no names.",
        ),
        ("Random number", competition.draw_at, "drawn" in logged, _maker(rehearsal)),
        _logged(logged, ("drawn",), ("Drawn", "The draw"), competition.draw_at, "Published and mailed."),
    ]
    if voided_at:
        points = [*(point for point in points if point[2]), ("Voided", voided_at, True, "")]
    done = sum(point[2] for point in points)
    return tuple(
        StepView(title, at, _progress(number, done), note)
        for number, (title, at, _, note) in enumerate(points)
    )


def _reached(
    competition: Competition, at: datetime, before: Sequence[str], voided_at: datetime | None
) -> bool:
    """Whether this point came, and came before the draw was called off."""
    return at <= voided_at if voided_at else competition.status not in before


def _maker(rehearsal: bool) -> str:
    return "Made by this server, as a rehearsal." if rehearsal else "Made in public, not by us."


def _logged(
    logged: Mapping[str, datetime],
    kinds: Sequence[str],
    titles: tuple[str, str],
    planned: datetime,
    note: str,
) -> tuple[str, datetime, bool, str]:
    """A point that the log tells of; `titles` are for what was and for what is still to come."""
    at = next((logged[kind] for kind in kinds if kind in logged), None)
    past, future = titles
    return (past if at else future, at or planned, at is not None, note)
