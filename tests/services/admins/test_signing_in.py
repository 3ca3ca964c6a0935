"""Guarantees O25 and O26: who gets to the desk, and who is never kept away from it."""

from collections.abc import Callable

import pytest

from competition.adapters.tokens import ExpiredError, InvalidError, Purpose
from competition.rules.errors import RuleError
from competition.rules.permissions import Role
from competition.services.admins import accounts, factors, second_factors, signing_in
from competition.services.admins.signing_in import Source
from competition.store import admins
from tests.services.admins.staff import AWAY, HOME, PASSWORD, Person, joined
from tests.services.builders import House


@pytest.fixture
def olive(house: House) -> Person:
    return joined(house, "olive")


def half(person: Person, source: Source = HOME) -> str:
    with person.house.write() as session:
        found = signing_in.sign_in(session, person.email, PASSWORD, source, instance=person.house.instance)
    assert found is not None
    return found


def finish(person: Person, token: str, typed: str, source: Source = HOME) -> tuple[str, str] | None:
    with person.house.write() as session:
        proof = factors.by_code(typed, instance=person.house.instance)
        return signing_in.finish(session, token, proof, source, instance=person.house.instance)


def wrong(house: House, email: str, source: Source, times: int) -> None:
    for _ in range(times):
        with house.write() as session:
            found = signing_in.sign_in(session, email, "not the password", source, instance=house.instance)
        assert found is None


def test_a_password_alone_opens_nothing(olive: Person) -> None:
    assert olive.view(half(olive)) is None


def test_with_the_second_factor_it_does_and_the_session_is_a_new_one(olive: Person) -> None:
    olive.house.clock.forward(seconds=31)
    token = half(olive)
    done = finish(olive, token, olive.digits())
    assert done is not None
    assert done[0] != token
    assert olive.view(token) is None
    found = olive.view(done[0])
    assert found is not None
    assert (found.code, found.role) == (olive.code, Role.OWNER)


def wide(code: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in code)


@pytest.mark.parametrize("spell", [str, wide, lambda code: f" {code[:3]} {code[3:]} ", "-".join])
def test_a_code_works_in_any_spelling_and_once_in_all_of_them(
    olive: Person, spell: Callable[[str], str]
) -> None:
    olive.house.clock.forward(seconds=31)
    digits = olive.digits()
    assert finish(olive, half(olive), spell(digits))
    for again in (digits, wide(digits), f"{digits[:3]} {digits[3:]}"):
        assert finish(olive, half(olive), again) is None


def test_control_a_code_whose_step_is_not_kept_would_work_again(
    olive: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admins, "use_step", lambda *_: True)
    olive.house.clock.forward(seconds=31)
    assert finish(olive, half(olive), olive.digits())
    assert finish(olive, half(olive), olive.digits())


def test_a_code_on_paper_works_once(olive: Person) -> None:
    with olive.house.write() as session:
        codes = second_factors.new_recovery_codes(session, olive.code, instance=olive.house.instance)
    assert len(set(codes)) == 10
    assert finish(olive, half(olive), codes[3].upper().replace("-", " "))
    assert finish(olive, half(olive), codes[3]) is None
    with olive.house.write() as session:
        second_factors.new_recovery_codes(session, olive.code, instance=olive.house.instance)
    assert finish(olive, half(olive), codes[4]) is None


def ending(person: Person, what: str) -> None:
    own = person.house.instance
    with person.house.write() as session:
        if what == "signing out":
            signing_in.sign_out(session, person.code, instance=own)
        elif what == "a new password":
            accounts.change_password(session, person.code, "another four quiet words", instance=own)
        elif what == "another role":
            accounts.change_role(session, person.code, Role.OBSERVER, actor="staff-9", instance=own)
        else:
            accounts.disable(session, person.code, actor="staff-9", instance=own)


@pytest.mark.parametrize("what", ["signing out", "a new password", "another role", "disabling"])
def test_all_sessions_of_an_admin_end_at_once_and_a_kept_cookie_is_worth_nothing(
    house: House, olive: Person, what: str
) -> None:
    ben = joined(house, "ben", Role.EDITOR)
    kept = [ben.sign_in(HOME), ben.sign_in(AWAY)]
    others = olive.sign_in()
    assert all(ben.view(token) for token in kept)
    ending(ben, what)
    assert [ben.view(token) for token in kept] == [None, None]
    assert olive.view(others)


def test_control_a_session_that_is_not_ended_goes_on(olive: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admins, "end_sessions", lambda *_: 1)
    kept = olive.sign_in()
    ending(olive, "signing out")
    assert olive.view(kept)


def test_a_session_ends_by_itself_after_twelve_hours(olive: Person) -> None:
    token = olive.sign_in()
    olive.house.clock.forward(hours=11, minutes=59)
    assert olive.view(token)
    olive.house.clock.forward(minutes=1)
    assert olive.view(token) is None


def test_a_password_counts_for_ten_minutes_for_what_is_dangerous(olive: Person) -> None:
    token = olive.sign_in()
    assert olive.view(token).proven  # type: ignore[union-attr]
    olive.house.clock.forward(minutes=10)
    assert not olive.view(token).proven  # type: ignore[union-attr]
    with olive.house.write() as session:
        own = olive.house.instance
        assert not signing_in.prove(session, token, "something else", HOME, instance=own)
        assert signing_in.prove(session, token, PASSWORD, HOME, instance=own)
    assert olive.view(token).proven  # type: ignore[union-attr]


