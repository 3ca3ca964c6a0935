"""A competition as its readers see it: on the index, on its own page, in its terms, after the form.

All instants are aware and in UTC; `zone` is the IANA name of the zone they are printed in; `now` is the
database's clock when the facts were read, so that a page agrees with itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from competition.rules.differences import Piece
from competition.services.views.site import ChoiceView

Status = Literal["scheduled", "open", "closed", "frozen", "drawn", "completed", "voided"]
Progress = Literal["done", "now", "next"]
ConfirmState = Literal["ready", "already", "late", "gone", "close"]


@dataclass(frozen=True, slots=True)
class StepView:
    """One point of a timeline."""

    title: str
    at: datetime
    progress: Progress
    note: str = ""


@dataclass(frozen=True, slots=True)
class VoidView:
    at: datetime
    reason: str
    """A sentence for readers, from the public notice."""
    code: str
    draw: int
    """As the public log has them."""


@dataclass(frozen=True, slots=True)
class AmendedView:
    """Dates were moved after publishing: when that was decided, and the public notice, line by line."""

    at: datetime
    notice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """A competition that can be entered now, or soon."""

    slug: str
    title: str
    summary: str
    picture_alt: str | None
    """None when the competition has no picture of its own."""
    opens: datetime
    closes: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class PastView:
    """A competition that takes no more entries: closed, frozen, drawn, completed or voided."""

    slug: str
    title: str
    status: Status
    note: str
    """What the state alone does not say: `the wrong closing date was printed`. May be empty."""
    tickets: int | None
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class IndexView:
    now: datetime
    lead: CardView | None
    """The open competition that closes first."""
    open: tuple[CardView, ...]
    """The other open ones, in the order in which they close."""
    next: CardView | None
    """The scheduled one that opens first."""
    past: tuple[PastView, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class PrizeView:
    title: str
    quantity: int
    description: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A significant condition: `Who` and `Anyone aged 18 or over living in the United Kingdom`."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class ExtraView:
    """A short text that the form also asks for."""

    label: str
    purpose: str
    required: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    text: str
    hint: str
    choices: tuple[ChoiceView, ...]
    """Empty when the answer is typed."""


@dataclass(frozen=True, slots=True)
class CompetitionView:
    slug: str
    title: str
    summary: str
    status: Status
    rehearsal: bool
    now: datetime
    zone: str
    opens: datetime
    closes: datetime
    confirm_by: datetime
    freeze_by: datetime
    draw_at: datetime
    picture_alt: str | None
    prizes: tuple[PrizeView, ...]
    text: tuple[str, ...]
    """Paragraphs about the prize."""
    rating: str
    """The age rating of the disc, `15`; empty when there is none."""
    rating_note: str
    """`Age rating 15. You must be 18 or over to enter.`"""
    conditions: tuple[FactView, ...]
    """Without cost, draw and promoter, which every page prints itself: entries, who, prizes, winners."""
    promoter: str
    promoter_address: str
    terms_version: int
    event: str
    """The public event that decides; empty for drand and for a rehearsal."""
    question: QuestionView | None
    eligibility: tuple[str, ...]
    """Statements to tick, all of them; sent as `eligible` with the values 1 to n."""
    by_household: bool
    """Whether the form asks for postcode and house."""
    extras: tuple[ExtraView, ...]
    publication: tuple[ChoiceView, ...]
    """How a winner may be named; empty when the entrant is not asked."""
    marketing: str
    """The wording of the consent box; empty when there is none."""
    privacy: tuple[FactView, ...]
    """What happens to the details: the notice at collection."""
    timeline: tuple[StepView, ...]
    amended: tuple[AmendedView, ...]
    """Every change of its dates, newest first."""
    void: VoidView | None


@dataclass(frozen=True, slots=True)
class TermsVersionView:
    version: int
    published_at: datetime
    digest: str
    """SHA-256 of the text, 64 hex digits: the manifest's `rules_sha256`."""


@dataclass(frozen=True, slots=True)
class TermsView:
    slug: str
    title: str
    zone: str
    this: TermsVersionView
    text: str
    """`rules.txt` as published; blank lines part the paragraphs."""
    versions: tuple[TermsVersionView, ...]
    """Every version, this one too, oldest first."""
    changes: tuple[tuple[Piece, ...], ...]
    """The lines in which this version differs from the one before; empty for the first."""
    privacy: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class CheckMailView:
    """The page after the form. The same for everyone: it knows the competition and nobody else."""

    slug: str
    title: str
    zone: str
    confirm_by: datetime
    confirming: bool
    """Whether entries can still be confirmed."""


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """What a confirmation link shows before anything is pressed.

    `ready`: a button; `already`: it was pressed before; `late`: the instant has passed; `gone`: the entry was
    withdrawn, left out or erased; `close`: its address is on the promoter's list of conflicts. What was typed
    is shown while it can still be put right, so that nobody confirms what somebody else wrote under their
    address.
    """

    slug: str
    title: str
    zone: str
    state: ConfirmState
    confirm_by: datetime
    contact: str
    """The promoter's address."""
    name: str
    answer: str
    """In words; empty where the competition asks nothing."""
    extras: tuple[tuple[str, str], ...]
    """What was typed into the promoter's own fields, by label."""
