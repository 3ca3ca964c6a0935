"""A draw as anyone sees it. No personal data but the names that winners allow."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from competition.services.views.award import WinnerView
from competition.services.views.competition import StepView, VoidView
from competition.services.views.entry import Outcome

DrawState = Literal["before", "waiting", "drawn", "voided"]
Level = Literal["rehearsal", "self-consistent", "held", "witnessed"]
BeaconKind = Literal["drand", "event", "rehearsal"]
Found = Literal["in", "excluded", "unknown"]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A line of the result that gives something: a prize unit or a reserve."""

    number: int
    """The unit, or which reserve, from 1."""
    prize: str
    """Title of the prize; empty for a reserve."""
    ticket: str
    short: str
    rank: int
    score: str


@dataclass(frozen=True, slots=True)
class BeaconView:
    kind: BeaconKind
    due_at: datetime
    chain: str
    """Name of the drand chain, or what the event is; empty for a rehearsal."""
    chain_hash: str
    round: int | None
    address: str
    """Where the value can be fetched from the beacon itself; empty when there is no such place."""
    value: str
    """Hex, or the event's key string; empty before it is known."""
    typed_by: tuple[str, ...] = ()
    """Codes of who typed an event's numbers."""
    """Whether one person typed them both times."""


@dataclass(frozen=True, slots=True)
class FrozenView:
    """What the freeze fixed."""

    at: datetime
    entries: int
    excluded: int
    root: str
    excluded_root: str
    statement: str
    """Digest of the freeze statement, 64 hex digits."""


@dataclass(frozen=True, slots=True)
class FileView:
    name: str
    size: int
    """Bytes."""
    about: str
    """`1,204 tickets`."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    at: datetime
    digest: str
    text: str


@dataclass(frozen=True, slots=True)
class IssuedView:
    """How many tickets there were, as the public log counted them: a line for an SVG, and its figures."""

    counts: tuple[tuple[datetime, int], ...]
    path: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class LookupView:
    """The answer to `Check my ticket`. It says nothing that the published files do not."""

    asked: str
    found: Found
    ticket: str
    reason: str
    """Why the ticket was left out; empty otherwise."""
    outcome: Outcome | None
    """None before the draw."""
    rank: int | None
    of: int
    score: str


@dataclass(frozen=True, slots=True)
class DrawView:
    slug: str
    title: str
    identity: str
    """`cinema.example/draws/c/never-sorry`, the name in the signed files."""
    zone: str
    now: datetime
    number: int
    """The draw number: 1, or more after a repair or a void."""
    state: DrawState
    rehearsal: bool
    units: int
    """Prize units in all."""
    closes: datetime
    freeze_by: datetime
    draw_at: datetime
    beacon: BeaconView
    frozen: FrozenView | None
    drawn_at: datetime | None
    level: Level | None
    """The evidence level that the record itself carries; None before the draw."""
    seed: str
    winners: tuple[PlaceView, ...]
    """By unit, as they were drawn."""
    holders: tuple[WinnerView, ...]
    """By unit, as it stands now; empty before the draw and after a void."""
    reserves: tuple[PlaceView, ...]
    unawarded: tuple[int, ...]
    """Units that nobody won because the tickets ran out."""
    timeline: tuple[StepView, ...]
    issued: IssuedView | None
    """None while there is nothing to see a growth of."""
    bundle: FileView | None
    """The zip of all files; None before the freeze."""
    files: tuple[FileView, ...]
    notices: tuple[NoticeView, ...]
    left_out: tuple[tuple[str, int], ...]
    """How many tickets were left out so far for each reason, in words; once frozen, a file tells of each."""
    void: VoidView | None
