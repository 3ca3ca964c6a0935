"""When a letter that did not go is tried again, and when it is given up (F7)."""

from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=24)
GIVE_UP = timedelta(hours=48)
"""A letter older than this is set aside for a person, whatever tries are left."""


def delay(attempts: int, *, jitter: float) -> timedelta:
    """Return the pause after so many attempts: 1, 4, 16 ... minutes, a day at most.

    `jitter` from 0 to 1 takes off up to a quarter, so that a thousand letters held up together do not all
    come back in the same second.
    """
    full: timedelta = min(FIRST * int(4 ** min(attempts - 1, 10)), LONGEST)
    return full * (1 - jitter / 4)
