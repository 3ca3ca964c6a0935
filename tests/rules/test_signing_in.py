"""How admins prove who they are: what a password must be, how a code may be typed, when to stop asking."""

import pytest

from competition.rules.signing_in import check_password, is_throttled, plain_code
from tests.rules.refusals import refusal

LENGTH = "Take 12 characters or more, up to 200. Four words are good."
ALIKE = "Take more different characters. Four words are good."
KNOWN = "Leave your name and address out of it. Four other words are good."


def checked(password: str, *, email: str = "Jo.Smith@example.com", name: str = "Jo Smith") -> None:
    check_password(password, email=email, name=name)


@pytest.mark.parametrize("password", ["abcdeabcdeab", "abcde" * 40, "correct horse battery", "example.com-x"])
def test_a_password_of_enough_different_characters_is_taken(password: str) -> None:
    checked(password)


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("abcdefghijk", LENGTH),
        ("abcdefgh" * 25 + "a", LENGTH),
        ("abcdabcdabcd", ALIKE),
        ("my-jo.SMITH-password", KNOWN),
        ("The JO SMITH of Leeds", KNOWN),
    ],
)
def test_a_password_that_others_guess_is_refused(password: str, message: str) -> None:
    assert refusal(lambda: checked(password)) == ("password", "password", message)


def test_a_name_that_is_not_known_yet_forbids_nothing() -> None:
    checked("correct horse battery", email="", name="")


def test_a_code_is_read_however_it_was_typed() -> None:
    assert plain_code(" 123-456 ") == "123456"
    assert plain_code("AbC１２ é-x") == "abc12x"
    assert plain_code("a" * 81) == "a" * 80


@pytest.mark.parametrize(
    ("from_source", "from_strangers", "known_device", "throttled"),
    [
        (9, 49, False, False),
        (10, 0, False, True),
        (10, 0, True, True),
        (0, 50, False, True),
        (9, 500, True, False),
    ],
)
def test_a_source_and_all_strangers_have_their_number_of_tries(
    from_source: int, from_strangers: int, known_device: bool, throttled: bool
) -> None:
    assert throttled is is_throttled(
        from_source=from_source, from_strangers=from_strangers, known_device=known_device
    )
