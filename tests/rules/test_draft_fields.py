"""Every field of the editor, and the key of a description that it becomes."""

from typing import Any

import pytest

from competition.rules import describing
from competition.rules.drafting import FIELDS, changed, packed, read
from competition.rules.rulebook import FORM, PRIZE
from competition.rules.starting import TEMPLATES
from tests.record_pieces import vkey
from tests.rules.test_drafting import DATED

WITNESS = vkey("town-gazette")
TYPED = {
    "title": " Win a film ",
    "slug": "win-a-film",
    "standfirst": "A summary.",
    "text": "One.\n\nTwo.",
    "cash_alternative": "£20",
    "age_rating": "15",
    "region": "Wales",
    "time_zone": "Europe/London",
    "marketing": "Write to me.",
    "additions": "Mind the step.",
    "group_rule": "person",
    "min_age": " 16 ",
    "reserves": "3",
    "claim_days": "14",
    "delivery_days": "7",
    "opens-date": "2026-08-01",
    "opens-time": "09:00",
    "closes-date": "2026-08-29",
    "closes-time": "18:00",
    "confirm_by-date": "2026-08-30",
    "confirm_by-time": "18:00",
    "freeze_by-date": "2026-08-30",
    "freeze_by-time": "19:30",
    "draw_at-date": "2026-09-02",
    "draw_at-time": "20:00",
    "prize-1-title": " Blu-ray ",
    "prize-1-quantity": " 2 ",
    "prize-1-description": " Region B. ",
    "prize-12-title": "A book",
    "prize-12-quantity": "1",
    "prize-13-title": "Not on the form",
    "extra-1-label": " Size ",
    "extra-1-purpose": " Fit ",
    "extra-1-required": "yes",
    "extra-2-label": "Seat",
    "extra-2-purpose": "Place",
    "eligibility": "Over 4 feet\n\n  Not of the staff \n",
    "embed": "https://cinema.example\n\n https://review.example \n",
    "picture_alt": "A still",
    "promoter_name": "A Ltd",
    "promoter_address": "1 Street",
    "question": "Made of?",
    "question_hint": "Not of glass.",
    "answers": "Porcelain\n Glass\n",
    "right": "1",
    "beacon": "event",
    "event_id": "lotto",
    "event_description": "The lottery",
    "event_bits": "64",
    "gap_hours": "48",
    "witnesses": f" {WITNESS}\n\n",
    "witness_quorum": "1",
}
TABLE: dict[str, Any] = {
    "title": "Win a film",
    "slug": "win-a-film",
    "standfirst": "A summary.",
    "text": "One.\n\nTwo.",
    "cash_alternative": "£20",
    "age_rating": "15",
    "region": "Wales",
    "time_zone": "Europe/London",
    "marketing": "Write to me.",
    "additions": "Mind the step.",
    "group_rule": "person",
    "min_age": 16,
    "reserves": 3,
    "claim_days": 14,
    "delivery_days": 7,
    "opens": "2026-08-01 09:00",
    "closes": "2026-08-29 18:00",
    "confirm_by": "2026-08-30 18:00",
    "freeze_by": "2026-08-30 19:30",
    "draw_at": "2026-09-02 20:00",
    "prizes": [
        {"title": "Blu-ray", "quantity": 2, "description": "Region B."},
        {"title": "A book", "quantity": 1},
    ],
    "extras": [
        {"label": "Size", "purpose": "Fit", "required": True},
        {"label": "Seat", "purpose": "Place"},
    ],
    "eligibility": ["Over 4 feet", "Not of the staff"],
    "embed": ["https://cinema.example", "https://review.example"],
    "picture": {"file": "picture", "alt": "A still"},
    "promoter": {"name": "A Ltd", "address": "1 Street"},
    "question": {
        "text": "Made of?",
        "hint": "Not of glass.",
        "answers": ["Porcelain", "Glass"],
        "right": 1,
    },
    "beacon": {"kind": "event", "id": "lotto", "description": "The lottery", "bits": 64},
    "min_gap_seconds": 172_800,
    "witnesses": [WITNESS],
    "witness_quorum": 1,
}


def test_each_field_becomes_its_key_and_what_stands_around_a_text_is_taken_away() -> None:
    made = read(TYPED, has_picture=True)
    assert made.faults == ()
    assert made.described == describing.parse(TABLE)
    assert made.offers == {}
    assert read(TYPED, has_picture=False).described.picture is None


