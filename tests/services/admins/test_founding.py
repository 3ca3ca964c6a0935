"""The first owner of a site: by the operator's link, once, and by nothing else."""

import pytest
from sqlalchemy.orm import Session

from competition.adapters.tokens import ExpiredError, InvalidError, Purpose, TokenError
from competition.rules.errors import RuleError
from competition.rules.permissions import Role
from competition.services.admins import accounts, founding, signing_in
from competition.services.admins.founding import Founder
from competition.store import admins, site
from tests.services.admins.staff import HOME, PASSWORD, joined
from tests.services.builders import House
from tests.store.sabotage import at_once

OLIVE = Founder("Olive", "olive@example.com", PASSWORD)


def link(house: House) -> str:
    with house.write() as session:
        found = founding.link(session, instance=house.instance)
    assert found is not None
    return found.rpartition("/")[2]


def found(house: House, token: str, founder: Founder = OLIVE) -> None:
    with house.write() as session:
        founding.found(session, token, founder, instance=house.instance)


def roles(session: Session) -> list[tuple[str, Role, str]]:
    return [(person.email, person.role, person.status) for person in accounts.people(session)]


def test_whoever_has_the_link_is_the_owner_and_signs_in(house: House) -> None:
    found(house, link(house))
    with house.write() as session:
        assert roles(session) == [("olive@example.com", Role.OWNER, "active")]
        half = signing_in.sign_in(session, OLIVE.email, PASSWORD, HOME, instance=house.instance)
        assert half is not None
        assert founding.is_founded(session)


def test_the_link_works_once_and_there_is_none_for_a_second_owner(house: House) -> None:
    token = link(house)
    found(house, token)
    with pytest.raises(InvalidError):
        found(house, token, Founder("Pia", "pia@example.com", PASSWORD))
    with house.write() as session:
        assert founding.link(session, instance=house.instance) is None
        assert len(accounts.people(session)) == 1


def test_a_newer_link_ends_the_one_before_it(house: House) -> None:
    older, newer = link(house), link(house)
    with pytest.raises(InvalidError):
        found(house, older)
    found(house, newer)


def test_an_open_link_is_worth_nothing_once_an_owner_came_by_another_way(house: House) -> None:
    token = link(house)
    joined(house, "pia")
    with pytest.raises(InvalidError):
        found(house, token)


def test_it_expires_after_seven_days_and_says_how_to_get_another(house: House) -> None:
    token = link(house)
    house.clock.forward(days=7)
    with pytest.raises(ExpiredError, match="competition init"):
        found(house, token)


def test_no_other_token_opens_it(house: House) -> None:
    token = link(house)
    public_id = house.instance.tokens.read(Purpose.SET_UP, token)
    for other in ("", "x", house.instance.tokens.issue(Purpose.JOIN, public_id)):
        with pytest.raises(TokenError):
            found(house, other)


def test_what_has_to_be_put_right_is_said_and_the_link_stays_open(house: House) -> None:
    token = link(house)
    for founder, field in (
        (Founder("", OLIVE.email, PASSWORD), "name"),
        (Founder("Olive", "olive", PASSWORD), "email"),
        (Founder("Olive", OLIVE.email, "short"), "password"),
    ):
        with pytest.raises(RuleError) as refused:
            found(house, token, founder)
        assert refused.value.field == field
    found(house, token)


def test_of_many_who_use_it_at_once_one_is_the_owner(house: House) -> None:
    token = link(house)

    def use(number: int) -> bool:
        try:
            found(house, token, Founder("Olive", f"olive{number}@example.com", PASSWORD))
        except InvalidError:
            return False
        return True

    assert sum(at_once(6, use)) == 1
    with house.database.read() as session:
        assert len(accounts.people(session)) == 1


def test_control_a_link_that_is_not_taken_away_makes_a_second_owner(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = link(house)
    monkeypatch.setattr(site, "use_set_up_link", lambda _session, _id: True)
    monkeypatch.setattr(admins, "has_owner", lambda _session: False)
    found(house, token)
    found(house, token, Founder("Pia", "pia@example.com", PASSWORD))
    with house.database.read() as session:
        assert len(accounts.people(session)) == 2
