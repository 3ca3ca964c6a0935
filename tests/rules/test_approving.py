"""The second person: somebody else, who was there before the request."""

from datetime import UTC, datetime, timedelta

import pytest

from competition.rules.amending import REASONS as LAWFUL
from competition.rules.approving import Decider, Kind, check_decider, in_words, others
from competition.rules.voiding import REASONS as VOIDING
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


@pytest.mark.parametrize(
    ("kind", "payload", "words"),
    [
        (
            Kind.DATES,
            {"reason": "unfair_otherwise", "happened": "A flood", "closes": "2026-08-29T17:00:00Z"},
            (
                ("closes", "Saturday 29 August 2026, 18:00 BST"),
                ("happened", "A flood"),
                ("reason", LAWFUL["unfair_otherwise"]),
            ),
        ),
        (
            Kind.VOID,
            {"reason": next(iter(VOIDING)), "draw": 1},
            (("draw", "1"), ("reason", next(iter(VOIDING.values())))),
        ),
        (Kind.VOID, {"reason": "own"}, (("reason", "own"),)),
        (Kind.DATES, {"reason": "own"}, (("reason", "own"),)),
    ],
)
def test_what_was_asked_for_is_read_as_sentences_and_instants(
    kind: Kind, payload: dict[str, object], words: tuple[tuple[str, str], ...]
) -> None:
    assert in_words(kind, payload, zone="Europe/London") == words
