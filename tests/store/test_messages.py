"""The outbox: a message has one holder at a time; whoever lost it can no longer write (guarantees F3, P2)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import Select, event

from competition.store import entries, messages
from competition.store.engine import Database
from competition.store.types import CompetitionId, MessageId
from tests.store.builders import DAY, NOON, a_message, an_entry, store_competition
from tests.store.sabotage import at_once

MINUTE = timedelta(minutes=1)


def put(database: Database, competition_id: CompetitionId, number: int = 1) -> None:
    with database.write() as session:
        for each in range(number):
            messages.add(session, a_message(competition_id, each, due_at=NOON + each * timedelta(seconds=1)))


def take(
    database: Database, lease_id: str, now: datetime = NOON + MINUTE, limit: int = 100
) -> list[MessageId]:
    with database.write() as session:
        leased = messages.lease(session, lease_id=lease_id, now=now, until=now + MINUTE, limit=limit)
        return [message.id for message in leased]


def test_the_oldest_due_come_first_and_none_before_its_time(
    database: Database, competition_id: CompetitionId
) -> None:
    put(database, competition_id, 4)
    assert take(database, "a", now=NOON + timedelta(seconds=2), limit=2) == [1, 2]
    assert take(database, "b", now=NOON + timedelta(seconds=2)) == [3]


def test_workers_at_once_share_the_messages_and_meet_on_none(
    database: Database, competition_id: CompetitionId
) -> None:
    put(database, competition_id, 60)

    def work(number: int) -> list[MessageId]:
        mine: list[MessageId] = []
        while batch := take(database, f"{number}-{len(mine)}", limit=5):
            mine += batch
        return mine

    leased = [message for worker in at_once(4, work) for message in worker]
    assert sorted(leased) == list(range(1, 61))


@contextmanager
def both_look_before_either_takes(database: Database) -> Iterator[None]:
    meeting = threading.Barrier(2)

    def wait(*details: Any) -> None:
        if details[2].startswith("SELECT message.id"):
            meeting.wait(timeout=10)

    event.listen(database._writer, "after_cursor_execute", wait)
    yield
    event.remove(database._writer, "after_cursor_execute", wait)


def take_twice(database: Database) -> list[list[MessageId]]:
    with both_look_before_either_takes(database):
        return at_once(2, lambda number: take(database, str(number), limit=5))


def test_on_postgresql_two_who_look_at_the_same_moment_see_different_messages(
    postgresql_database: Database,
) -> None:
    with postgresql_database.write() as session:
        competition_id = store_competition(session)
    put(postgresql_database, competition_id, 10)
    assert sorted(chain.from_iterable(take_twice(postgresql_database))) == list(range(1, 11))


def test_without_row_locks_both_take_the_same(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql_database.write() as session:
        competition_id = store_competition(session)
    put(postgresql_database, competition_id, 10)
    monkeypatch.setattr(Select, "with_for_update", lambda query, **_: query)
    assert take_twice(postgresql_database) == [[1, 2, 3, 4, 5]] * 2


def test_a_leased_message_is_left_alone_until_its_lease_runs_out(
    database: Database, competition_id: CompetitionId
) -> None:
    put(database, competition_id)
    assert take(database, "first", now=NOON) == [1]
    assert take(database, "second", now=NOON + MINUTE - timedelta(microseconds=1)) == []
    assert take(database, "second", now=NOON + MINUTE) == [1]


def test_whoever_slept_through_a_lease_can_no_longer_write(
    database: Database, competition_id: CompetitionId
) -> None:
    put(database, competition_id)
    one = take(database, "slept", now=NOON)[0]
    later = NOON + 10 * MINUTE
    with database.read() as session:
        assert messages.is_held(session, one, lease_id="slept", now=NOON)
        assert not messages.is_held(session, one, lease_id="slept", now=later)
    take(database, "awake", now=later)
    with database.write() as session:
        assert not messages.mark_sent(session, one, lease_id="slept", now=later)
        assert not messages.retry_later(session, one, lease_id="slept", due_at=later, error="late")
        assert not messages.park(session, one, lease_id="slept", error="late")
        assert messages.hand_back(session, lease_id="slept") == 0
        row = messages.by_id(session, one)
        assert row is not None
        assert (row.status, row.lease_id, row.attempts) == ("leased", "awake", 2)
        assert messages.mark_sent(session, one, lease_id="awake", now=later)


def test_what_was_sent_is_never_leased_again(database: Database, competition_id: CompetitionId) -> None:
    put(database, competition_id)
    one = take(database, "a")[0]
    with database.write() as session:
        assert messages.mark_sent(session, one, lease_id="a", now=NOON)
        assert not messages.mark_sent(session, one, lease_id="a", now=NOON + DAY), "reported twice"
        assert messages.count_by_status(session) == {"sent": 1}
    assert take(database, "b", now=NOON + 365 * DAY) == []


def test_a_failed_message_comes_again_at_its_time_with_its_attempts_counted(
    database: Database, competition_id: CompetitionId
) -> None:
    put(database, competition_id)
    one = take(database, "a")[0]
    with database.write() as session:
        assert messages.retry_later(session, one, lease_id="a", due_at=NOON + DAY, error="451 later")
    assert take(database, "b", now=NOON + DAY - MINUTE) == []
    assert take(database, "c", now=NOON + DAY) == [one]
    with database.read() as session:
        row = messages.by_id(session, one)
        assert row is not None
        assert (row.attempts, row.last_error) == (2, "451 later")


def test_a_parked_message_blocks_nobody(database: Database, competition_id: CompetitionId) -> None:
    put(database, competition_id, 2)
    poison = take(database, "a", limit=1)[0]
    with database.write() as session:
        assert messages.park(session, poison, lease_id="a", error="550 no such mailbox")
    assert take(database, "b", now=NOON + DAY) == [2]
    with database.read() as session:
        assert [message.last_error for message in messages.parked(session)] == ["550 no such mailbox"]


def test_what_is_handed_back_is_due_at_once_and_costs_no_attempt(
    database: Database, competition_id: CompetitionId
) -> None:
    put(database, competition_id, 3)
    first, *_rest = take(database, "a")
    with database.write() as session:
        messages.mark_sent(session, first, lease_id="a", now=NOON)
        assert messages.hand_back(session, lease_id="a") == 2
    assert take(database, "b") == [2, 3]
    with database.read() as session:
        assert [message.attempts for message in messages.newest(session, limit=2)] == [1, 1]


def test_mails_are_counted_by_person_time_and_competition(
    database: Database, competition_id: CompetitionId
) -> None:
    """Guarantee O7."""
    ann = a_message(competition_id).recipient_digest
    with database.write() as session:
        other = store_competition(session, "other")
        for number, (where, at) in enumerate([(competition_id, NOON), (other, NOON), (other, NOON - DAY)]):
            messages.add(session, a_message(where, number, created_at=at))
        messages.add(session, a_message(other, 9, recipient_digest=b"b" * 32))
        for since, expected in ((NOON - DAY, (1, 2)), (NOON - 2 * DAY, (2, 3))):
            counted = messages.count_to(session, [ann, b"c" * 32], since=since, competition_id=other)
            assert counted == expected


def test_ordinals_count_from_nought_for_each_kind_and_entry(
    database: Database, competition_id: CompetitionId
) -> None:
    with database.write() as session:
        entry_id = entries.add(session, an_entry(competition_id)).id
        assert messages.next_ordinal(session, "confirm", entry_id) == 0
        messages.add(session, a_message(competition_id, 0, entry_id=entry_id))
        assert messages.next_ordinal(session, "confirm", entry_id) == 1
        assert messages.next_ordinal(session, "receipt", entry_id) == 0
