"""The private record is a chain: what the promoter's side did cannot be changed without being found."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from competition.rules.chain import START
from competition.store import activity
from competition.store.activity import Filter
from competition.store.engine import Database
from competition.store.models import Activity
from tests.store.builders import NOON
from tests.store.sabotage import at_once, drop_triggers, plain_connection


def deed(number: int, actor: str = "jo") -> Activity:
    return Activity(
        at=NOON + timedelta(seconds=number), actor=actor, action=f"act {number}", details={"n": number}
    )


@pytest.fixture
def url(database: Database, database_url: str) -> str:
    with database.write() as session:
        for number in range(1, 6):
            activity.record(session, deed(number, "reader" if number == 3 else "jo"))
    return database_url


def broken(database: Database) -> list[str]:
    with database.read() as session:
        return list(activity.broken(session))


def sabotage(url: str, statement: str) -> None:
    drop_triggers(url)
    with plain_connection(url) as connection:
        connection.execute(text(statement))


def test_an_untouched_record_holds(database: Database, url: str) -> None:
    assert broken(database) == []


@pytest.mark.parametrize(
    ("statement", "named"),
    {
        "another actor": ("UPDATE activity SET actor = 'sam' WHERE id = 2", "activity 2: it is not what"),
        "another action": ("UPDATE activity SET action = 'none' WHERE id = 4", "activity 4: it is not what"),
        "other details": ("UPDATE activity SET details = '{}' WHERE id = 5", "activity 5: it is not what"),
        "a link of its own": (
            f"UPDATE activity_link SET digest = '{'5' * 64}' WHERE activity_id = 5",
            "activity 5: it is not what",
        ),
        "out of the chain": (
            "DELETE FROM activity_link WHERE activity_id = 2",
            "activity 2: it is not in the chain",
        ),
        "a reader did it": (
            "UPDATE activity SET actor = 'reader' WHERE id = 4",
            "activity 4: its row is gone",
        ),
    }.values(),
)
def test_a_changed_row_is_found_and_named(database: Database, url: str, statement: str, named: str) -> None:
    sabotage(url, statement)
    assert any(said.startswith(named) for said in broken(database)), broken(database)


def test_a_row_that_is_gone_is_found_by_the_one_behind_it(database: Database, url: str) -> None:
    drop_triggers(url)
    with plain_connection(url) as connection:
        connection.execute(text("DELETE FROM activity_link WHERE activity_id = 2"))
        connection.execute(text("DELETE FROM activity WHERE id = 2"))
    assert broken(database) == ["activity 4: the row before it is not the one that it followed"]


def test_what_readers_did_is_no_part_of_the_chain(database: Database, url: str) -> None:
    sabotage(url, "UPDATE activity SET action = 'other' WHERE id = 3")
    assert broken(database) == []


def test_many_who_act_at_once_make_one_chain(database: Database, url: str) -> None:
    def act(number: int) -> None:
        with database.write() as session:
            activity.record(session, deed(10 + number))

    at_once(8, act)
    assert broken(database) == []


def test_control_without_taking_turns_the_database_refuses_a_fork(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that follow the same row: the constraint holds where the lock is forgotten."""
    monkeypatch.setattr(activity, "last_digest", lambda _session: START)
    with pytest.raises(Exception, match=r"uq_activity_link_previous|activity_link\.previous"):  # noqa: SIM117
        with database.write() as session:
            activity.record(session, deed(10))


def pages(session: Session, wanted: Filter) -> list[int]:
    found: list[int] = []
    while page := activity.newest(session, wanted, before=found[-1] if found else None, limit=2):
        found += [row.id for row in page]
    return found


def test_the_record_is_read_page_by_page_newest_first_through_a_filter(database: Database, url: str) -> None:
    with database.read() as session:
        assert pages(session, Filter()) == [5, 4, 3, 2, 1]
        assert pages(session, Filter(actor="reader")) == [3]
        assert pages(session, Filter(action="act 4")) == [4]
        assert pages(session, Filter(since=NOON + timedelta(seconds=4))) == [5, 4]
        assert pages(session, Filter(until=NOON + timedelta(seconds=2))) == [1]
