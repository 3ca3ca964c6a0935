"""Drafts as typed: what they amount to, what they leave open, and that nothing typed is lost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.rules import describing
from competition.rules.describing import as_plain
from competition.rules.drafting import FIELDS, INSTANTS, changed, packed, read
from competition.rules.errors import Fault
from competition.rules.form_names import field_of
from competition.rules.starting import TEMPLATES, typed_from
from tests.rules.test_describing import WHOLE, described

DATED = {
    "closes-date": "2026-08-29",
    "closes-time": "18:00",
    "slug": "never-sorry",
    "cash_alternative": "£20",
}
EVERY = [name for names in FIELDS.values() for name in names]


def faults(typed: dict[str, str]) -> dict[str, str]:
    return {fault.key: fault.sentence for fault in read(typed, has_picture=False).faults}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_wants_nothing_but_a_name_a_closing_time_and_a_word_on_cash(name: str) -> None:
    _, typed = TEMPLATES[name]
    assert {*typed} <= {*EVERY}
    assert set(faults(dict(typed))) == {"slug", "closes", "cash_alternative"}
    assert faults({**typed, **DATED}) == {}


def test_a_draft_makes_the_very_description_that_a_file_makes() -> None:
    for name, (_, typed) in TEMPLATES.items():
        made = read({**typed, **DATED}, has_picture=False).described
        assert describing.parse(as_plain(made)) == made, name


def test_what_is_taken_over_from_a_competition_makes_it_again_but_for_its_address_and_dates() -> None:
    earlier = described(
        WHOLE, rules="", additions="Second terms.", extras=[{"label": "Size", "purpose": "Fit"}]
    )
    again = read({**typed_from(earlier), **DATED, "opens-date": ""}, has_picture=True).described
    own = {"slug", "cash_alternative", "fallback", "exclusion_reasons", "beacon", "picture", *INSTANTS}
    for key in {*as_plain(earlier)} - own:
        assert getattr(again, key) == getattr(earlier, key), key
    assert again.picture is not None
    assert again.picture.alt == "Sunflower seeds"


def test_whole_terms_of_the_promoters_own_are_taken_over_to_be_read() -> None:
    assert typed_from(described(WHOLE))["additions"] == "All the terms."


@pytest.mark.parametrize(
    ("typed", "key", "sentence"),
    [
        ({"prize-1-title": "A", "prize-1-quantity": "three"}, "prizes[1].quantity", "must be a whole number"),
        ({"prize-1-title": "A", "prize-1-quantity": ""}, "prizes[1].quantity", "must be a whole number"),
        ({"prize-1-title": "", "prize-1-description": "B"}, "prizes[1].title", "must be a text"),
        ({"closes-date": "29/08/2026", "closes-time": "18:00"}, "closes", "is no date and time"),
        ({"closes-time": ""}, "closes", "is no date and time"),
        ({"closes-date": ""}, "closes", "is no date and time"),
        ({"min_age": "sixteen"}, "min_age", "must be a whole number"),
        ({"min_age": "٣"}, "min_age", "must be a whole number"),
        ({"min_age": ""}, "min_age", "is missing"),
        ({"claim_days": "0"}, "claim_days", "must be a whole number from 1"),
        ({"age_rating": "PG13"}, "age_rating", "must be one of"),
        ({"question": "Why?"}, "question.answers", "must name at least two"),
        ({"question": "Why?", "answers": "A\nB", "right": "3"}, "question.right", "from 1 to 2"),
        ({"extra-1-label": "Size"}, "extras[1].purpose", "is missing"),
        ({"promoter_name": "A Ltd"}, "promoter.address", "is missing"),
        ({"beacon": "event"}, "beacon.id", "is missing"),
        ({"beacon": "event", "event_bits": "9"}, "beacon.bits", "from 64"),
        ({"gap_hours": "0"}, "min_gap_seconds", "must be a whole number from 900"),
        ({"gap_hours": "soon"}, "min_gap_seconds", "must be a whole number"),
        ({"group_rule": "household"}, "group_rule", "cannot be"),
        ({"time_zone": "Mars/Base"}, "time_zone", "names no zone"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed: dict[str, str], key: str, sentence: str) -> None:
    found = faults({**TEMPLATES["blu-ray"][1], **DATED, **typed})
    assert sentence in found[key]
    assert field_of(key) in EVERY


def test_every_key_that_can_be_wrong_has_its_field() -> None:
    made, _ = describing.read({})
    elsewhere = {"picture", "rules", "exclusion_reasons", "vacancy_reasons", "fallback", "retention"}
    for key in {*made.__dataclass_fields__} - elsewhere:
        assert field_of(key) in EVERY or key == "beacon", key


def test_a_local_time_shown_twice_is_refused_until_one_reading_is_chosen() -> None:
    twice = {**TEMPLATES["blu-ray"][1], **DATED, "closes-date": "2026-10-25", "closes-time": "01:30"}
    found = read(twice, has_picture=False)
    early, late = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert found.offers == {"closes": (early, late)}
    assert "closes" in faults(twice)
    for chosen, instant in (("2026-10-25T00:30:00Z", early), ("2026-10-25T01:30:00Z", late)):
        again = read({**twice, "closes-reading": chosen}, has_picture=False)
        assert again.described.closes == instant
        assert again.faults == ()


def test_a_time_that_never_comes_offers_both_neighbours_and_no_other_can_be_smuggled_in() -> None:
    never = {**TEMPLATES["blu-ray"][1], **DATED, "closes-date": "2027-03-28", "closes-time": "01:30"}
    assert len(read(never, has_picture=False).offers["closes"]) == 2
    assert "closes" in faults({**never, "closes-reading": "2030-01-01T00:00:00Z"})


def test_a_choice_is_forgotten_once_another_time_is_typed() -> None:
    typed = {**TEMPLATES["blu-ray"][1], **DATED, "closes-reading": "2026-10-25T00:30:00Z"}
    assert read(typed, has_picture=False).described.closes == datetime(2026, 8, 29, 17, tzinfo=UTC)


def test_rows_that_were_emptied_close_up() -> None:
    typed = {"prize-1-title": " ", "prize-3-title": "B", "prize-3-quantity": "2", "title": "T", "slug": ""}
    assert packed(typed) == {"title": "T", "prize-1-title": "B", "prize-1-quantity": "2"}


def test_a_mark_of_an_additional_field_or_a_number_alone_is_no_row() -> None:
    assert packed({"prize-1-quantity": "1", "extra-1-required": "yes"}) == {}


def test_what_differs_is_told_by_field() -> None:
    assert changed({"a": "1", "b": "2", "d": ""}, {"a": "1", "b": "3", "c": "4"}) == ("b", "c")


@given(st.dictionaries(st.sampled_from(EVERY), st.text(max_size=30)))
def test_whatever_is_typed_is_read_or_said_to_be_wrong(typed: dict[str, Any]) -> None:
    found = read(typed, has_picture=True)
    assert all(isinstance(fault, Fault) for fault in found.faults)
    kept = packed(typed)
    for name, text in typed.items():
        if text.strip() and not name.startswith(("prize", "extra")):
            assert kept[name] == text
