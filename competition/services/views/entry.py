"""One entry as its own entrant sees it, behind the mailed link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from competition.services.views.competition import Status, StepView, VoidView

EntryState = Literal["pending", "confirmed", "withdrawn", "excluded", "expired"]
Outcome = Literal["prize", "reserve", "skipped", "none"]


@dataclass(frozen=True, slots=True)
class TicketView:
    """The chance itself, and what proves it."""

    ticket: str
    """64 hex digits."""
    short: str
    """`6f1d-09ab-44c2`."""
    accepted_at: datetime
    receipt: str
    """The signed note, whole."""
    salt: str
    """64 hex digits; with the address it makes the ticket."""
    address: str
    """The folded address that the ticket is made from; empty once it is erased."""
    proof: str
    """The inclusion proof in the frozen list, as it was mailed; empty before that, and for one left out."""
    lookup: str
    """The public page of the ticket, which its QR code opens."""


@dataclass(frozen=True, slots=True)
class ExclusionView:
    at: datetime
    reason: str
    """A sentence: `More than one entry from one person.`"""
    appeal: str
    """`ready`, `sent`, `refused`, `late` or `gone`, as on the page of the appeal."""
    appeal_token: str
    """Of the page on which to appeal, or to read what was decided."""
    appeal_until: datetime


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What the draw gave this ticket."""

    outcome: Outcome
    rank: int
    of: int
    score: str
    """64 hex digits."""
    prize: str
    """Title of the prize won; empty otherwise."""
    reserve: int | None
    """Which reserve, from 1."""


@dataclass(frozen=True, slots=True)
class EntryView:
    slug: str
    title: str
    zone: str
    contact: str
    """The promoter's address."""
    now: datetime
    competition_status: Status
    state: EntryState
    confirm_by: datetime
    ticket: TicketView | None
    """None until the entry is confirmed."""
    exclusion: ExclusionView | None
    outcome: OutcomeView | None
    """None until the draw, and for a ticket that was not in it."""
    timeline: tuple[StepView, ...]
    can_withdraw: bool
    void: VoidView | None
