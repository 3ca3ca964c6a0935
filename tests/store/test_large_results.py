"""A result with thousands of lines is written by one statement, and whole or not at all."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from competition.store import freezes
from competition.store.engine import Database
from competition.store.models import Result
from competition.store.types import CompetitionId
from tests.store.builders import a_draw, a_freeze

LINES = 5000


def lines(competition_id: CompetitionId, count: int) -> list[Result]:
    return [
        Result(competition_id=competition_id, draw=1, position=number, kind="unawarded", number=number + 1)
        for number in range(count)
    ]


def statements_of(session: Session, competition_id: CompetitionId, results: list[Result]) -> list[str]:
    """What is sent to the database to write the result, after the draw's own row."""
    said: list[str] = []
    freezes.add_freeze(session, a_freeze(competition_id))
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    freezes.add_draw(session, a_draw(competition_id), results)
    return [statement for statement in said if "INTO result" in statement]


def test_a_large_result_is_one_statement_and_reads_in_its_order(
    database: Database, competition_id: CompetitionId
) -> None:
    with database.write() as session:
        results = lines(competition_id, LINES)
        assert len(statements_of(session, competition_id, results[::-1])) == 1
        assert not [row for row in session if isinstance(row, Result)]
    with database.read() as session:
        numbers = [row.number for row in freezes.results(session, competition_id, 1)]
    assert numbers == [*range(1, LINES + 1)]


def test_a_line_that_the_database_refuses_takes_the_draw_with_it(
    database: Database, competition_id: CompetitionId
) -> None:
    results = lines(competition_id, 3)
    results[2].number = 1
    with pytest.raises(IntegrityError), database.write() as session:
        statements_of(session, competition_id, results)
    with database.read() as session:
        assert freezes.draw(session, competition_id, 1) is None


def test_a_draw_without_lines_is_written(database: Database, competition_id: CompetitionId) -> None:
    with database.write() as session:
        assert statements_of(session, competition_id, []) == []
    with database.read() as session:
        assert freezes.draw(session, competition_id, 1) is not None
