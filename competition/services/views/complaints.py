"""Complaints and data requests, as whoever made one sees it, and as whoever answers them does."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ComplaintView:
    reference: str
    """`C-7F3K-92QX`."""
    kind: str
    """In words."""
    received_at: datetime
    due: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenComplaintsView:
    count: int
    overdue: int
    first_due: datetime | None
