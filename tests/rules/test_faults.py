"""What a promoter reads when a description cannot be taken: a whole sentence for each fault."""

from datetime import UTC, datetime
from typing import Any

import pytest

from competition.rules.errors import DescriptionError
from tests.rules.test_describing import described, faults

EVENT = {"kind": "event", "id": "a" * 64, "description": "x", "bits": 10**6}
EXTRAS = [{"label": "Size", "purpose": "Fit"}, {"label": "Seat", "purpose": "Place"}]
QUESTION = {"text": "Made of?", "answers": ["Porcelain", "Glass"], "right": 2}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": 7}, "`title` must be a text that is not empty."),
        ({"title": None}, "`title` is missing."),
        ({"title": "a" * 201}, "`title` must be one line of at most 200 plain characters."),
        ({"standfirst": "a" * 501}, "`standfirst` must be one line of at most 500 plain characters."),
        (
            {"slug": "A"},
            "`slug` must be lower-case words and digits joined by hyphens, at most 60 characters; it is “A”.",
        ),
        ({"reserves": "5"}, "`reserves` must be a whole number from 0 to 1000."),
        ({"claim_days": 0}, "`claim_days` must be a whole number from 1 to 3650."),
        ({"min_age": 121}, "`min_age` must be a whole number from 0 to 120."),
        ({"group_rule": "family"}, "`group_rule` must be one of none, person, household."),
        ({"eligibility": ["a\nb"]}, "`eligibility` must be a list of texts, one line each."),
        ({"closes": None}, '`closes` is missing: write the instant, such as "2026-08-29 18:00".'),
        (
            {"closes": "soon"},
            "`closes` names no instant. “soon” is no date and time; write 2026-08-29 18:00.",
        ),
        ({"opens": "1800-01-01 12:00"}, "`opens` names no instant. Write a year from 1970 to 8999."),
        (
            {"time_zone": "BST"},
            "`time_zone` names no zone. “BST” is no time zone; write one such as Europe/London.",
        ),
        ({"picture": "x.svg"}, "`picture` must be a table."),
        ({"prizes": []}, "`prizes` must be a list of tables."),
        (
            {"prizes": [{"title": "A", "quantity": 10_001}]},
            "`prizes[1].quantity` must be a whole number from 1 to 10000.",
        ),
        (
            {"prizes": [{"title": "A", "quantity": 10_000}, {"title": "B"}]},
            "`prizes` come to 10,001 in all; a draw has at most 10,000.",
        ),
        ({"prizes": [{"quantity": 1}]}, "`prizes[1].title` is missing."),
        (
            {"group_rule": "household"},
            '`group_rule` cannot be "household" yet: use "person", one prize for each.',
        ),
        ({"age_rating": "15", "min_age": 14}, "`min_age` must be at least 15: the prize is rated 15."),
        ({"delivery_days": 366}, "`delivery_days` must be a whole number from 1 to 365."),
        ({"extras": EXTRAS * 3}, "`extras` ask 6 things; a form asks 5 at most."),
        ({"extras": [EXTRAS[0], EXTRAS[0]]}, "`extras` must all have different labels."),
        ({"extras": [EXTRAS[0] | {"required": "yes"}]}, "`extras[1].required` must be true or false."),
        ({"extras": [{"label": "Size"}]}, "`extras[1].purpose` is missing."),
        ({"extras": {}}, "`extras` must be a list of tables."),
        (
            {"retention": {"winner_months": 121}},
            "`retention.winner_months` must be a whole number from 0 to 120.",
        ),
        ({"prizes": None}, "`prizes` are missing: name at least one."),
        ({"standfirst": "a\u2029b"}, "`standfirst` must be one line of at most 500 plain characters."),
        ({"standfirst": "a\ud800"}, "`standfirst` must be one line of at most 500 plain characters."),
        ({"question": QUESTION | {"right": None}}, "`question.right` is missing."),
        (
            {"closes": "2026-08-29 18:00:00.5"},
            "`closes` names no instant. “2026-08-29 18:00:00.5” is no date and time; write 2026-08-29 18:00.",
        ),
        (
            {"closes": datetime(2026, 8, 29, 18, microsecond=1, tzinfo=UTC)},
            "`closes` names no instant. Leave out the parts of a second.",
        ),
        ({"colour": "red"}, "`colour` is no key here."),
        ({"reserve": 1}, "`reserve` is no key here; did you mean `reserves`?"),
        ({"rules": "a\0"}, "`rules` must hold no control characters but tabs and the ends of lines."),
        ({"age_rating": "R 18"}, "`age_rating` must be one of U, PG, 12, 12A, 15, 18, R18, 0, 6, 16."),
        (
            {"question": {"text": "Made of?", "answers": ["Glass"], "right": 1}},
            "`question.answers` must name at least two answers, all different.",
        ),
        (
            {"beacon": {"kind": "rehearsal"}, "fallback": {"id": "x", "description": "x", "bits": 64}},
            "`fallback` is only for a drand beacon.",
        ),
        (
            {"vacancy_reasons": ["no_reply", "declined", "ineligible", "undeliverable", "No"]},
            "`vacancy_reasons` must hold different codes of lower-case letters, digits, _ and -.",
        ),
        (
            {"exclusion_reasons": ["duplicate", "ineligible"]},
            "`exclusion_reasons` must also hold withdrawn, wrong_answer.",
        ),
        (
            {"beacon": {"kind": "event", "id": "Lotto", "description": "x", "bits": 64}},
            (
                "`beacon.id` must be lower-case letters, digits, . + and -, at most 64 characters;"
                " it is “Lotto”."
            ),
        ),
        ({"beacon": {"kind": "dice"}}, "`beacon.kind` must be one of drand, event, rehearsal."),
        ({"opens": "2026-08-29 18:00"}, "`closes` must be later than `opens`."),
        (
            {"confirm_by": "2026-08-29 18:00"},
            "`confirm_by` must be later than `closes`: the last entries need time to be confirmed.",
        ),
        ({"freeze_by": "2026-08-30 17:59"}, "`freeze_by` must not be earlier than `confirm_by`."),
        (
            {"draw_at": "2026-08-31 18:59:59"},
            (
                "`draw_at` must be at least 86400 seconds (`min_gap_seconds`) after `freeze_by`: the list"
                " must be public before the number exists."
            ),
        ),
    ],
    ids=str,
)
def test_a_fault_of_a_description_is_said_in_full(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in faults(**changes)


def test_the_faults_of_a_description_are_one_message_with_a_line_each() -> None:
    with pytest.raises(DescriptionError) as caught:
        described(reserves=-1, claim_days=0)
    assert caught.value.code == "description"
    assert str(caught.value) == caught.value.message == "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 2


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


def test_what_is_left_out_has_its_default() -> None:
    plain = described()
    assert (plain.min_age, plain.reserves, plain.claim_days, plain.min_gap_seconds) == (18, 5, 28, 86400)
    assert (plain.group_rule, plain.time_zone) == ("none", "Europe/London")
    assert (plain.prizes[0].quantity, plain.prizes[0].description) == (1, "")
    said = (plain.standfirst, plain.text, plain.region, plain.marketing, plain.rules, plain.age_rating)
    assert said == ("",) * 6
    assert (plain.picture, plain.question, plain.promoter, plain.fallback) == (None,) * 4
    assert plain.eligibility == ()
    assert plain.exclusion_reasons == ("duplicate", "ineligible", "withdrawn", "wrong_answer")
    assert plain.vacancy_reasons == ("no_reply", "declined", "ineligible", "undeliverable")
    assert described(beacon={"kind": "rehearsal"}).min_gap_seconds == 60
    assert described(question=QUESTION).question.hint == ""  # type: ignore[union-attr]
