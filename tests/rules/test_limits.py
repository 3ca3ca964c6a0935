"""A description at each of its limits is taken, and one step beyond has that one fault."""

from typing import Any

import pytest

from tests.rules.test_describing import described, faults
from tests.rules.test_faults import QUESTION

EVENT = {"kind": "event", "id": "a" * 64, "description": "x", "bits": 10**6}


def extra(**changes: Any) -> dict[str, Any]:
    return {"label": "Size", "purpose": "Fit", **changes}


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ({"title": "a" * 200}, {"title": "a" * 201}),
        ({"slug": "a" * 60}, {"slug": "a" * 61}),
        ({"standfirst": "a" * 500}, {"standfirst": "a" * 501}),
        ({"region": "a" * 500}, {"region": "a" * 501}),
        ({"marketing": "a" * 500}, {"marketing": "a" * 501}),
        ({"min_age": 0}, {"min_age": -1}),
        ({"min_age": 120}, {"min_age": 121}),
        ({"reserves": 0}, {"reserves": -1}),
        ({"claim_days": 1}, {"claim_days": 0}),
        ({"claim_days": 3650}, {"claim_days": 3651}),
        ({"delivery_days": 1}, {"delivery_days": 0}),
        ({"delivery_days": 365}, {"delivery_days": 366}),
        ({"cash_alternative": "a" * 500}, {"cash_alternative": "a" * 501}),
        ({"reserves": 1000}, {"reserves": 1001}),
        ({"prizes": [{"title": "A", "quantity": 10_000}]}, {"prizes": [{"title": "A", "quantity": 10_001}]}),
        ({"retention": {"pending_days": 365}}, {"retention": {"pending_days": 366}}),
        ({"retention": {"entrant_days": 3650}}, {"retention": {"entrant_days": 3651}}),
        ({"retention": {"winner_months": 120}}, {"retention": {"winner_months": 121}}),
        ({"retention": {"pending_days": 0}}, {"retention": {"pending_days": -1}}),
        ({"retention": {"entrant_days": 0}}, {"retention": {"entrant_days": -1}}),
        ({"retention": {"winner_months": 0}}, {"retention": {"winner_months": -1}}),
        ({"retention": {}}, {"retention": {"colour": 1}}),
        ({"extras": [extra(label="a" * 100)]}, {"extras": [extra(label="a" * 101)]}),
        ({"extras": [extra(purpose="a" * 200)]}, {"extras": [extra(purpose="a" * 201)]}),
        ({"extras": [extra(required=True)]}, {"extras": [extra(required=2)]}),
        ({"extras": [extra()]}, {"extras": [extra(colour="red")]}),
        (
            {"extras": [extra(label=str(n)) for n in range(5)]},
            {"extras": [extra(label=str(n)) for n in range(6)]},
        ),
        ({"age_rating": "12A", "min_age": 12}, {"age_rating": "12A", "min_age": 11}),
        ({"min_gap_seconds": 900}, {"min_gap_seconds": 899}),
        ({"min_gap_seconds": 10**8}, {"min_gap_seconds": 10**8 + 1}),
        (
            {"min_gap_seconds": 0, "beacon": {"kind": "rehearsal"}},
            {"min_gap_seconds": -1, "beacon": {"kind": "rehearsal"}},
        ),
        (
            {"min_gap_seconds": 10**8, "beacon": {"kind": "rehearsal"}},
            {"min_gap_seconds": 10**8 + 1, "beacon": {"kind": "rehearsal"}},
        ),
        ({"beacon": EVENT}, {"beacon": EVENT | {"bits": 10**6 + 1}}),
        ({"beacon": EVENT | {"bits": 64}}, {"beacon": EVENT | {"bits": 63}}),
        ({"beacon": EVENT}, {"beacon": EVENT | {"id": "a" * 65}}),
        ({"beacon": EVENT}, {"beacon": EVENT | {"colour": "red"}}),
        ({"beacon": {"kind": "drand", "chain": "default"}}, {"beacon": {"kind": "drand", "chain": "own"}}),
        ({"beacon": {"kind": "drand"}}, {"beacon": {"chain": "quicknet"}}),
        ({"question": QUESTION}, {"question": QUESTION | {"right": 3}}),
        ({"question": QUESTION | {"right": 1}}, {"question": QUESTION | {"right": 0}}),
        ({"question": QUESTION | {"hint": ""}}, {"question": QUESTION | {"colour": "red"}}),
        ({"prizes": [{"title": "a" * 200}]}, {"prizes": [{"title": "a" * 201}]}),
        ({"prizes": [{"title": "a", "description": ""}]}, {"prizes": [{"title": "a", "colour": "red"}]}),
        (
            {"picture": {"file": "a.svg", "alt": "a"}},
            {"picture": {"file": "a.svg", "alt": "a", "colour": "red"}},
        ),
        (
            {"promoter": {"name": "a", "address": "b", "contact": f"{'a' * 242}@example.com"}},
            {"promoter": {"name": "a", "address": "b", "contact": f"{'a' * 243}@example.com"}},
        ),
        (
            {"promoter": {"name": "a", "address": "b", "contact": "a@example.com"}},
            {"promoter": {"name": "a", "address": "b", "contact": "example.com"}},
        ),
        (
            {"promoter": {"name": "a" * 200, "address": "b"}},
            {"promoter": {"name": "a" * 201, "address": "b"}},
        ),
        (
            {"promoter": {"name": "a", "address": "b"}},
            {"promoter": {"name": "a", "address": "b", "colour": "red"}},
        ),
        (
            {"fallback": {"id": "x", "description": "x", "bits": 64}},
            {"fallback": {"id": "x", "description": "x", "bits": 64, "kind": "event"}},
        ),
        ({"opens": "2026-08-29 17:59:59"}, {"opens": "2026-08-29 18:00:00"}),
        ({"confirm_by": "2026-08-29 18:00:01"}, {"confirm_by": "2026-08-29 18:00:00"}),
        ({"freeze_by": "2026-08-30 18:00:00"}, {"freeze_by": "2026-08-30 17:59:59"}),
        (
            {"age_rating": "18", "title": "a"},
            {"age_rating": "a" * 20},
        ),
        ({"age_rating": "12A", "min_age": 120}, {"age_rating": "a" * 21}),
        ({"time_zone": "UTC"}, {"time_zone": None}),
        ({"time_zone": "UTC"}, {"time_zone": "BST", "opens": "2026-08-01 09:00"}),
        (
            {"beacon": {"kind": "rehearsal"}, "min_gap_seconds": 0, "draw_at": "2026-08-30 19:00:01"},
            {"beacon": {"kind": "rehearsal"}, "min_gap_seconds": 0, "draw_at": "2026-08-30 19:00:00"},
        ),
        ({"draw_at": "2026-08-31 19:00:00"}, {"draw_at": "2026-08-31 18:59:59"}),
        ({"closes": "1970-02-01 00:00"}, {"closes": "1969-12-31 23:00"}),
        ({"closes": "8999-06-01 00:00"}, {"closes": "9000-06-01 00:00"}),
    ],
    ids=lambda one: ", ".join(f"{key}={str(value)[:40]}" for key, value in one.items()),
)
def test_a_description_is_taken_at_its_limit_and_refused_beyond(
    within: dict[str, Any], beyond: dict[str, Any]
) -> None:
    assert described(**within)
    assert len(faults(**beyond)) == 1
