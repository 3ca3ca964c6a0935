"""What a claim has to say, and how much of a winner may be shown (8.28.5)."""

import pytest

from competition.rules import claiming
from competition.rules.claiming import ClaimForm

WHOLE = {
    "recipient": "Ann Example",
    "street": "1 Example Street",
    "town": "Leeds",
    "postcode": "LS1 1AA",
    "country": "United Kingdom",
    "eligible": True,
    "publication": "initials",
}


def fields(*, digital: bool = False, **typed: object) -> list[str]:
    form = ClaimForm(**{**WHOLE, **typed})  # type: ignore[arg-type]
    return [problem.field for problem in claiming.problems(form, digital=digital)]


def test_a_whole_form_is_taken() -> None:
    assert fields() == []


def test_everything_that_is_wrong_is_said_at_once_and_in_the_order_of_the_form() -> None:
    found = claiming.problems(ClaimForm(), digital=False)
    assert [problem.field for problem in found] == [
        *("recipient", "street", "town", "postcode", "country"),
        *("eligible", "publication"),
    ]


def test_a_digital_prize_asks_for_no_address() -> None:
    assert [p.field for p in claiming.problems(ClaimForm(), digital=True)] == ["eligible", "publication"]


def test_whoever_allows_surname_and_county_says_which_county() -> None:
    assert fields(publication="surname") == ["county"]
    assert fields(publication="surname", county="West Yorkshire") == []
    assert fields(publication="surname", digital=True) == ["county"]


@pytest.mark.parametrize("typed", ["a\nb", "a\u2028b", "a\0b", "x" * 101])
def test_an_address_is_lines(typed: str) -> None:
    assert fields(street=typed) == ["street"]
    assert fields(phone=typed) == ["phone"]


@pytest.mark.parametrize("choice", ["", "name", "SURNAME", "everything"])
def test_a_choice_that_is_none_is_asked_again(choice: str) -> None:
    assert fields(publication=choice) == ["publication"]


@pytest.mark.parametrize(
    ("choice", "name", "county", "shown"),
    [
        ("surname", "Bea Okafor", "West Yorkshire", "Okafor, West Yorkshire"),
        ("surname", "Bea Anne Okafor", "Kent", "Okafor, Kent"),
        ("surname", "Cher", "Kent", "Cher, Kent"),
        ("surname", "Bea Okafor", None, "Okafor"),
        ("surname", "Bea Anne Okafor", None, "Okafor"),
        ("initials", "Bea Anne Okafor", "Kent", "B. O."),
        ("initials", "cher", None, "C."),
        ("none", "Bea Okafor", "Kent", ""),
        (None, "Bea Okafor", "Kent", ""),
        ("surname", None, "Kent", ""),
        ("name", "Bea Okafor", "Kent", ""),
    ],
)
def test_a_winner_is_shown_as_far_as_allowed(
    choice: str | None, name: str | None, county: str | None, shown: str
) -> None:
    assert claiming.shown_as(choice, name, county) == shown


def test_each_field_says_what_to_write() -> None:
    said = [(p.code, p.field, p.message) for p in claiming.problems(ClaimForm(), digital=False)]
    assert said == [
        ("recipient", "recipient", "Write the name that stands on the letter box."),
        ("street", "street", "Write house number and street."),
        ("town", "town", "Write the town."),
        ("postcode", "postcode", "Write the postcode."),
        ("country", "country", "Write the country."),
        (
            *("eligible", "eligible"),
            "Tick the box if it is true. If it is not, you cannot take this prize.",
        ),
        ("publication", "publication", "Choose how we may name you, or ask us not to."),
    ]
    [county] = claiming.problems(ClaimForm(eligible=True, publication="surname"), digital=True)
    assert (county.code, county.message) == (
        "county",
        "Write your county: you allow us to name it with your surname.",
    )
    [long] = claiming.problems(ClaimForm(eligible=True, publication="none", phone="1" * 101), digital=True)
    assert (long.code, long.message) == ("phone", "Write this on one line of at most 100 characters.")
    assert fields(street="a" * 100, more="b", phone="1") == []


def test_a_form_with_faults_is_refused_as_a_whole() -> None:
    found = claiming.problems(ClaimForm(), digital=True)
    refused = claiming.ClaimRefusedError(found)
    assert (refused.code, refused.message) == ("claim_refused", "Not sent yet: some things to put right.")
    assert refused.problems == tuple(found)
