"""The second person: somebody else, who was there before the request."""

from datetime import UTC, datetime, timedelta

from competition.rules.approving import Decider, check_decider, others
from tests.rules.refusals import refusal

ASKED = datetime(2026, 8, 2, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
JO = Decider("jo", ASKED - timedelta(days=9))
SAM = Decider("sam", ASKED - MOMENT)
NEW = Decider("new", ASKED)


def test_who_could_decide_is_another_and_older_than_the_request() -> None:
    assert others("jo", [JO, SAM, NEW], ASKED) == [SAM]
    check_decider("jo", SAM, ASKED)


def test_one_who_asked_or_came_later_is_told_why_not() -> None:
    assert refusal(lambda: check_decider("jo", JO, ASKED)) == (
        *("own_request", ""),
        "You asked for this. Somebody else must decide.",
    )
    assert refusal(lambda: check_decider("jo", NEW, ASKED)) == (
        *("younger", ""),
        "Your account is younger than this request. Somebody who was there before must decide.",
    )
