"""Entries as admins see them: masked, but for the one answer after a reveal."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EntryRowView:
    """One line of the list."""

    public_id: str
    name: str
    """Masked, as the address is; empty where it was erased."""
    address: str
    status: str
    entered_at: datetime
    ticket: str
    """The first 12 digits; empty until the entry is confirmed."""
    flags: tuple[str, ...]
    """Short words."""


@dataclass(frozen=True, slots=True)
class AppealRowView:
    public_id: str
    ticket: str
    reason: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar of the growth chart, in steps of an hour or a day."""

    at: datetime
    entries: int
    bursting: int
    busiest: int
    x: int
    height: int
    burst_height: int


@dataclass(frozen=True, slots=True)
class GrowthView:
    bars: tuple[BarView, ...]
    step: str
    """`hour` or `day`."""
    total: int
    highest: int
    width: int
    since: datetime | None
    """Entries from then on are not in it yet."""


@dataclass(frozen=True, slots=True)
class EntriesView:
    """A page of entries, newest first; `older` is where the next one goes on."""

    slug: str
    title: str
    zone: str
    status: str
    freeze_at: datetime
    rows: tuple[EntryRowView, ...]
    older: str
    appeals: tuple[AppealRowView, ...]
    growth: GrowthView
    conflicts: int


@dataclass(frozen=True, slots=True)
class FlagView:
    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened to an entry."""

    at: datetime
    title: str
    note: str
    actor: str
    """`reader`, or who else did it, by name and code."""


@dataclass(frozen=True, slots=True)
class AppealView:
    text: str
    sent_at: datetime
    excluded_by: str
    decision: str
    """`granted`, `refused`, or empty while it waits."""
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One entry, for admins."""

    slug: str
    title: str
    zone: str
    row: EntryRowView
    ticket: str
    answer: str
    flags: tuple[FlagView, ...]
    events: tuple[EventView, ...]
    exclusion: str
    """The reason in words; empty where it is not excluded."""
    reasons: tuple[tuple[str, str], ...]
    """For which it can be excluded now; empty where it cannot."""
    appeal: AppealView | None
    may_decide: bool
    """Whether this admin may decide the appeal."""


@dataclass(frozen=True, slots=True)
class RevealView:
    """The person behind an entry; shown once, in answer to a reveal that was recorded."""

    slug: str
    title: str
    public_id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class AppealPageView:
    """What the link in the letter opens: the exclusion, and whether an appeal can be sent."""

    title: str
    zone: str
    ticket: str
    reason: str
    excluded_at: datetime | None
    until: datetime
    state: str
    """`ready`, `sent`, `granted`, `refused`, `late` or `gone`."""


@dataclass(frozen=True, slots=True)
class ConflictsView:
    """The list of people close to the promoter: how many, and never who."""

    slug: str
    title: str
    count: int
    open: bool
    """Whether the list can still change."""


@dataclass(frozen=True, slots=True)
class ImportView:
    """What an import of a file would do."""

    slug: str
    title: str
    columns: tuple[str, ...]
    """Which a first line may name; `needed` are those that it must."""
    needed: tuple[str, ...]
    rows: int
    known: int
    wrong: int
    sentences: tuple[str, ...]
    """What has to be put right, by line."""
    passed_over: tuple[str, ...]
    """Lines of whoever has an entry already."""
    batch: int


@dataclass(frozen=True, slots=True)
class ImportStepView:
    """What one batch took, how many rows are left, and how many have an entry already."""

    taken: int
    left: int
    known: int
