"""Links and codes: one purpose, one entry, every secret in the list, no useful spelling (O18, O21, P5)."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competition.adapters.tokens import InvalidError, MissingError, Purpose, TokenError, Tokens

OLD, NEW, OTHER = (secrets.token_urlsafe(32) for _ in range(3))
ANN, BEN = secrets.token_hex(16), secrets.token_hex(16)


def opened(tokens: Tokens, purpose: Purpose, token: str) -> str | None:
    try:
        return tokens.read(purpose, token)
    except TokenError:
        return None


@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_opens_its_own_purpose_and_no_other(purpose: Purpose) -> None:
    tokens = Tokens((NEW,))
    token = tokens.issue(purpose, ANN)
    assert tokens.read(purpose, token) == ANN
    assert {other for other in Purpose if opened(tokens, other, token)} == {purpose}


def test_a_token_is_of_one_entry() -> None:
    tokens = Tokens((NEW,))
    signature = tokens.issue(Purpose.ENTRY, ANN).partition(".")[2]
    assert opened(tokens, Purpose.ENTRY, f"{BEN}.{signature}") is None


def test_old_links_work_while_their_secret_is_in_the_list_and_new_ones_carry_the_new_one() -> None:
    before, after, gone = Tokens((OLD,)), Tokens((NEW, OLD)), Tokens((NEW,))
    assert after.read(Purpose.CONFIRM, before.issue(Purpose.CONFIRM, ANN)) == ANN
    assert gone.read(Purpose.CONFIRM, after.issue(Purpose.CONFIRM, ANN)) == ANN
    assert opened(gone, Purpose.CONFIRM, before.issue(Purpose.CONFIRM, ANN)) is None


def test_a_token_of_another_instance_opens_nothing() -> None:
    assert opened(Tokens((NEW,)), Purpose.CONFIRM, Tokens((OTHER,)).issue(Purpose.CONFIRM, ANN)) is None


def test_no_token_and_a_wrong_token_are_told_apart_and_nothing_else_is() -> None:
    tokens = Tokens((NEW,))
    with pytest.raises(MissingError):
        tokens.read(Purpose.CONFIRM, "")
    for wrong in ("x", ANN, f"{ANN}.", "\ud800", "é" * 76, "a" * 1_000_000, f"{ANN}.{'A' * 43}"):
        with pytest.raises(InvalidError):
            tokens.read(Purpose.CONFIRM, wrong)


@settings(deadline=None)
@given(st.integers(0, 75), st.characters())
def test_a_changed_token_opens_the_same_entry_or_none(place: int, letter: str) -> None:
    tokens = Tokens((NEW,))
    token = tokens.issue(Purpose.CONFIRM, ANN)
    changed = token[:place] + letter + token[place + 1 :]
    assert opened(tokens, Purpose.CONFIRM, changed) in (None, ANN)
    if changed[:75] != token[:75]:
        assert opened(tokens, Purpose.CONFIRM, changed) is None


def test_a_token_is_long_enough_and_safe_in_an_address() -> None:
    token = Tokens((NEW,)).issue(Purpose.CONFIRM, ANN)
    assert len(token) == 32 + 1 + 43
    assert not set(token) & set("/?#&=+%")


@pytest.mark.parametrize("spelling", ["{0}", "{1} {2}", " {1}-{2} ", "{3}", "{1}\u00a0{2}\n"])
def test_the_six_digits_are_right_in_any_spelling(spelling: str) -> None:
    tokens = Tokens((NEW, OLD))
    code = tokens.code(ANN)
    wide = "".join(chr(0xFF10 + int(digit)) for digit in code)
    assert tokens.is_code(ANN, spelling.format(code, code[:3], code[3:], wide))


def test_the_digits_are_of_one_entry_and_survive_a_new_secret() -> None:
    tokens = Tokens((NEW, OLD))
    assert tokens.is_code(ANN, Tokens((OLD,)).code(ANN))
    assert tokens.code(ANN) == tokens.code(ANN)
    assert len({tokens.code(secrets.token_hex(16)) for _ in range(200)}) > 190
    wrong = f"{(int(tokens.code(ANN)) + 1) % 1_000_000:06}"
    for typed in (wrong, "", "12345", "1234567", "٠٠٠٠٠", "\ud800", "9" * 1_000_000):
        assert not Tokens((NEW,)).is_code(ANN, typed)


def test_mails_are_counted_under_every_secret_and_written_under_the_newest() -> None:
    assert Tokens((NEW, OLD)).recipient_digests("ann@example.com") == (
        *Tokens((NEW,)).recipient_digests("ann@example.com"),
        *Tokens((OLD,)).recipient_digests("ann@example.com"),
    )
