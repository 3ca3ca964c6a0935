"""How long details are kept, counted as people count."""

from datetime import UTC, datetime, timedelta

import pytest

from competition.rules import certificates, describing, retention
from competition.rules.calendar import months_after
from competition.rules.description import Retention
from competition.rules.errors import DescriptionError
from competition.rules.retention import OF_COMPETITION, Kept, Past
from tests.services.builders import DESCRIPTION

CONFIRM_BY = datetime(2026, 8, 30, 17, tzinfo=UTC)
DRAWN = datetime(2026, 8, 31, 19, tzinfo=UTC)
USUAL = Retention()


@pytest.mark.parametrize(
    ("at", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(at: str, months: int, then: str) -> None:
    assert months_after(datetime.fromisoformat(at), months) == datetime.fromisoformat(then)


def test_the_usual_dates() -> None:
    due = retention.due(USUAL, Past(CONFIRM_BY, DRAWN))
    assert due == {
        Kept.PENDING: CONFIRM_BY + timedelta(days=7),
        Kept.ENTRANTS: DRAWN + timedelta(days=30),
        Kept.WINNERS: datetime(2027, 2, 28, 19, tzinfo=UTC),
    }


def test_before_the_draw_only_the_pending_have_a_date() -> None:
    due = retention.due(USUAL, Past(CONFIRM_BY, None))
    assert [kind for kind, at in due.items() if at] == [Kept.PENDING]


def test_with_awards_the_dates_count_from_the_last_one_and_wait_while_a_prize_is_on_its_way() -> None:
    last = DRAWN + timedelta(days=40)
    waiting = retention.due(USUAL, Past(CONFIRM_BY, DRAWN, last, settling=True))
    assert (waiting[Kept.ENTRANTS], waiting[Kept.WINNERS]) == (None, None)
    done = retention.due(USUAL, Past(CONFIRM_BY, DRAWN, last))
    assert done[Kept.ENTRANTS] == last + timedelta(days=30)
    assert done[Kept.WINNERS] == months_after(last, 6)


def test_nothing_is_looked_for_before_it_can_be_due() -> None:
    for kind, at in retention.due(USUAL, Past(CONFIRM_BY, DRAWN)).items():
        first = retention.earliest(USUAL, kind, closes=CONFIRM_BY - timedelta(days=1), confirm_by=CONFIRM_BY)
        assert at
        assert first <= at


def test_it_is_looked_for_from_the_close_counted_as_if_the_draw_were_then() -> None:
    closes = CONFIRM_BY - timedelta(days=1)
    first = {
        kind: retention.earliest(USUAL, kind, closes=closes, confirm_by=CONFIRM_BY) for kind in OF_COMPETITION
    }
    assert first == {
        Kept.PENDING: CONFIRM_BY + timedelta(days=7),
        Kept.ENTRANTS: closes + timedelta(days=30),
        Kept.WINNERS: datetime(2027, 2, 28, 17, tzinfo=UTC),
    }


def test_an_answered_complaint_is_kept_six_months() -> None:
    assert retention.complaint_due(DRAWN) == datetime(2027, 2, 28, 19, tzinfo=UTC)


def test_each_rule_is_a_phrase() -> None:
    assert [retention.in_words(Retention(7, 30, 6), kind) for kind in Kept] == [
        "7 days after entries could be confirmed",
        "30 days after the last award",
        "6 months after the last award",
        "6 months after the answer",
    ]
    assert [retention.in_words(Retention(1, 1, 1), kind) for kind in OF_COMPETITION] == [
        "1 day after entries could be confirmed",
        "1 day after the last award",
        "1 month after the last award",
    ]


def test_a_description_may_say_otherwise_and_keeps_what_it_said() -> None:
    own = {**DESCRIPTION, "retention": {"pending_days": 1, "winner_months": 12}}
    described = describing.parse(own)
    assert described.retention == Retention(1, 30, 12)
    assert describing.parse(describing.as_plain(described)) == described
    assert describing.parse(DESCRIPTION).retention == USUAL


def test_a_wrong_span_is_named() -> None:
    with pytest.raises(DescriptionError, match=r"`retention\.winner_months` must be a whole number"):
        describing.parse({**DESCRIPTION, "retention": {"winner_months": -1}})
    with pytest.raises(DescriptionError, match=r"did you mean `entrant_days`"):
        describing.parse({**DESCRIPTION, "retention": {"entrants_days": 3}})


def test_a_certificate_counts_and_names_nobody() -> None:
    made = certificates.certificate(
        competition="cinema.example/c/x",
        who="Winners",
        rule="6 months after the last award",
        due="2027-02-28T19:00:00Z",
        done="2027-03-01T00:00:00Z",
        counts={"entries": 1204, "unconfirmed_consents": 0},
        people=["b" * 32, "a" * 32],
    )
    text = certificates.text(made)
    assert "entries                 1,204" in text
    assert certificates.digest(made) in text
    assert "a" * 32 not in text
    again = certificates.certificate(
        competition="cinema.example/c/x",
        who="Winners",
        rule="6 months after the last award",
        due="2027-02-28T19:00:00Z",
        done="2027-03-01T00:00:00Z",
        counts={"entries": 1204, "unconfirmed_consents": 0},
        people=["a" * 32, "b" * 32],
    )
    assert certificates.digest(again) == certificates.digest(made)
