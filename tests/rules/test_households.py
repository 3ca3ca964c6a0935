"""Who lives together: spellings of one place are one household, and nothing else is merged."""

import pytest

from competition.adapters.households import digest
from competition.rules.entering import Form, problems
from competition.rules.households import fold
from competition.rules.notice import notice
from competition.rules.terms import terms_text
from tests.rules.test_notice import PROMOTER
from tests.services.builders import OPENS, described

KEY = b"k" * 32
HOUSEHOLD = described(group_rule="household")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("LS1 1AA", "12a"), ("ls1 1aa", "12A")),
        (("LS1 1AA", "12 A"), ("LS11AA", " 12a ")),
        (("LS1 1AA", "Caf\u00e9 Row"), ("LS1 1AA", "Cafe\u0301 row")),
        (("LS1\u00a01AA", "1"), ("LS1 1AA", "1")),
    ],
)
def test_these_are_one_household(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert digest(*one, KEY) == digest(*other, KEY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("LS1 1AA", "12"), ("LS1 1AA", "12a")),
        (("LS1 1AA", "12"), ("LS1 1AB", "12")),
        # What is typed in one field is never taken for a part of the other.
        (("LS1 1AA", "12"), ("LS1 1A", "A12")),
        (("LS1 1AA", "Flat 1, 12"), ("LS1 1AA", "Flat 2, 12")),
    ],
)
def test_these_are_two(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert digest(*one, KEY) != digest(*other, KEY)


def test_the_digest_is_that_of_this_competition_s_key_alone() -> None:
    assert digest("LS1 1AA", "12", KEY) != digest("LS1 1AA", "12", b"j" * 32)
    assert len(digest("LS1 1AA", "12", KEY)) == 32


@pytest.mark.parametrize(
    ("postcode", "house", "fields"),
    [
        ("LS1 1AA", "12", []),
        ("D-50667", "Rose Cottage", []),
        ("1", "1", []),
        ("123456-789012", "x" * 60, []),
        ("", "", ["postcode", "house"]),
        ("LS1/1AA", "12", ["postcode"]),
        ("1" * 13, "12", ["postcode"]),
        ("LS1 1AA", "-", ["house"]),
        ("LS1 1AA", "x" * 61, ["house"]),
        ("LS1 1AA", "1\x00", ["house"]),
    ],
)
def test_what_has_to_be_put_right_is_said_at_its_field(postcode: str, house: str, fields: list[str]) -> None:
    form = Form("Ann", ("1", "2"), "1", "none", postcode=postcode, house=house)
    assert [problem.field for problem in problems(HOUSEHOLD, form)] == fields


def test_what_is_asked_for_is_said_with_an_example() -> None:
    found = problems(HOUSEHOLD, Form("Ann", ("1", "2"), "1", "none"))
    assert [(problem.code, problem.message) for problem in found] == [
        ("postcode", "Write your postcode, such as LS1 1AA."),
        ("house", "Write the number or the name of your house, with that of the flat if there is one."),
    ]


def test_without_the_rule_nobody_is_asked() -> None:
    assert problems(described(), Form("Ann", ("1", "2"), "1", "none")) == []


def test_terms_and_notice_say_what_is_asked_what_for_and_what_is_kept() -> None:
    terms = terms_text(HOUSEHOLD, HOUSEHOLD.timetable(opens=OPENS), PROMOTER)
    assert "Each household can win one prize. A household is a postcode with a house number or name" in terms
    assert "The form also asks for postcode and house. Only a digest of both is kept" in terms
    said = dict(notice(HOUSEHOLD, PROMOTER, complaints="https://cinema.example/draws/complaints"))
    assert "your postcode and house number or name" in said["What"]
    assert "Of postcode and house only a digest is kept" in said["What"]
    assert "one prize to a household" in said["Why"]
    plain = dict(notice(described(), PROMOTER, complaints="https://cinema.example/draws/complaints"))
    assert "postcode" not in "".join(plain.values())


def test_folding_twice_is_folding_once() -> None:
    for text in ("Straße 1", "İstanbul 2", "ﬁve", "Ω\u0345"):
        assert fold(fold(text)) == fold(text)
