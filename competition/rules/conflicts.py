"""People close to the promoter: listed before the opening, and never confirmed (guarantee N10)."""

from datetime import datetime

from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status

MOST = 10_000
CLOSE = (
    "People close to the promoter, such as its staff and their relatives, cannot enter this draw, "
    "and the promoter has listed this address as one of theirs."
)


def check_listable(status: Status, opens: datetime, now: datetime) -> None:
    """Raise RuleError unless the list can still change: its number is public before the first entry."""
    if status not in {Status.DRAFT, Status.SCHEDULED} or now >= opens:
        raise RuleError(
            "opened", "The list was closed when the draw opened. Leave an entry out with a reason instead."
        )


def in_words(count: int) -> str:
    """What the competition's page says of the list."""
    listed = "One address is" if count == 1 else f"{count:,} addresses are"
    return f"People close to the promoter cannot enter. {listed} listed, and cannot be confirmed."
