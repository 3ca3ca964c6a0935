"""Moving published dates: what is lawful, and how it is told (§8, CAP Code 8.17.4.e, guarantee N7).

Of all that a manifest fixes only the dates behind the opening may change, before the list is frozen, and not
because few have entered. A date that has passed stays as it was, and none is moved to before now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from competition.rules.errors import Fault, FormRefusedError, RuleError
from competition.rules.lifecycle import BEFORE_FREEZE, Status
from competition.rules.naming import NAMES, in_words
from competition.rules.timetable import Timetable, faults
from competition.rules.wording import binding_moment, binding_utc, machine

MOVABLE = ("closes", "confirm_by", "freeze_by", "draw_at")
LONGEST = 1000
REASONS: Mapping[str, str] = {
    "unfair_otherwise": "Not to change the date would be unfair to those who entered under the first terms.",
    "nobody_disadvantaged": "Those who entered under the first terms lose nothing by the change.",
}
"""The two lawful ones. Both want circumstances beyond the promoter's control, which `happened` tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """New dates, None where one stays; what happened, for everyone to read; and the reason, by its code."""

    reason: str
    happened: str
    closes: datetime | None = None
    confirm_by: datetime | None = None
    freeze_by: datetime | None = None
    draw_at: datetime | None = None
    rules: str = ""
    """New terms, from a promoter who wrote the whole of the old ones."""

    def moved(self, before: Timetable) -> Timetable:
        """The timetable as it would be."""
        new = {name: getattr(self, name) for name in MOVABLE if getattr(self, name) is not None}
        return replace(before, **new)

    def as_plain(self) -> dict[str, Any]:
        """Texts only, for a request that waits for its second person."""
        dates = {name: machine(at) for name in MOVABLE if (at := getattr(self, name)) is not None}
        rules = {"rules": self.rules} if self.rules else {}
        return {"reason": self.reason, "happened": self.happened, **rules, **dates}


def from_plain(plain: Mapping[str, Any]) -> Amendment:
    """Read what `as_plain` wrote."""
    dates = {name: datetime.fromisoformat(plain[name]) for name in MOVABLE if name in plain}
    return Amendment(
        reason=plain["reason"], happened=plain["happened"], rules=plain.get("rules", ""), **dates
    )


def check(
    amendment: Amendment, status: Status, before: Timetable, now: datetime, *, min_gap: timedelta
) -> Timetable:
    """Return the amended timetable, or raise FormRefusedError with all that has to be put right.

    Raises RuleError `frozen` where nothing can be.
    """
    if status not in BEFORE_FREEZE:
        raise RuleError("frozen", "The list is frozen, or the draw is over: no date can be moved any more.")
    after = amendment.moved(before)
    if found := [*_of_dates(before, after, now, min_gap=min_gap), *_of_words(amendment)]:
        raise FormRefusedError(found)
    return after


def _of_dates(
    before: Timetable, after: Timetable, now: datetime, *, min_gap: timedelta
) -> Iterator[RuleError]:
    if after == before:
        yield RuleError("unchanged", "Set at least one date that differs.", field="closes")
        return
    for fault in (*_not_to_come(before, after, now), *faults(after, min_gap=min_gap)):
        yield RuleError("dates", in_words(fault), field=fault.key)


def _of_words(amendment: Amendment) -> Iterator[RuleError]:
    if amendment.reason not in REASONS:
        message = "Choose the reason. There are two; that few have entered is none."
        yield RuleError("reason", message, field="reason")
    if not amendment.happened.strip():
        yield RuleError("happened", "Write what happened that you could not control.", field="happened")
    elif len(amendment.happened) > LONGEST:
        yield RuleError("happened", f"Say it in {LONGEST} characters at most.", field="happened")


def _not_to_come(before: Timetable, after: Timetable, now: datetime) -> Iterator[Fault]:
    for name in MOVABLE:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and old <= now:
            yield Fault(name, "has passed, so it stays as it was.")
        elif old != new and new <= now:
            yield Fault(name, "cannot be moved to before now.")


def notice(amendment: Amendment, before: Timetable, after: Timetable, *, zone: str, people: int) -> str:
    """What is published for good: which dates moved, why, and that it took two people."""
    deciders = "Two people of the promoter decided this." if people > 1 else _ALONE
    happened = " ".join(amendment.happened.split())
    dates = [f"{line}." for line in differences(before, after, zone=zone)]
    return "\n".join([*dates, f"What happened: {happened}", REASONS[amendment.reason], deciders])


_ALONE = "One person decided this: the promoter has no second one."


def differences(before: Timetable, after: Timetable, *, zone: str) -> list[str]:
    """`The closing time moved from ... to ...`, for each date that did."""
    moved = [name for name in MOVABLE if getattr(before, name) != getattr(after, name)]
    return [
        f"{NAMES[name].capitalize()} moved from {_said(getattr(before, name), zone)}"
        f" to {_said(getattr(after, name), zone)}"
        for name in moved
    ]


def _said(at: datetime, zone: str) -> str:
    return f"{binding_moment(at, zone)} ({binding_utc(at)})"
