"""Guarantee N10: people close to the promoter cannot be confirmed, and how many there are is public."""

from collections.abc import Sequence

import pytest

from competition.rules.errors import RuleError
from competition.services import competitions, entries
from competition.services.review import conflicts
from competition.store.engine import Database
from competition.store.models import Conflict
from tests.services import builders
from tests.services.builders import OPENS, SLUG, FakeClock, House
from tests.services.drawn import files, freeze_by_clock

STAFF = ["Jo.Staff@gmail.com", "", "sam@example.com", "jostaff+films@googlemail.com"]


@pytest.fixture
def coming(database: Database) -> House:
    """Published, and not open yet."""
    clock = FakeClock()
    own = builders.instance(clock)
    builders.publish(database, own)
    return House(database, own, clock)


def load(house: House, lines: Sequence[str] = STAFF) -> int:
    with house.write() as session:
        return conflicts.load(session, SLUG, lines, actor="operator", instance=house.instance)


def said(house: House) -> str:
    """What the public page says of the list."""
    with house.database.read() as session:
        view = competitions.page(session, SLUG, instance=house.instance)
    return next((fact.text for fact in view.conditions if fact.term == "Not"), "")


def test_the_number_is_public_before_the_opening_and_no_address_is_kept(coming: House) -> None:
    assert said(coming) == ""
    assert load(coming) == 2
    assert "2 addresses are listed" in said(coming)
    with coming.database.read() as session:
        rows = session.query(Conflict).all()
    assert {len(row.address_digest) for row in rows} == {32}


def test_somebody_listed_enters_as_everybody_and_cannot_be_confirmed(coming: House) -> None:
    load(coming)
    coming.clock.at = OPENS.replace(day=2)
    coming.enter("ann@example.com")
    coming.enter("jo.staff@gmail.com")
    coming.confirm("ann@example.com")
    token = coming.token("jo.staff@gmail.com")
    with coming.database.read() as session:
        assert entries.confirm_page(session, token, instance=coming.instance).state == "close"
    with pytest.raises(RuleError, match="People close to the promoter"):
        coming.confirm("jo.staff@gmail.com")
    code = coming.code("jo.staff@gmail.com")
    with pytest.raises(RuleError, match="People close to the promoter"), coming.write() as session:
        entries.confirm_by_code(session, SLUG, "jo.staff@gmail.com", code, instance=coming.instance)
    freeze_by_clock(coming)
    assert files(coming)["entries.txt"].count(b"\n") == 1
    assert [row.kind for row in coming.messages() if row.recipient.startswith("jo")] == ["confirm"]


def test_control_without_the_list_the_same_person_is_confirmed(coming: House) -> None:
    coming.clock.at = OPENS.replace(day=2)
    coming.enter("jo.staff@gmail.com")
    coming.confirm("jo.staff@gmail.com")
    assert coming.entries()[0].status == "confirmed"


def test_a_later_file_is_the_whole_list_until_the_draw_opens(coming: House) -> None:
    load(coming)
    assert load(coming, ["kim@example.com"]) == 1
    assert "One address is listed" in said(coming)
    coming.clock.at = OPENS
    with pytest.raises(RuleError, match="closed when the draw opened"):
        load(coming)


def test_a_line_that_is_no_address_is_named_and_nothing_changes(coming: House) -> None:
    load(coming)
    with pytest.raises(RuleError, match="line 2, line 4"):
        load(coming, ["kim@example.com", "nobody", "", "@"])
    assert "2 addresses are listed" in said(coming)
