"""How long what is known of people is kept, and when it has to go. Pure functions of dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from competition.rules.calendar import months_after
from competition.rules.description import Retention
from competition.rules.wording import plural

COMPLAINT_MONTHS = 6


class Kept(StrEnum):
    """Whose details share a date. A winner's are needed longest: for the prize and questions about it."""

    PENDING = "pending"
    ENTRANTS = "entrants"
    WINNERS = "winners"
    COMPLAINTS = "complaints"


OF_COMPETITION = (Kept.PENDING, Kept.ENTRANTS, Kept.WINNERS)


@dataclass(frozen=True, slots=True)
class Past:
    """What the dates count from. `ended` is the instant of the draw or of its void; None before either."""

    confirm_by: datetime
    ended: datetime | None
    last_award: datetime | None = None
    """The newest line of the award chain, once that has begun."""
    settling: bool = False
    """Whether that chain has begun and a prize is still on its way: then nobody's time runs."""


def due(kept: Retention, past: Past) -> Mapping[Kept, datetime | None]:
    """Return by kind when these details have to go; None where that cannot be said yet."""
    done = None if past.settling else past.last_award or past.ended
    return {
        Kept.PENDING: past.confirm_by + timedelta(days=kept.pending_days),
        Kept.ENTRANTS: done + timedelta(days=kept.entrant_days) if done else None,
        Kept.WINNERS: months_after(done, kept.winner_months) if done else None,
    }


def earliest(kept: Retention, kind: Kept, *, closes: datetime, confirm_by: datetime) -> datetime:
    """Return an instant before which this kind is not looked for: no draw is made before its close."""
    return due(kept, Past(confirm_by, closes))[kind] or closes


def complaint_due(answered: datetime) -> datetime:
    return months_after(answered, COMPLAINT_MONTHS)


def in_words(kept: Retention, kind: Kept) -> str:
    """Return the rule as a phrase: `30 days after the last award`."""
    return {
        Kept.PENDING: f"{plural(kept.pending_days, 'day')} after entries could be confirmed",
        Kept.ENTRANTS: f"{plural(kept.entrant_days, 'day')} after the last award",
        Kept.WINNERS: f"{plural(kept.winner_months, 'month')} after the last award",
        Kept.COMPLAINTS: f"{plural(COMPLAINT_MONTHS, 'month')} after the answer",
    }[kind]


WHO = {
    Kept.PENDING: "Entries that were never confirmed",
    Kept.ENTRANTS: "Entrants without a prize",
    Kept.WINNERS: "Winners",
    Kept.COMPLAINTS: "Answered complaints and data requests",
}
