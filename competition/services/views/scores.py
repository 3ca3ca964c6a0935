"""All scores of a draw as a picture, 480 of its own units wide from the lowest score to the highest."""

from dataclasses import dataclass
from typing import Literal

Fate = Literal["win", "gone", "reserve", "skip", "low"]


@dataclass(frozen=True, slots=True)
class PlacedView:
    """One of the lowest scores, and what became of its ticket."""

    rank: int
    fate: Fate
    """`gone`: it won and gave the prize up since; `low`: ranked behind the last reserve."""
    number: int
    """The prize unit, or which reserve; 0 for the rest."""
    ticket: str
    """64 hex digits; empty for `low`."""
    short: str
    score: str
    own: bool
    """Whether it is the ticket that was looked up."""


@dataclass(frozen=True, slots=True)
class MarkView:
    """Where one of the lowest stands in the strip that enlarges them."""

    placed: PlacedView
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class OwnView:
    """The ticket that was looked up, among all."""

    rank: int
    short: str
    score: str
    x: float


@dataclass(frozen=True, slots=True)
class ScoresView:
    total: int
    per_dot: int
    """How many tickets one dot stands for."""
    columns: tuple[tuple[float, float], ...]
    """Of each column of dots where it stands and how far up it goes from the lowest dot."""
    base: float
    """Where the lowest dots stand, from above."""
    prizes_to: float
    """The score of the last prize."""
    lens: float
    """The part from 0 to here is enlarged."""
    marks: tuple[MarkView, ...]
    floor: float
    """The lower edge of the enlarged strip."""
    walk: tuple[PlacedView, ...]
    """The lines of the result in their order, as many as a table shows."""
    own: OwnView | None
