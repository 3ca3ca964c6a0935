"""A competition as its promoter describes it: what is won, who may enter, when, and how it is drawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from competition.rules.timetable import Timetable, default_confirm_by, default_draw_at, default_freeze_by

GroupRule = Literal["none", "person", "household"]
# What becomes of an entry from an address that its provider throws away after use.
Disposable = Literal["refuse", "flag", "allow"]
Chain = Literal["quicknet", "default"]

GROUP_RULES = ("none", "person", "household")
DISPOSABLE = ("refuse", "flag", "allow")
WRONG_ANSWER = "wrong_answer"
WITHDRAWN = "withdrawn"
EXCLUSION_REASONS = ("duplicate", "ineligible", WITHDRAWN, WRONG_ANSWER)
VACANCY_REASONS = ("no_reply", "declined", "ineligible", "undeliverable")

# What a promoter writes as the region to say that there is none.
ANYWHERE = "anywhere"
REHEARSAL_GAP = 60
MIN_GAP = 86400
LEAST_GAP = 900
RATINGS = {"U": 0, "PG": 0, "12": 12, "12A": 12, "15": 15, "18": 18, "R18": 18, "0": 0, "6": 6, "16": 16}
"""The age from which a disc with this mark may be had (BBFC and FSK)."""


@dataclass(frozen=True, slots=True)
class Promoter:
    """Who answers for the competition, with a postal address."""

    name: str
    address: str
    contact: str = ""
    """A mail address that readers can write to; empty for the site's."""


@dataclass(frozen=True, slots=True)
class Prize:
    """`quantity` equal prize units."""

    title: str
    quantity: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers; `right` counts from 1. Only right answers go into the draw."""

    text: str
    answers: tuple[str, ...]
    right: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """A short text that the form also asks for, and what it is for."""

    label: str
    purpose: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture beside the description, and what it shows."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Drand:
    """The public beacon: a round of this chain, the first at or after `draw_at`."""

    chain: Chain = "quicknet"


@dataclass(frozen=True, slots=True)
class Event:
    """A named public event whose numbers carry at least `bits` bits that nobody can foresee."""

    id: str
    description: str
    bits: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A value made by the server itself: shows how it goes and proves nothing."""


Beacon = Drand | Event | Rehearsal


@dataclass(frozen=True, slots=True)
class Retention:
    """How long details are kept: pending ones from `confirm_by`, the others from the last award."""

    pending_days: int = 7
    entrant_days: int = 30
    winner_months: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """All that a promoter says about one competition. Instants are aware UTC; None means the default."""

    title: str
    slug: str
    time_zone: str
    closes: datetime
    prizes: tuple[Prize, ...]
    opens: datetime | None = None
    confirm_by: datetime | None = None
    freeze_by: datetime | None = None
    draw_at: datetime | None = None
    min_gap_seconds: int = MIN_GAP
    standfirst: str = ""
    text: str = ""
    picture: PictureFile | None = None
    question: Question | None = None
    min_age: int = 18
    age_rating: str = ""
    region: str = ""
    eligibility: tuple[str, ...] = ()
    marketing: str = ""
    disposable: Disposable = "flag"
    rules: str = ""
    additions: str = ""
    cash_alternative: str = ""
    delivery_days: int = 30
    extras: tuple[Extra, ...] = ()
    embed: tuple[str, ...] = ()
    """The origins of the sites that may show the form in a frame, to begin with."""
    promoter: Promoter | None = None
    group_rule: GroupRule = "none"
    reserves: int = 5
    claim_days: int = 28
    beacon: Beacon = Drand()
    fallback: Event | None = None
    witnesses: tuple[str, ...] = ()
    """The verifier keys of outside witnesses, who sign the frozen list before the number exists."""
    witness_quorum: int = 0
    """How many of them have to."""
    exclusion_reasons: tuple[str, ...] = EXCLUSION_REASONS
    vacancy_reasons: tuple[str, ...] = VACANCY_REASONS
    retention: Retention = Retention()

    @property
    def min_gap(self) -> timedelta:
        """How long the frozen list is public before the number exists."""
        return timedelta(seconds=self.min_gap_seconds)

    @property
    def prize_units(self) -> int:
        return sum(prize.quantity for prize in self.prizes)

    @property
    def by_household(self) -> bool:
        """Whether the form asks where people live, so that one household wins one prize."""
        return self.group_rule == "household"

    @property
    def home(self) -> str:
        """Where entrants must live; empty where it does not matter."""
        return "" if self.region.lower() == ANYWHERE else self.region

    def statements(self) -> tuple[str, ...]:
        """What an entrant has to declare, in the order of the form; never empty."""
        age = (f"I am {self.min_age} or over",) if self.min_age else ()
        home = (f"I live in {self.home}",) if self.home else ()
        return age + home + self.eligibility or ("I may enter under the terms",)

    def timetable(self, *, opens: datetime) -> Timetable:
        """Fill in the instants that were left out; `opens` counts where the description names none."""
        confirm_by = self.confirm_by or default_confirm_by(self.closes)
        freeze_by = self.freeze_by or default_freeze_by(confirm_by)
        draw_at = self.draw_at or default_draw_at(freeze_by, min_gap=self.min_gap, zone=self.time_zone)
        return Timetable(self.opens or opens, self.closes, confirm_by, freeze_by, draw_at)