def test_ten_wrong_tries_from_one_network_are_the_last_for_a_quarter_of_an_hour(olive: Person) -> None:
    wrong(olive.house, olive.email, AWAY, 10)
    with olive.house.write() as session, pytest.raises(RuleError, match="quarter of an hour"):
        signing_in.sign_in(session, olive.email, PASSWORD, AWAY, instance=olive.house.instance)
    olive.house.clock.forward(minutes=15, seconds=1)
    assert half(olive, AWAY)


def test_who_is_kept_away_is_never_another_account_another_network_or_a_known_browser(
    house: House, olive: Person
) -> None:
    ben = joined(house, "ben", Role.EDITOR)
    wrong(house, olive.email, AWAY, 10)
    assert half(ben, AWAY), "another account from the same network"
    assert half(olive, HOME), "the same account from another network"
    known = Source(AWAY.network, olive.device)
    assert half(olive, known), "the same account from the same network, in a browser that it knows"


def test_tries_from_everywhere_at_one_account_leave_the_known_browser_in(house: House, olive: Person) -> None:
    for number in range(5):
        wrong(house, olive.email, Source(f"203.0.113.{number}/32"), 10)
    with house.write() as session, pytest.raises(RuleError, match="quarter of an hour"):
        signing_in.sign_in(session, olive.email, PASSWORD, HOME, instance=house.instance)
    house.clock.forward(seconds=31)
    known = Source(HOME.network, olive.device)
    assert finish(olive, half(olive, known), olive.digits(), known)


def test_control_a_browser_s_mark_of_another_account_or_a_forged_one_is_none(
    house: House, olive: Person
) -> None:
    ben = joined(house, "ben", Role.EDITOR)
    wrong(house, olive.email, AWAY, 10)
    for mark in (ben.device, olive.device[:-2] + "xx", "x"):
        with house.write() as session, pytest.raises(RuleError):
            signing_in.sign_in(
                session, olive.email, PASSWORD, Source(AWAY.network, mark), instance=house.instance
            )


def test_wrong_codes_are_counted_as_wrong_passwords_are(olive: Person) -> None:
    token = half(olive)
    for _ in range(10):
        assert finish(olive, token, "000000") is None
    with pytest.raises(RuleError, match="quarter of an hour"):
        finish(olive, token, olive.digits())


def test_nobody_signs_in_as_somebody_who_is_not_there_or_was_shut_out(house: House, olive: Person) -> None:
    ben = joined(house, "ben", Role.EDITOR)
    ending(ben, "disabling")
    for email in (ben.email, "nobody@example.com", "no address", ""):
        wrong(house, email, HOME, 1)
        with house.write() as session:
            assert signing_in.sign_in(session, email, PASSWORD, HOME, instance=house.instance) is None


def reset_link(house: House) -> str:
    return next(w for w in house.messages()[-1].text.split() if "/admin/reset/" in w).rpartition("/")[2]


def test_a_forgotten_password_is_set_by_a_mailed_link_once_and_the_second_factor_stays(
    house: House, olive: Person
) -> None:
    before = olive.sign_in()
    with house.write() as session:
        accounts.ask_reset(session, " Olive@EXAMPLE.com", instance=house.instance)
    link, new = reset_link(house), "some other quiet words"
    with house.write() as session:
        accounts.set_password(session, Purpose.RESET, link, new, instance=house.instance)
        token = signing_in.sign_in(session, olive.email, new, HOME, instance=house.instance)
    assert token is not None
    assert olive.view(token) is None
    assert olive.view(before) is None
    with house.write() as session, pytest.raises(InvalidError):
        accounts.set_password(session, Purpose.RESET, link, PASSWORD, instance=house.instance)


def test_asking_for_a_new_password_says_nothing_and_fills_no_mailbox(house: House, olive: Person) -> None:
    count = len(house.messages())
    for email in ("nobody@example.com", "no address", olive.email, olive.email):
        with house.write() as session:
            accounts.ask_reset(session, email, instance=house.instance)
    assert len(house.messages()) == count + 1


@pytest.mark.parametrize("password", ["short", "a" * 20, "olive likes prizes", "x" * 201])
def test_a_password_that_is_easily_guessed_is_refused(olive: Person, password: str) -> None:
    with olive.house.write() as session, pytest.raises(RuleError) as refused:
        accounts.change_password(session, olive.code, password, instance=olive.house.instance)
    assert refused.value.field == "password"


def test_the_last_owner_stays(olive: Person) -> None:
    own = olive.house.instance
    with olive.house.write() as session, pytest.raises(RuleError, match="only owner"):
        accounts.disable(session, olive.code, actor=olive.code, instance=own)
    with olive.house.write() as session, pytest.raises(RuleError, match="only owner"):
        accounts.change_role(session, olive.code, Role.EDITOR, actor=olive.code, instance=own)
    joined(olive.house, "pia")
    with olive.house.write() as session:
        accounts.disable(session, olive.code, actor="staff-2", instance=own)


def test_a_link_to_join_works_for_seven_days_and_the_newest_only(house: House) -> None:
    def link() -> str:
        with house.write() as session:
            found = accounts.owner_link(session, "olive@example.com", "Olive", instance=house.instance)
        return found.rpartition("/")[2]

    first, second = link(), link()
    for token, kind in ((first, InvalidError), (second, ExpiredError)):
        house.clock.forward(days=0 if token == first else 7)
        with house.write() as session, pytest.raises(kind):
            accounts.set_password(session, Purpose.JOIN, token, PASSWORD, instance=house.instance)
