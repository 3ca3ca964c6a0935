"""Adding months as people count them, whatever the months' lengths."""

import calendar
from datetime import datetime


def months_after(at: datetime, months: int) -> datetime:
    """Return the same day and time so many months later; the last day of a month that is too short for it."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))
