"""Damage to the award chain of a draw before the record's own (§8).

Its result is not in the record, so who holds a unit is not checked. What its lines say of each other, and
what the manifest says of units and reserves, is.
"""

from itertools import pairwise

from tests.draw.damage import Case, Change, Table
from tests.record_pieces import DAY, digest
from tests.records import Draft, Event
from tests.stories import second

LOG = Table(second, 8, "log.txt")
GOOD = Table(second)
SOMEBODY = f"unit=1 ticket={digest('somebody')}"
TOLD, CLAIMED = (60, f"notified draw=1 {SOMEBODY} attempt=1"), (90, f"claimed draw=1 {SOMEBODY}")
SENT, GOT = (120, f"dispatched draw=1 {SOMEBODY}"), (150, f"received draw=1 {SOMEBODY}")
AGAIN = f"notified draw=1 {SOMEBODY} attempt=2"
# The second behind the claim time of two days, which begins with the first notice.
OVER = 61 + 2 * DAY


def instead(*lines: tuple[int, str]) -> Change:
    """Let the first draw's winner live through other lines, each so many seconds after the draw."""

    def change(draft: Draft) -> None:
        start = draft.log[draft.find("drawn draw=1")].time
        assert isinstance(start, int)
        place = draft.find("notified draw=1")
        draft.log[place : place + 1] = [Event(start + after, text) for after, text in lines]
        for kind in ("voided", "rescheduled"):
            draft.move(kind, start + lines[-1][0] + 30)

    return change


def gone(reason: str, ticket: str = "somebody", unit: int = 1) -> str:
    return f"vacated draw=1 unit={unit} ticket={digest(ticket)} reason={reason} evidence=- approvers=-"


def telling() -> list[Case]:
    return [
        GOOD.fine("an earlier winner is told, claims, is sent the prize", instead(TOLD, CLAIMED, SENT, GOT)),
        LOG.failed("an earlier winner's first notice is the second", instead((60, AGAIN))),
        LOG.failed("an earlier winner is told twice for the first time", instead(TOLD, TOLD)),
        LOG.failed("an earlier winner is told after the claim", instead(TOLD, CLAIMED, (95, AGAIN))),
        LOG.failed("an earlier winner claims twice", instead(TOLD, CLAIMED, CLAIMED)),
        GOOD.fine("an earlier winner claims at the last second", instead(TOLD, (OVER - 1, CLAIMED[1]))),
        LOG.failed("an earlier winner claims a second late", instead(TOLD, (OVER, CLAIMED[1]))),
        LOG.failed("an earlier prize is received unclaimed", instead(TOLD, GOT)),
        LOG.failed("an earlier prize is sent unclaimed", instead(TOLD, SENT)),
        LOG.failed(
            "an earlier prize is sent after it was received", instead(TOLD, CLAIMED, GOT, (160, SENT[1]))
        ),
        LOG.failed(
            "an earlier prize is given up after it was received",
            instead(TOLD, CLAIMED, GOT, (160, gone("declined"))),
        ),
        LOG.failed(
            "an earlier winner is told of a unit that is none",
            instead((60, TOLD[1].replace("unit=1", "unit=3"))),
        ),
    ]


def giving_up() -> list[Case]:
    return [
        GOOD.fine("an earlier winner stays silent", instead(TOLD, (90, AGAIN), (OVER, gone("no_reply")))),
        LOG.failed(
            "an earlier winner lapses a second early",
            instead(TOLD, (90, AGAIN), (OVER - 1, gone("no_reply"))),
        ),
        LOG.failed("an earlier winner lapses after one notice", instead(TOLD, (OVER, gone("no_reply")))),
        LOG.failed("an earlier winner lapses without a notice", instead((OVER, gone("no_reply")))),
        LOG.failed(
            "an earlier winner lapses who has claimed",
            instead(TOLD, (80, AGAIN), CLAIMED, (OVER, gone("no_reply"))),
        ),
    ]


def promoting() -> list[Case]:
    def promoted(number: int) -> list[tuple[int, str]]:
        """So many reserves in a row take the unit over, and each declines."""
        holders = ["somebody", *(f"reserve {place}" for place in range(number))]
        return [
            (60, line)
            for before, after in pairwise(holders)
            for line in (gone("declined", before), f"promoted draw=1 unit=1 ticket={digest(after)}")
        ]

    return [
        GOOD.fine("two earlier reserves take over", instead(*promoted(2))),
        LOG.failed("three earlier reserves take over, of two", instead(*promoted(3))),
    ]


CASES = [*telling(), *giving_up(), *promoting()]
