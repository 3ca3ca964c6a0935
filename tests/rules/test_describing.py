"""A competition described in TOML: defaults, faults all at once, and the way back."""

import json
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competition.rules.describing import as_plain, parse, read
from competition.rules.description import Description, Drand, Event, Promoter, Question, Rehearsal
from competition.rules.errors import DescriptionError
from tests.record_pieces import WITNESSES, vkey

LEAST = """
title = "Win a film"
slug = "win-a-film"
time_zone = "Europe/London"
closes = "2026-08-29 18:00"
[[prizes]]
title = "A film"
"""
WHOLE = """
title = "Win Ai Weiwei: Never Sorry on Blu-ray"
slug = "never-sorry"
standfirst = "An artist, a camera and a state."
text = '''
One paragraph.

And another.
'''
time_zone = "Europe/London"
opens = 2026-08-01T09:00:00
closes = 2026-08-29T18:00:00+01:00
confirm_by = "2026-08-30 18:00"
freeze_by = "2026-08-30 19:00"
draw_at = "2026-09-01 20:00"
min_gap_seconds = 90000
min_age = 18
age_rating = "15"
region = "the United Kingdom"
eligibility = ["Neither I nor my family work for Example Cinema Ltd"]
marketing = "Also send me the newsletter."
rules = "All the terms."
group_rule = "person"
reserves = 3
claim_days = 14
exclusion_reasons = ["duplicate", "ineligible", "withdrawn", "wrong_answer", "staff"]
vacancy_reasons = ["no_reply", "declined", "ineligible", "undeliverable"]
picture = { file = "seeds.svg", alt = "Sunflower seeds" }
promoter = { name = "Another Ltd", address = "2 Example Street, Leeds", contact = "draws@another.example" }
question = { text = "Made of?", answers = ["Porcelain", "Glass"], right = 1, hint = "It is in the review." }
beacon = { kind = "drand", chain = "default" }
fallback = { id = "lotto-2026-09-02", description = "The national lottery", bits = 64 }
[[prizes]]
title = "Blu-ray"
quantity = 3
description = "Region B."
"""


def described(text: str = LEAST, **changes: Any) -> Description:
    return parse({**tomllib.loads(text), **changes})


def faults(text: str = LEAST, **changes: Any) -> tuple[str, ...]:
    with pytest.raises(DescriptionError) as refused:
        described(text, **changes)
    return refused.value.problems


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_only_the_closing_instant_must_be_set() -> None:
    timetable = described().timetable(opens=utc(2026, 8, 1))
    assert timetable.opens == utc(2026, 8, 1)
    assert timetable.closes == utc(2026, 8, 29, 17)
    assert timetable.confirm_by == utc(2026, 8, 30, 17)
    assert timetable.freeze_by == utc(2026, 8, 30, 18)
    # 20:00 in London, on the first day that leaves a day between list and number.
    assert timetable.draw_at == utc(2026, 8, 31, 19)


def test_without_it_a_description_is_read_as_one_that_closes_after_every_other() -> None:
    assert read({})[0].closes > utc(8999, 12, 31)


def test_the_evening_of_the_draw_is_local_also_when_the_clocks_change() -> None:
    timetable = described(closes="2026-10-23 18:00").timetable(opens=utc(2026, 10, 1))
    assert timetable.draw_at == utc(2026, 10, 25, 20)


def test_everything_can_be_said() -> None:
    description = described(WHOLE)
    assert description.opens == utc(2026, 8, 1, 8)
    assert description.closes == utc(2026, 8, 29, 17)
    assert description.promoter == Promoter("Another Ltd", "2 Example Street, Leeds", "draws@another.example")
    assert description.beacon == Drand("default")
    assert description.fallback == Event("lotto-2026-09-02", "The national lottery", 64)
    assert description.text == "One paragraph.\n\nAnd another."
    assert description.question == Question("Made of?", ("Porcelain", "Glass"), 1, "It is in the review.")
    assert description.statements() == (
        "I am 18 or over",
        "I live in the United Kingdom",
        "Neither I nor my family work for Example Cinema Ltd",
    )


def test_a_table_that_names_no_condition_still_asks_one_thing() -> None:
    assert described(min_age=0).statements() == ("I may enter under the terms",)


