"""Awards as their winners, the public and the promoter's side see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from competition.services.views.competition import VoidView

ClaimState = Literal["ready", "late", "claimed", "dispatched", "received", "declined", "passed_on", "voided"]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """The winner's own page."""

    slug: str
    title: str
    prize: str
    zone: str
    contact: str
    """The promoter's address."""
    now: datetime
    state: ClaimState
    claim_by: datetime | None
    digital: bool
    statements: tuple[str, ...]
    """What the winner declares once more."""
    name: str
    objected: bool
    """Whether the entry form asked not to publish the name."""
    ticket: str
    reason: str
    """Why the hold ended, a code; empty while it lasts."""
    claimed_at: datetime | None
    send_by: datetime | None
    dispatched_at: datetime | None
    received_at: datetime | None
    carrier: str
    tracking: str
    code_ready: bool
    void: VoidView | None


@dataclass(frozen=True, slots=True)
class DeclineView:
    """The page before saying no. `token` does that alone; it goes into a hidden field."""

    claim: ClaimView
    token: str


@dataclass(frozen=True, slots=True)
class ReplacedView:
    """Somebody who held a unit before, and why no longer."""

    short: str
    rank: int
    reason: str
    """A sentence."""
    at: datetime


@dataclass(frozen=True, slots=True)
class WinnerView:
    """A prize unit in public. The name is as the winner allows; empty for nobody's and nobody's to know."""

    unit: int
    prize: str
    name: str
    heading: str
    """The name, or what stands in its place: `Name to follow`."""
    note: str
    """Why there is no name, a sentence; empty otherwise."""
    short: str
    """The ticket of who holds it now, or held it last."""
    rank: int
    reserve: int | None
    held: bool
    """False: given up, and no reserve is left."""
    state: str
    """`Claimed`, in words."""
    overdue: str
    """What the promoter has not done in time, a sentence; empty otherwise."""
    replaced: tuple[ReplacedView, ...]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One hold on the promoter's board; the name is masked."""

    unit: int
    ticket: str
    prize: str
    holder: str
    rank: int
    reserve: int | None
    state: str
    next: str
    """The next step in words; what happened, where there is none."""
    due: datetime | None
    by_clock: bool
    late: bool
    act: str
    """What a person can do now: `dispatch`, `ask`, `received`; empty otherwise."""


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """The holds of one state, the most urgent first."""

    title: str
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """All prize units of one competition, by state."""

    slug: str
    title: str
    zone: str
    now: datetime
    status: str
    released: bool
    to_tell: int
    """How many recipients the first batch has, while it is not released."""
    stopped: bool
    stopped_everywhere: bool
    groups: tuple[BoardGroup, ...]
    needs: tuple[str, ...]
    """What waits for a person, a sentence each."""
    prizes: tuple[str, ...]
    """Their titles, in the order of the manifest."""
    vacancy_reasons: tuple[str, ...]
    codes_left: tuple[tuple[str, int], ...]
    """Of each digital prize, how many codes nobody has."""