@pytest.mark.parametrize(
    ("changes", "key", "sentence"),
    [
        ({"min_age": " "}, "min_age", "is missing."),
        ({"reserves": ""}, "reserves", "is missing."),
        ({"delivery_days": ""}, "delivery_days", "is missing."),
        (
            {"cash_alternative": " "},
            "cash_alternative",
            "is missing: say what a winner may have instead, or mark that there is none.",
        ),
    ],
)
def test_what_a_form_shows_may_not_be_left_to_a_default(
    changes: dict[str, str], key: str, sentence: str
) -> None:
    assert read({**TYPED, **changes}, has_picture=True).faults == ((key, sentence, True),)
    never_shown = {name: text for name, text in TYPED.items() if name != key}
    assert read(never_shown, has_picture=True).faults == ((key, sentence, True),)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"picture_alt": ""}, ("picture.alt", "is missing.", True)),
        ({"promoter_name": ""}, ("promoter.name", "is missing.", True)),
        ({"extra-1-label": ""}, ("extras[1].label", "is missing.", True)),
        ({"event_description": ""}, ("beacon.description", "is missing.", True)),
        ({"event_bits": ""}, ("beacon.bits", "must be a whole number from 64 to 1000000.", False)),
        ({"right": ""}, ("question.right", "must be a whole number from 1 to 2.", False)),
        ({"question": ""}, ("question.text", "is missing.", True)),
        ({"min_age": "1" * 16}, ("min_age", "must be a whole number from 0 to 120.", False)),
        ({"min_age": "+16"}, ("min_age", "must be a whole number from 0 to 120.", False)),
    ],
)
def test_what_is_wrong_or_left_out_is_the_only_thing_noted(
    changes: dict[str, str], fault: tuple[str, str, bool]
) -> None:
    assert read({**TYPED, **changes}, has_picture=True).faults == (fault,)


def test_without_a_kind_the_number_is_drands_and_a_rehearsal_has_a_gap_of_its_own() -> None:
    kinds = {"": "drand", "rehearsal": "rehearsal"}
    for typed, kind in kinds.items():
        made = read({**TYPED, "beacon": typed, "gap_hours": ""}, has_picture=True)
        assert made.faults == ()
        assert describing.as_plain(made.described)["beacon"]["kind"] == kind
    assert read({**TYPED, "beacon": "rehearsal"}, has_picture=True).described.min_gap_seconds == 60
    assert read({**TYPED, "beacon": ""}, has_picture=True).described.min_gap_seconds == 172_800


def test_each_instant_can_have_two_readings() -> None:
    for name in ("opens", "closes", "confirm_by", "freeze_by", "draw_at"):
        twice = {**TYPED, f"{name}-date": " 2026-10-25 ", f"{name}-time": " 01:30 "}
        found = read(twice, has_picture=True)
        assert list(found.offers) == [name]
        assert found.wrong_in((name,))
        assert not found.wrong_in(("title",))
    assert read({**twice, "time_zone": " Europe/London "}, has_picture=True).offers
    assert read({**twice, "time_zone": ""}, has_picture=True).offers == {}


def test_rows_are_packed_with_all_that_stands_in_them() -> None:
    typed = {
        "prize-2-title": "A",
        "prize-2-description": "B",
        "prize-12-description": "C",
        "extra-5-label": "Size",
        "extra-5-required": "yes",
        "extra-6-label": "Not on the form",
        "prize-1-quantity": "1",
        "prize-0-title": "Not on the form",
    }
    assert packed(typed) == {
        "prize-1-title": "A",
        "prize-1-description": "B",
        "prize-2-description": "C",
        "extra-1-label": "Size",
        "extra-1-required": "yes",
    }


def test_an_empty_field_is_as_good_as_none() -> None:
    assert changed({"a": ""}, {}) == changed({}, {"a": ""}) == ()
    assert changed({"b": "1", "a": "1"}, {}) == ("a", "b")


def test_a_template_has_no_picture_and_no_additional_field() -> None:
    made = read({**TEMPLATES["blu-ray"][1], **DATED}, has_picture=False).described
    assert (made.picture, made.extras, made.promoter, made.question, made.eligibility) == (
        None,
        (),
        None,
        None,
        (),
    )


def test_the_form_has_twelve_prizes_and_five_fields_of_the_promoters_own() -> None:
    titles = [name for name in FIELDS[PRIZE] if name.endswith("-title")]
    labels = [name for name in FIELDS[FORM] if name.endswith("-label")]
    assert titles == [f"prize-{number}-title" for number in range(1, 13)]
    assert labels == [f"extra-{number}-label" for number in range(1, 6)]