def test_every_fault_is_named_at_once_with_its_key() -> None:
    found = faults(
        title="Two\nlines",
        slug="Never Sorry",
        closes="2026-10-25 01:30",
        time_zone="Europe/London",
        min_age=True,
        group_rule="family",
        reserves=-1,
        prizes=[{"title": "A film", "quantity": 0}, {"quantity": 1, "colour": "red"}],
        question={"text": "Made of?", "answers": ["Glass", "Glass"], "right": 3},
        closses="2026-08-29 18:00",
    )
    keys = [sentence.split("`")[1] for sentence in found]
    assert sorted(keys) == sorted(
        [
            "title",
            "slug",
            "closes",
            "min_age",
            "group_rule",
            "reserves",
            "prizes[1].quantity",
            "prizes[2].title",
            "prizes[2].colour",
            "question.answers",
            "question.right",
            "closses",
        ]
    )
    said = "\n".join(found)
    assert "did you mean `closes`?" in said
    assert "2026-10-25 01:30+01:00 (BST) or 2026-10-25 01:30+00:00 (GMT)" in said


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"closes": None}, "closes"),
        ({"closes": 20260829}, "closes"),
        ({"closes": "2026-08-29 18:00:00.5"}, "closes"),
        ({"time_zone": "Londres"}, "time_zone"),
        ({"prizes": []}, "prizes"),
        ({"prizes": "a film"}, "prizes"),
        ({"title": "  "}, "title"),
        ({"title": "a\u2028b"}, "title"),
        ({"slug": "a" * 61}, "slug"),
        ({"slug": "-a"}, "slug"),
        ({"opens": "2026-08-29 18:00"}, "closes"),
        ({"confirm_by": "2026-08-29 18:00"}, "confirm_by"),
        ({"freeze_by": "2026-08-30 17:00"}, "freeze_by"),
        ({"draw_at": "2026-08-31 18:59:59"}, "draw_at"),
        ({"min_gap_seconds": 899}, "min_gap_seconds"),
        ({"age_rating": "18", "min_age": 16}, "min_age"),
        ({"age_rating": "R 18"}, "age_rating"),
        ({"beacon": {"kind": "dice"}}, "beacon.kind"),
        ({"beacon": {"kind": "event", "id": "Lotto", "description": "x", "bits": 64}}, "beacon.id"),
        ({"beacon": {"kind": "event", "id": "lotto", "description": "x", "bits": 63}}, "beacon.bits"),
        (
            {"beacon": {"kind": "rehearsal"}, "fallback": {"id": "x", "description": "x", "bits": 64}},
            "fallback",
        ),
        ({"exclusion_reasons": ["duplicate"]}, "exclusion_reasons"),
        ({"vacancy_reasons": ["No Reply"]}, "vacancy_reasons"),
        ({"picture": {"file": "x.svg"}}, "picture.alt"),
        ({"promoter": "Another Ltd"}, "promoter"),
        ({"claim_days": 0}, "claim_days"),
        ({"eligibility": "I am nice"}, "eligibility"),
        ({"prise": 1}, "prise"),
    ],
)
def test_a_fault_is_a_sentence_that_names_its_key(changes: dict[str, Any], key: str) -> None:
    (sentence, *_more) = faults(**changes)
    assert sentence.startswith(f"`{key}` ")
    assert sentence.endswith((".", "?"))


def test_the_minimum_age_is_never_below_the_rating_of_the_disc() -> None:
    assert described(age_rating="15", min_age=15).min_age == 15
    assert faults(age_rating="15", min_age=14) == ("`min_age` must be at least 15: the prize is rated 15.",)


def test_a_rehearsal_may_be_short() -> None:
    description = described(
        beacon={"kind": "rehearsal"},
        confirm_by="2026-08-29 18:00:20",
        freeze_by="2026-08-29 18:00:30",
        draw_at="2026-08-29 18:01:30",
    )
    assert description.beacon == Rehearsal()
    assert description.min_gap == timedelta(seconds=60)


def test_the_default_beacon_is_quicknet() -> None:
    assert described().beacon == described(beacon={"kind": "drand"}).beacon == Drand("quicknet")


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (LEAST, {}),
        (WHOLE, {}),
        (LEAST, {"beacon": {"kind": "rehearsal"}}),
        (LEAST, {"beacon": {"kind": "event", "id": "lotto", "description": "x", "bits": 64}}),
    ],
)
def test_a_description_comes_back_from_its_plain_form_as_json_keeps_it(
    text: str, changes: dict[str, Any]
) -> None:
    description = described(text, **changes)
    kept = json.loads(json.dumps(as_plain(description)))
    assert parse(kept) == description
    assert "" not in kept.values()


