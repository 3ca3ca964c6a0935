"""What the named reads return, and that they stay quick and small on a long list."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from competition.store import activity, competitions, entries, freezes, logs, messages, tickets
from competition.store.engine import Database
from competition.store.models import Activity, Entry, Exclusion, Ticket
from competition.store.types import CompetitionId, EntryId
from tests.store.builders import (
    NOON,
    a_competition,
    a_confirmed_entry,
    a_manifest,
    a_ticket,
    an_entry,
    hex64,
    store_competition,
    store_one_of_each,
    store_ticket,
)


def exclude(session: Session, ticket: str) -> None:
    tickets.exclude(session, Exclusion(ticket=ticket, reason="staff", actor="operator", excluded_at=NOON))


def test_the_lines_of_the_list_are_sorted_by_bytes_and_leave_out_the_excluded(
    database: Database, competition_id: CompetitionId
) -> None:
    names = ["ann", "bob", "cleo", "dan", "eve"]
    issued = {name: hex64(f"{competition_id} {name}") for name in names}
    with database.write() as session:
        for name in names:
            store_ticket(session, competition_id, name, group_code="00ff" * 4 if name == "dan" else None)
        store_ticket(session, store_competition(session, "other"), "zoe")
        exclude(session, issued["bob"])
    with database.read() as session:
        entered = [issued[name] for name in names if name not in {"bob", "dan"}] + [
            f"{issued['dan']} 00ff00ff00ff00ff"
        ]
        assert list(tickets.entered_lines(session, competition_id)) == sorted(entered)
        assert list(tickets.excluded_lines(session, competition_id)) == [f"{issued['bob']} staff"]
        assert tickets.count(session, competition_id) == 5
        assert tickets.count_excluded(session, competition_id) == 1


def fill(session: Session, competition_id: CompetitionId, number: int) -> None:
    """Many confirmed entries with tickets, past the session's own bookkeeping."""
    people = [a_confirmed_entry(competition_id, str(each)) for each in range(number)]
    for each, entry in enumerate(people, 1):
        entry.id = EntryId(each)
    session.execute(insert(Entry), [plain(entry) for entry in people])
    session.execute(insert(Ticket), [plain(a_ticket(entry)) for entry in people])


def plain(row: Entry | Ticket) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def peak(action: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_list_streams(
    database: Database, competition_id: CompetitionId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "_CHUNK", 100)
    with database.write() as session:
        fill(session, competition_id, 4_000)
    with database.read() as session:
        streamed = peak(lambda: sum(1 for _ in tickets.entered_lines(session, competition_id)))
        at_once = peak(lambda: list(tickets.entered_lines(session, competition_id)))
    assert streamed < at_once / 2


READS: dict[str, Callable[[Session, CompetitionId], object]] = {
    "entries of one address": lambda s, c: entries.by_address(s, c, b"x" * 32),
    "entries by link": lambda s, c: entries.by_public_id(s, "x"),
    "entries by ticket": lambda s, c: entries.by_ticket(s, "x"),
    "entries by status": entries.count_by_status,
    "tickets counted": tickets.count,
    "tickets as lines": lambda s, c: list(tickets.entered_lines(s, c)),
    "tickets with openings": lambda s, c: list(tickets.issued(s, c)),
    "messages due": lambda s, c: messages.lease(s, lease_id="x", now=NOON, until=NOON, limit=5),
    "messages of one person": lambda s, c: messages.count_to(s, [b"x"], since=NOON, competition_id=c),
    "messages of one entry": lambda s, c: messages.next_ordinal(s, "confirm", EntryId(1)),
    "competitions by status": lambda s, c: competitions.in_status(s, ["open"]),
    "activity of some kinds": lambda s, c: activity.of_actions(s, c, ("excluded", "withdrawn")),
    "exclusions": tickets.exclusions,
    "activity": lambda s, c: activity.has(s, c, action="open", subject="x"),
    "log lines": logs.lines,
}


@pytest.mark.parametrize("read", READS)
def test_no_read_goes_through_a_whole_table(sqlite_database: Database, read: str) -> None:
    statements: list[tuple[str, Any]] = []
    with sqlite_database.write() as session:
        competition_id = store_competition(session)
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *call: statements.append((call[2], call[3])))
        READS[read](session, competition_id)
        asked = statements.copy()
        for statement, parameters in asked:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            assert not [row for row in plan if row[3].startswith("SCAN") and "INDEX" not in row[3]], plan
            # Two ranges are put in order there, each as short as the queue.
            assert read == "messages due" or not [row for row in plan if "FOR ORDER BY" in row[3]], plan
    assert asked


