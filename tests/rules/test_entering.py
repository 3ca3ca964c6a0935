"""Deciding entries and confirmations: the instants themselves, and every fault of a form at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from competition.rules import confirming, entering, excluding
from competition.rules.backoff import LONGEST, delay
from competition.rules.describing import parse
from competition.rules.description import Extra
from competition.rules.entering import (
    Form,
    check_details,
    check_disposable,
    clean_extras,
    clean_name,
    problems,
)
from competition.rules.errors import EntryRefusedError, RuleError
from competition.rules.lifecycle import Status
from competition.rules.pictures import checked_drawing, is_drawing
from tests.rules.refusals import refusal
from tests.rules.test_lifecycle import CLOSES, CONFIRM_BY, DATES, MOMENT, OPENS

LONDON = "Europe/London"
DESCRIPTION = parse(
    {
        "title": "Win a film",
        "slug": "win-a-film",
        "time_zone": LONDON,
        "closes": "2026-08-29 18:00",
        "region": "the United Kingdom",
        "prizes": [{"title": "A film"}],
        "question": {"text": "Made of?", "answers": ["Porcelain", "Glass"], "right": 1},
    }
)


def window(status: Status, now: datetime) -> str:
    try:
        entering.check_window(status, DATES, now, zone=LONDON)
    except RuleError as refused:
        return refused.code
    return "taken"


@pytest.mark.parametrize(
    ("status", "now", "answer"),
    [
        (Status.SCHEDULED, OPENS - MOMENT, "not_open"),
        (Status.SCHEDULED, OPENS, "taken"),
        (Status.OPEN, OPENS, "taken"),
        (Status.OPEN, OPENS - MOMENT, "not_open"),
        (Status.OPEN, CLOSES - MOMENT, "taken"),
        (Status.OPEN, CLOSES, "closed"),
        (Status.SCHEDULED, CLOSES, "closed"),
        (Status.DRAFT, OPENS, "unknown"),
    ],
)
def test_an_entry_is_in_time_until_just_before_the_close_and_equal_is_late(
    status: Status, now: datetime, answer: str
) -> None:
    assert window(status, now) == answer


@pytest.mark.parametrize(
    "status", [Status.CLOSED, Status.FROZEN, Status.DRAWN, Status.COMPLETED, Status.VOIDED]
)
def test_what_was_closed_stays_closed_when_the_clock_goes_back(status: Status) -> None:
    assert window(status, OPENS) == "closed"


@pytest.mark.parametrize(
    ("now", "in_time"),
    [(CLOSES, True), (CONFIRM_BY - MOMENT, True), (CONFIRM_BY, True), (CONFIRM_BY + MOMENT, False)],
)
def test_a_confirmation_is_in_time_up_to_the_published_instant_itself(now: datetime, in_time: bool) -> None:
    assert confirming.in_time(Status.CLOSED, DATES, now) is in_time


def test_nothing_is_confirmed_once_the_list_is_frozen_whatever_the_clock_says() -> None:
    assert not confirming.in_time(Status.FROZEN, DATES, CLOSES)
    assert "Sunday 30 August 2026, 18:00 BST" in confirming.late(DATES, zone=LONDON).message


def form(**typed: Any) -> Form:
    whole = {"name": "Ann Example", "eligible": ("1", "2"), "answer": "1", "publication": "none"}
    return Form(**{**whole, **typed})


def test_a_whole_form_has_no_fault_and_an_empty_one_names_them_all_in_order() -> None:
    assert problems(DESCRIPTION, form()) == []
    empty = problems(DESCRIPTION, Form("", (), "", ""))
    assert [problem.field for problem in empty] == ["name", "answer", "eligible", "publication"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "a" * 101}, "name"),
        *(({"name": f"Ann{separator}Example"}, "name") for separator in "\r\n\0\x85\u2028\x0b\x1c\ud800"),
        *(({"name": f"Ann{mark}"}, "name") for mark in "\u202a\u202b\u202c\u202d\u2067\u2068\u2069\u2029"),
        *(({"name": name}, "name") for name in ("\u200b", "42", "...", "Ann \u202eExample", "\u2066Ann")),
        ({"answer": "0"}, "answer"),
        ({"answer": "3"}, "answer"),
        ({"answer": "١"}, "answer"),
        ({"eligible": ("1",)}, "eligible"),
        ({"publication": "all"}, "publication"),
    ],
)
def test_a_field_that_is_not_right_is_the_only_one_named(typed: dict[str, Any], field: str) -> None:
    assert [problem.field for problem in problems(DESCRIPTION, form(**typed))] == [field]


def test_a_lone_box_is_spoken_of_as_one() -> None:
    lone = replace(DESCRIPTION, region="")
    [problem] = problems(lone, form(eligible=()))
    assert problem.message == "Tick the box if it is true. If it is not, you cannot enter this draw."


def test_a_wrong_answer_is_taken_like_a_right_one() -> None:
    assert problems(DESCRIPTION, form(answer="2")) == []


@pytest.mark.parametrize("name", ["Ann", "a" * 100, "Ó Súilleabháin", "王小明", "می‌خواهم", "Ann 2nd"])
def test_a_name_in_any_script_is_a_name(name: str) -> None:
    assert problems(DESCRIPTION, form(name=name)) == []


EXTRAS = (Extra("Size", "Fit", required=True), Extra("Seat", "Place"))
ASKS_MORE = replace(DESCRIPTION, extras=EXTRAS)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("M", "12"), []),
        (("M",), []),
        (("a" * 200, "b" * 200), []),
        (("M", ""), []),
        ((), [("extra_1", "Fill in “Size”.")]),
        (("  ", ""), [("extra_1", "Fill in “Size”.")]),
        (("a" * 201, "M"), [("extra_1", "Write 200 characters at most.")]),
        (("M", "a\nb"), [("extra_2", "Write it on one line.")]),
        (
            ("\u202ea", "b" * 201),
            [("extra_1", "Write it on one line."), ("extra_2", "Write 200 characters at most.")],
        ),
    ],
)
def test_the_promoters_own_fields_are_checked_in_their_order(
    typed: tuple[str, ...], said: list[tuple[str, str]]
) -> None:
    found = problems(ASKS_MORE, form(extras=typed))
    assert [(problem.field, problem.message) for problem in found] == said
    assert {problem.code for problem in found} <= {"extra"}


def test_what_is_kept_of_them_is_what_was_filled_in_by_label() -> None:
    assert clean_extras(ASKS_MORE, ("  Zoe\u0308  M ", " ")) == {"Size": "Zoë M"}
    assert clean_extras(ASKS_MORE, ("M", "1", "2")) == {"Size": "M", "Seat": "1"}
    assert clean_extras(ASKS_MORE, ()) == {}


def test_what_an_entrant_puts_right_later_is_held_to_the_same() -> None:
    check_details("Ann Example", "none")
    with pytest.raises(EntryRefusedError) as refused:
        check_details("", "all")
    assert [problem.field for problem in refused.value.problems] == ["name", "publication"]
    with pytest.raises(EntryRefusedError) as refused:
        check_details("Ann", "")
    assert [problem.field for problem in refused.value.problems] == ["publication"]


def test_a_name_is_kept_composed_and_with_single_spaces() -> None:
    assert clean_name("  Zoe\u0308   Example ") == "Zoë Example"


def test_an_address_of_a_listed_domain_is_refused_where_the_draw_takes_none() -> None:
    check_disposable("refuse", listed=False)
    check_disposable("flag", listed=True)
    check_disposable("allow", listed=True)
    assert refusal(lambda: check_disposable("refuse", listed=True)) == (
        *("disposable", "email"),
        "This draw takes no addresses that are thrown away after use. Give one that stays yours.",
    )


def test_an_exclusion_needs_a_reason_that_was_published() -> None:
    excluding.check_exclusion(Status.OPEN, "duplicate", ["duplicate"])
    with pytest.raises(RuleError) as refused:
        excluding.check_exclusion(Status.OPEN, "dislike", ["duplicate"])
    assert refused.value.code == "reason"
    assert excluding.in_words("staff_member") == "Reason given by the promoter: staff member."


def test_tries_lie_ever_further_apart_and_within_two_days_in_all() -> None:
    pauses = [delay(attempts, jitter=0) for attempts in range(1, 8)]
    assert pauses == sorted(pauses)
    assert max(pauses) <= LONGEST
    assert sum(pauses, timedelta()) <= timedelta(hours=48)
    assert delay(3, jitter=1) == delay(3, jitter=0) * 0.75
    minutes = [delay(attempts, jitter=0) / timedelta(minutes=1) for attempts in (1, 2, 3, 4, 5, 6, 7, 900)]
    assert minutes == [1, 4, 16, 64, 256, 1024, 1440, 1440]


def test_a_drawing_is_known_by_how_it_begins_and_kept_small() -> None:
    for start in (
        b"",
        b" \n",
        b'<?xml version="1.0"?>',
        b"\xef\xbb\xbf",
        b"<!-- Made by hand -->\n",
        b"<!DOCTYPE svg>\n",
    ):
        drawing = start + b'<svg xmlns="http://www.w3.org/2000/svg"/>'
        assert is_drawing(drawing)
        assert checked_drawing(drawing) == drawing
    for other in (b"", b"<!-- no picture -->", b"<html><svg>", b"GIF89a", b"\xff\xd8\xff"):
        assert not is_drawing(other)
    # Of the first thousand bytes.
    assert is_drawing(b" " * 996 + b"<svg/>")
    assert not is_drawing(b" " * 997 + b"<svg/>")
    assert checked_drawing(b"<svg>" + bytes(39_995))
    with pytest.raises(RuleError, match="has 40,001 bytes; make it 40,000 at most") as refused:
        checked_drawing(b"<svg>" + bytes(39_996))
    assert (refused.value.code, refused.value.field) == ("picture", "picture")