def test_blank_lines_around_a_text_fall_and_those_within_stay() -> None:
    assert described(rules="\n\n  One.\n\n\tTwo.\n").rules == "One.\n\n\tTwo."
    assert described(rules="XX\n").rules == "XX"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False) | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from([*tomllib.loads(WHOLE), "unknown"])


# The first text that is drawn builds tables, and machines differ in how fast.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_whatever_is_written_the_answer_is_sentences_and_never_a_crash(changes: dict[str, Any]) -> None:
    problems: tuple[str, ...] = ()
    try:
        description = parse({**tomllib.loads(WHOLE), **changes})
        assert parse(as_plain(description)) == description
    except DescriptionError as refused:
        problems = refused.problems
    assert all(sentence.startswith("`") for sentence in problems)


@pytest.mark.parametrize("mark", ["\r", "\0", "\x1b", "\x85"])
def test_terms_that_no_record_could_publish_are_refused(mark: str) -> None:
    [sentence] = faults(rules=f"One{mark}two")
    assert sentence.startswith("`rules` must hold no control characters")
    assert described(rules="One\r\n\ttwo").rules == "One\n\ttwo"


@pytest.mark.parametrize(
    "closes",
    [
        "9999-12-31 12:00",
        "1800-01-01 12:00",
        datetime(9999, 12, 31, 23),  # noqa: DTZ001  as TOML gives a local time
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=10))),
    ],
    ids=str,
)
def test_an_instant_beyond_every_calendar_is_refused_in_a_sentence(closes: object) -> None:
    [sentence] = faults(time_zone="America/New_York", closes=closes)
    assert "from 1970 to 8999" in sentence


def test_an_instant_with_an_offset_is_that_instant_in_any_zone() -> None:
    far = datetime(2026, 8, 29, 18, tzinfo=timezone(timedelta(hours=5)))
    assert described(closes=far).closes == described(closes="2026-08-29 18:00+05:00").closes
    assert described(closes=far).closes == utc(2026, 8, 29, 13)


def test_where_one_prize_goes_to_a_household_the_form_asks_where_people_live() -> None:
    asked = {rule: described(group_rule=rule).by_household for rule in ("none", "person", "household")}
    assert asked == {"none": False, "person": False, "household": True}


def prizes(*quantities: int) -> list[dict[str, Any]]:
    return [{"title": f"Prize {number}", "quantity": each} for number, each in enumerate(quantities, 1)]


def test_more_prizes_than_anybody_reads_are_refused_in_a_sentence() -> None:
    assert described(prizes=prizes(9_999, 1)).prize_units == 10_000
    assert faults(prizes=prizes(9_999, 2)) == ("`prizes` come to 10,001 in all; a draw has at most 10,000.",)
    assert faults(prizes=prizes(10_001))[0] == "`prizes[1].quantity` must be a whole number from 1 to 10000."


def test_more_reserves_than_anybody_reads_are_refused_in_a_sentence() -> None:
    assert described(reserves=1_000).reserves == 1_000
    assert faults(reserves=1_001) == ("`reserves` must be a whole number from 0 to 1000.",)


def test_more_than_half_of_the_witnesses_have_to_sign_unless_it_is_said_otherwise() -> None:
    keys = [vkey(label) for label in WITNESSES]
    assert described(LEAST).witness_quorum == 0
    assert described(LEAST, witnesses=keys[:1]).witness_quorum == 1
    assert described(LEAST, witnesses=keys).witness_quorum == 2
    one = described(LEAST, witnesses=keys, witness_quorum=1)
    assert parse(as_plain(one)) == one


@pytest.mark.parametrize(
    ("changes", "key", "sentence"),
    [
        ({"witnesses": ["the gazette"]}, "witnesses", "holds no key of a witness in place 1"),
        ({"witnesses": [vkey("service 1")]}, "witnesses", "is not one of type 0x04"),
        ({"witnesses": [vkey("town-gazette")] * 2}, "witnesses", "must all be different"),
        ({"witnesses": [vkey("town-gazette")], "witness_quorum": 2}, "witness_quorum", "from 1 to 1"),
        ({"witnesses": [vkey("town-gazette")], "witness_quorum": 0}, "witness_quorum", "from 1 to 1"),
        ({"witness_quorum": 1}, "witness_quorum", "from 0 to 0"),
    ],
)
def test_witnesses_that_could_not_sign_are_refused(changes: dict[str, Any], key: str, sentence: str) -> None:
    _, faults = read({**tomllib.loads(LEAST), **changes})
    assert [(fault.key, sentence in fault.sentence) for fault in faults] == [(key, True)]
