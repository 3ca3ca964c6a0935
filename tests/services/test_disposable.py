"""Addresses that are thrown away after use: refused, flagged or taken, as the draw says (O5)."""

import pytest
from sqlalchemy import select

from competition.adapters import disposable
from competition.rules.errors import EntryRefusedError
from competition.services.review import signals
from competition.store.engine import Database
from competition.store.models import Activity, Competition, Flag, Manifest
from tests.services.builders import House
from tests.services.drawn import open_house

THROWN_AWAY = "ann@inbox.mailinator.com"


def flags(house: House) -> list[str]:
    house.clock.forward(minutes=9)
    with house.database.read() as session:
        competition_id = session.scalars(select(Competition.id)).one()
    while signals.look(house.database, competition_id, instance=house.instance):
        pass
    with house.database.read() as session:
        return [row.reason for row in session.scalars(select(Flag))]


def terms(house: House) -> str:
    with house.database.read() as session:
        return session.scalars(select(Manifest.rules)).one()


@pytest.mark.parametrize(("policy", "found"), [("flag", ["disposable"]), ("allow", [])])
def test_where_they_are_taken_they_are_flagged_unless_the_draw_says_otherwise(
    database: Database, policy: str, found: list[str]
) -> None:
    house = open_house(database, disposable=policy)
    house.enter(THROWN_AWAY)
    assert [row.kind for row in house.messages()] == ["confirm"]
    assert flags(house) == found
    assert "throw them away" not in terms(house)


def test_where_they_are_refused_nothing_is_stored_or_sent_and_the_terms_say_so(database: Database) -> None:
    house = open_house(database, disposable="refuse")
    with pytest.raises(EntryRefusedError) as refused:
        house.enter(THROWN_AWAY)
    [problem] = refused.value.problems
    assert (problem.field, "takes no addresses that are thrown away" in problem.message) == ("email", True)
    assert house.entries() == []
    assert house.messages() == []
    assert "Addresses of providers that throw them away after use are not taken." in terms(house)
    house.enter("ann@example.com")
    assert len(house.entries()) == 1


def test_a_refusal_says_the_same_of_every_address_whether_it_entered_or_not(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A domain may come onto the list after somebody has entered from it."""
    house = open_house(database, disposable="refuse")
    house.enter("known@example.org")
    house.confirm("known@example.org")
    before = len(house.messages())
    monkeypatch.setattr(disposable, "is_listed", lambda folded: folded.endswith("@example.org"))
    said = []
    for address in ("known@example.org", "new@example.org"):
        with pytest.raises(EntryRefusedError) as refused:
            house.enter(address)
        said.append([(one.code, one.field, one.message) for one in refused.value.problems])
    assert said[0] == said[1]
    assert len(house.messages()) == before
    assert [row.status for row in house.entries()] == ["confirmed"]


def test_the_version_of_the_list_is_kept_with_the_draw(database: Database) -> None:
    house = open_house(database, disposable="refuse")
    with house.database.read() as session:
        row = session.scalars(select(Activity).where(Activity.action == "published")).one()
    assert row.details == {"disposable": "refuse", "list": disposable.LIST}
