"""Complaints and data requests, as whoever made one sees it, and as whoever answers them does."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ComplaintView:
    reference: str
    """`C-7F3K-92QX`."""
    kind: str
    """In words."""
    masked: str
    """The address as lists show it: `a••••@e•••••.com`."""
    received_at: datetime
    due: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ComplaintListView:
    now: datetime
    complaints: tuple[ComplaintView, ...]


@dataclass(frozen=True, slots=True)
class RevealedComplaintView:
    """With what was written, for whoever answers it."""

    complaint: ComplaintView
    address: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenComplaintsView:
    count: int
    overdue: int
    first_due: datetime | None
