"""What is kept of one person, as that person sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from competition.services.views.entry import EntryView
from competition.services.views.site import ChoiceView

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
class LetterView:
    """A letter that was written to somebody."""

    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntrantView:
    """All that is stored about an entrant beside ticket and receipt."""

    address: str
    name: str
    answer: str
    """In words; empty where the competition asks nothing."""
    extras: tuple[tuple[str, str], ...]
    """What the form asked for beyond that, and what was said."""
    publication: str
    statements: tuple[str, ...]
    """What was declared on the form."""
    entered_at: datetime
    confirmed_at: datetime | None
    offer: str
    """The wording of the advertising box; empty where there is none, or the entry is not confirmed."""
    consent: ConsentView | None
    letters: tuple[LetterView, ...]


@dataclass(frozen=True, slots=True)
class MyDataView:
    entry: EntryView
    person: EntrantView
    choices: tuple[ChoiceView, ...]
    """How a winner may be named."""


@dataclass(frozen=True, slots=True)
class EraseView:
    """The page before erasing. `token` is for that alone; it goes into a hidden field."""

    entry: EntryView
    token: str
    leaves_draw: bool
    """Whether erasing takes the ticket out of the draw: the list is not frozen yet."""
    refusal: str
    """Why it cannot be done now; empty where it can."""


@dataclass(frozen=True, slots=True)
class MarketingView:
    """What the links of an advertising mail show. `gone`: it was stopped, or never confirmed in time."""

    state: MarketingState
    title: str
    wording: str
    promoter: str