def test_the_lines_of_a_list_come_from_the_index_alone(sqlite_database: Database) -> None:
    """Reading each row as well took five times as long for a million."""
    with sqlite_database.read() as session:
        query = "SELECT ticket, group_code FROM ticket WHERE competition_id = 1 ORDER BY ticket"
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
    assert "COVERING INDEX ix_ticket_line" in str(plan)


def test_an_issued_ticket_comes_with_what_opens_it(database: Database, competition_id: CompetitionId) -> None:
    with database.write() as session:
        entry_id = store_ticket(session, competition_id)
        ticket = hex64(f"{competition_id} ann")
        found = next(tickets.issued(session, competition_id))
        assert (found.ticket, found.entry_ticket, found.entry_id) == (ticket, ticket, entry_id)
        assert (found.address, found.salt, found.accepted_at) == ("ann@example.com", b"s" * 32, NOON)
        # Erased: the ticket stays, the person is gone.
        entry = entries.by_id(session, entry_id)
        entry.status, entry.address, entry.salt = "erased", None, None
        session.flush()
        found = next(tickets.issued(session, competition_id))
        assert (found.ticket, found.address, found.salt, found.entry_status) == (ticket, None, None, "erased")


def test_entries_that_were_never_confirmed_expire(database: Database, competition_id: CompetitionId) -> None:
    with database.write() as session:
        store_ticket(session, competition_id)
        for name in ("bob", "cleo"):
            entries.add(session, an_entry(competition_id, name))
        assert entries.expire_pending(session, competition_id) == 2
        assert entries.expire_pending(session, competition_id) == 0
        assert entries.count_by_status(session, competition_id) == {"confirmed": 1, "expired": 2}


def test_the_highest_version_of_a_manifest_is_in_force(
    database: Database, competition_id: CompetitionId
) -> None:
    with database.write() as session:
        second = competitions.add_manifest(session, a_manifest(competition_id, 2))
    with database.read() as session:
        in_force = competitions.manifest_in_force(session, competition_id)
        assert in_force is not None
        assert in_force.digest == second.digest
        assert [each.version for each in competitions.manifests(session, competition_id)] == [1, 2]


def test_the_picture_is_read_only_when_it_is_asked_for(database: Database) -> None:
    with database.write() as session:
        competitions.add(session, a_competition(picture=b"png", picture_type="image/png"))
    with database.read() as session:
        row = competitions.by_slug(session, "never-sorry")
        assert row is not None
        assert "picture" not in row.__dict__
        pictured = competitions.picture(session, "never-sorry")
        assert pictured is not None
        assert pictured.picture == b"png"


def test_the_record_comes_back_as_it_was_written(database: Database) -> None:
    with database.write() as session:
        c = store_one_of_each(session)
    with database.read() as session:
        assert logs.lines(session, c) == ["0 opened"]
        assert logs.length(session, c) == 1
        newest = logs.checkpoint(session, c)
        assert newest is not None
        assert newest.note == "note"
        assert logs.notices(session, c) == {hex64("notice"): "Why."}
        freeze = freezes.freeze(session, c, 1)
        assert freeze is not None
        assert "entries_file" not in freeze.__dict__
        assert freeze.entries_file == b"entries"
        assert [draw.seed_file for draw in freezes.draws(session, c)] == [b"seed"]
        assert [result.kind for result in freezes.results(session, c, 1)] == ["prize"]
        won = freezes.result_of(session, c, 1, ticket=hex64(f"{c} ann"))
        assert won is not None
        assert won.number == 1


def test_a_printed_row_shows_nothing_personal() -> None:
    entry = an_entry(CompetitionId(1))
    assert "example.com" not in repr(entry)
    assert "Activity" in repr(Activity(at=NOON, actor="clock", action="open"))
