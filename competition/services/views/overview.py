"""The service as its operator sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from competition.rules.lifecycle import Step
from competition.rules.timetable import Timetable
from competition.services.awaiting import Awaited
from competition.services.views.complaints import OpenComplaintsView


@dataclass(frozen=True, slots=True)
class CompetitionOverview:
    slug: str
    title: str
    status: str
    rehearsal: bool | None
    """None where the stored description cannot be read."""
    zone: str
    timetable: Timetable
    tickets: int
    """Issued so far, the excluded ones too."""
    excluded: int
    entries: Mapping[str, int]
    """How many entries there are in each state."""
    appeals: int
    """Waiting for a decision while it can still be made."""
    next_step: Step | None
    """What the clock does next; None where nothing more happens by itself."""
    next_at: datetime | None
    awaited: Awaited | None
    """The random value that a frozen list waits for, or waited for."""


@dataclass(frozen=True, slots=True)
class Overview:
    now: datetime
    competitions: tuple[CompetitionOverview, ...]
    mail: Mapping[str, int]
    """How many messages are due, leased, sent and parked."""
    complaints: OpenComplaintsView
