from datetime import timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from competition.store import competitions
from competition.store.engine import Database
from tests.store.builders import DAY, NOON, a_competition


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with (
        pytest.raises(StatementError, match="A time without a zone cannot be stored"),
        database.write() as session,
    ):
        competitions.add(session, a_competition(created_at=naive))


def test_a_time_of_another_zone_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    in_tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    with database.write() as session:
        competition_id = competitions.add(session, a_competition(created_at=in_tokyo)).id
    with database.read() as session:
        created_at = competitions.by_id(session, competition_id).created_at
    assert created_at == NOON
    assert created_at.utcoffset() == timedelta(0)


def test_in_sqlite_the_order_of_the_texts_is_the_order_of_the_times(sqlite_database: Database) -> None:
    times = [
        NOON,
        NOON + timedelta(microseconds=1),
        NOON + timedelta(milliseconds=999),
        NOON + timedelta(seconds=1),
    ]
    with sqlite_database.write() as session:
        for number, time in enumerate(times):
            competitions.add(session, a_competition(f"c-{number}", created_at=time))
        texts = session.scalars(text("SELECT created_at FROM competition ORDER BY id")).all()
    assert texts == sorted(texts)
    assert len({len(written) for written in texts}) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"closes": NOON - 2 * DAY},
        {"confirm_by": NOON},
        {"freeze_by": NOON + DAY},
        {"draw_at": NOON + 2 * DAY},
    ],
)
def test_the_times_of_a_competition_must_rise(database: Database, changes: dict[str, Any]) -> None:
    with pytest.raises(StatementError, match="ck_competition_times_rise"), database.write() as session:
        competitions.add(session, a_competition(**changes))
