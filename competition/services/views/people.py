"""What is kept of one person, as that person sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MarketingState = Literal["ready", "already", "gone"]


@dataclass(frozen=True, slots=True)
class ConsentView:
    """Leave to send advertising."""

    wording: str
    page: str
    """The path of the page that showed the box."""
    asked_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MarketingView:
    """What the links of an advertising mail show. `gone`: it was stopped, or never confirmed in time."""

    state: MarketingState
    title: str
    wording: str
    promoter: str
