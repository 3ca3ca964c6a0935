"""A draft begun from an earlier competition: field by field, without what has to be said anew."""

from typing import Any

import pytest

from competition.rules.description import EXCLUSION_REASONS, VACANCY_REASONS
from competition.rules.starting import not_taken, typed_from
from tests.rules.test_describing import LEAST, WHOLE, described

EXTRAS = [{"label": "Size", "purpose": "Fit"}, {"label": "Seat", "purpose": "Place", "required": True}]
OF_THE_WHOLE = {
    "title": "Win Ai Weiwei: Never Sorry on Blu-ray",
    "standfirst": "An artist, a camera and a state.",
    "text": "One paragraph.\n\nAnd another.",
    "cash_alternative": "£20",
    "age_rating": "15",
    "min_age": "18",
    "region": "the United Kingdom",
    "eligibility": "Over 4 feet\nNot of the staff",
    "time_zone": "Europe/London",
    "marketing": "Also send me the newsletter.",
    "disposable": "flag",
    "reserves": "3",
    "group_rule": "person",
    "claim_days": "14",
    "delivery_days": "30",
    "additions": "All the terms.",
    "picture_alt": "Sunflower seeds",
    "promoter_name": "Another Ltd",
    "promoter_address": "2 Example Street, Leeds",
    "promoter_contact": "draws@another.example",
    "prize-1-title": "Blu-ray",
    "prize-1-quantity": "3",
    "prize-1-description": "Region B.",
    "prize-2-title": "A book",
    "prize-2-quantity": "1",
    "question": "Made of?",
    "question_hint": "It is in the review.",
    "answers": "Porcelain\nGlass",
    "right": "1",
    "extra-1-label": "Size",
    "extra-1-purpose": "Fit",
    "extra-2-label": "Seat",
    "extra-2-purpose": "Place",
    "extra-2-required": "yes",
    "beacon": "drand",
    "gap_hours": "25",
}


def test_every_field_but_the_address_and_the_dates_is_filled_as_it_was() -> None:
    earlier = described(
        WHOLE,
        extras=EXTRAS,
        cash_alternative="£20",
        eligibility=["Over 4 feet", "Not of the staff"],
        prizes=[{"title": "Blu-ray", "quantity": 3, "description": "Region B."}, {"title": "A book"}],
        promoter={
            "name": "Another Ltd",
            "address": "2 Example Street, Leeds",
            "contact": "draws@another.example",
        },
    )
    assert typed_from(earlier) == OF_THE_WHOLE


def test_what_has_no_field_is_named_and_not_dropped_without_a_word() -> None:
    assert not_taken(described(LEAST)) == ()
    assert not_taken(described(LEAST, beacon={"kind": "rehearsal"}, min_gap_seconds=1)) == ()
    changes: dict[str, Any] = {
        "beacon": {"kind": "drand", "chain": "default"},
        "fallback": {"id": "lotto", "description": "the lottery", "bits": 64},
        "min_gap_seconds": 90001,
        "exclusion_reasons": [*EXCLUSION_REASONS, "staff"],
        "vacancy_reasons": [*VACANCY_REASONS, "moved"],
        "retention": {"pending_days": 8},
    }
    assert not_taken(described(LEAST, **changes)) == (
        "the event in reserve",
        "the choice of the older drand chain",
        "the gap of 90,001 seconds, which is no whole hour",
        "reasons of its own to leave a ticket out",
        "reasons of its own to pass a prize on",
        "how long details of people are kept",
    )


@pytest.mark.parametrize(
    ("changes", "beacon"),
    [
        ({}, {"beacon": "drand", "gap_hours": "24"}),
        ({"min_gap_seconds": 90001}, {"beacon": "drand"}),
        ({"beacon": {"kind": "rehearsal"}}, {"beacon": "rehearsal"}),
        (
            {"beacon": {"kind": "event", "id": "lotto", "description": "the lottery", "bits": 64}},
            {"beacon": "event", "gap_hours": "24"},
        ),
    ],
)
def test_the_kind_of_number_stays_and_an_event_that_has_happened_is_named_anew(
    changes: dict[str, Any], beacon: dict[str, str]
) -> None:
    assert typed_from(described(LEAST, **changes)) == {
        "title": "Win a film",
        "min_age": "18",
        "time_zone": "Europe/London",
        "reserves": "5",
        "group_rule": "none",
        "disposable": "flag",
        "claim_days": "28",
        "delivery_days": "30",
        "prize-1-title": "A film",
        "prize-1-quantity": "1",
        **beacon,
    }
