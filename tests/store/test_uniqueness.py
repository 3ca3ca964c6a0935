"""The database decides what may exist once: one entry per address, one freeze and one draw per number."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from competition.store import desk_notices, entries, freezes, typed_values
from competition.store.engine import Database
from competition.store.errors import constraint_name
from competition.store.models import Base, DeskNotice, Draw, Entry, Freeze, TypedValue
from competition.store.schema import migrate
from competition.store.types import CompetitionId
from tests.store.builders import (
    a_desk_notice,
    a_draw,
    a_freeze,
    a_prize,
    a_typed_value,
    an_entry,
    hex64,
    store_competition,
    store_ticket,
)
from tests.store.sabotage import at_once, drop_constraint

THREADS = 16


def outcomes(database: Database, write: Callable[[Session, int], object]) -> list[str | None]:
    """What became of each of 16 writers at once: None, or the constraint that refused it."""

    def attempt(number: int) -> str | None:
        try:
            with database.write() as session:
                write(session, number)
        except IntegrityError as error:
            return constraint_name(error)
        return None

    return at_once(THREADS, attempt)


def count(database: Database, table: type[Base]) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def enter_one_address(database: Database, competition_id: CompetitionId) -> list[str | None]:
    def enter(session: Session, number: int) -> None:
        once = {"public_id": f"{number:032x}", "nonce": f"nonce {number}"}
        entries.add(session, an_entry(competition_id, "ann", **once))

    return outcomes(database, enter)


def test_sixteen_entries_of_one_address_at_once_are_one(
    database: Database, competition_id: CompetitionId
) -> None:
    refused = enter_one_address(database, competition_id)
    assert sorted(refused, key=str) == [None] + ["uq_entry_competition_address"] * 15
    assert count(database, Entry) == 1


def test_without_the_constraint_they_are_more_than_one(database_url: str) -> None:
    migrate(database_url)
    drop_constraint(database_url, "entry", "uq_entry_competition_address")
    database = Database(database_url)
    with database.write() as session:
        competition_id = store_competition(session)
    enter_one_address(database, competition_id)
    assert count(database, Entry) > 1
    database.close()


def test_one_address_may_enter_two_competitions(database: Database, competition_id: CompetitionId) -> None:
    with database.write() as session:
        other = store_competition(session, "other")
        entries.add(session, an_entry(competition_id))
        entries.add(session, an_entry(other))
    assert count(database, Entry) == 2


def freeze_at_once(database: Database, competition_id: CompetitionId) -> list[str | None]:
    def freeze(session: Session, number: int) -> None:
        # Different lists: only the draw number is the same.
        freezes.add_freeze(session, a_freeze(competition_id, statement_digest=hex64(str(number))))

    return outcomes(database, freeze)


def test_a_draw_number_is_frozen_once(database: Database, competition_id: CompetitionId) -> None:
    assert sorted(freeze_at_once(database, competition_id), key=str) == [None] + ["pk_freeze"] * 15
    assert count(database, Freeze) == 1


def test_without_the_key_a_draw_number_is_frozen_again(database_url: str) -> None:
    migrate(database_url)
    drop_constraint(database_url, "freeze", "pk_freeze")
    database = Database(database_url)
    with database.write() as session:
        competition_id = store_competition(session)
    # The drawing side still points at the lost key, which SQLite notices on the draw's insert only.
    assert freeze_at_once(database, competition_id) == [None] * THREADS
    assert count(database, Freeze) == THREADS
    database.close()


def test_a_repaired_list_is_the_next_draw_number(database: Database, competition_id: CompetitionId) -> None:
    with database.write() as session:
        freezes.add_freeze(session, a_freeze(competition_id, 1))
        freezes.add_freeze(session, a_freeze(competition_id, 2))
    with database.read() as session:
        assert [freeze.draw for freeze in freezes.freezes(session, competition_id)] == [1, 2]
        last = freezes.last_freeze(session, competition_id)
        assert last is not None
        assert last.draw == 2


def draw_at_once(database: Database, competition_id: CompetitionId) -> list[str | None]:
    return outcomes(database, lambda session, _: freezes.add_draw(session, a_draw(competition_id), []))


def test_a_draw_number_is_drawn_once(database: Database, competition_id: CompetitionId) -> None:
    with database.write() as session:
        freezes.add_freeze(session, a_freeze(competition_id))
    assert sorted(draw_at_once(database, competition_id), key=str) == [None] + ["pk_draw"] * 15
    assert count(database, Draw) == 1


def test_without_the_key_a_draw_number_is_drawn_again(database_url: str) -> None:
    migrate(database_url)
    drop_constraint(database_url, "draw", "pk_draw")
    database = Database(database_url)
    with database.write() as session:
        competition_id = store_competition(session)
        freezes.add_freeze(session, a_freeze(competition_id))
    assert draw_at_once(database, competition_id) == [None] * THREADS
    assert count(database, Draw) == THREADS
    database.close()


def test_nothing_is_drawn_that_was_not_frozen(database: Database, competition_id: CompetitionId) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        freezes.add_draw(session, a_draw(competition_id), [])


def award_a_ticket_of_another_competition(database: Database) -> None:
    with database.write() as session:
        here, there = store_competition(session, "here"), store_competition(session, "there")
        store_ticket(session, there, "friend")
        freezes.add_freeze(session, a_freeze(here))
        freezes.add_draw(session, a_draw(here), [a_prize(here, hex64(f"{there} friend"))])


def test_a_winner_must_hold_a_ticket_of_this_competition(database: Database) -> None:
    """Guarantee N12."""
    with pytest.raises(IntegrityError):
        award_a_ticket_of_another_competition(database)


def test_without_the_foreign_key_a_friend_of_another_competition_wins(database_url: str) -> None:
    migrate(database_url)
    drop_constraint(database_url, "result", "fk_result_competition_id_ticket")
    database = Database(database_url)
    award_a_ticket_of_another_competition(database)
    database.close()


def type_at_once(database: Database, competition_id: CompetitionId) -> list[str | None]:
    def type_(session: Session, number: int) -> None:
        typed_values.add(session, a_typed_value(competition_id, f"staff-{number}"))

    return outcomes(database, type_)


def test_one_place_of_an_event_s_numbers_is_typed_once(
    database: Database, competition_id: CompetitionId
) -> None:
    with database.write() as session:
        freezes.add_freeze(session, a_freeze(competition_id))
    assert sorted(type_at_once(database, competition_id), key=str) == [None] + ["pk_typed_value"] * 15
    assert count(database, TypedValue) == 1


def test_without_the_key_one_place_is_typed_by_everybody(database_url: str) -> None:
    migrate(database_url)
    drop_constraint(database_url, "typed_value", "pk_typed_value")
    database = Database(database_url)
    with database.write() as session:
        competition_id = store_competition(session)
        freezes.add_freeze(session, a_freeze(competition_id))
    assert type_at_once(database, competition_id) == [None] * THREADS
    assert count(database, TypedValue) == THREADS
    database.close()


def test_nobody_has_both_places_of_one_attempt(database: Database, competition_id: CompetitionId) -> None:
    with database.write() as session:
        freezes.add_freeze(session, a_freeze(competition_id))
        typed_values.add(session, a_typed_value(competition_id))
    with pytest.raises(IntegrityError) as refused, database.write() as session:
        typed_values.add(session, a_typed_value(competition_id, place=2))
    assert constraint_name(refused.value) == "uq_typed_value_typist"


def notice_at_once(database: Database, competition_id: CompetitionId) -> list[str | None]:
    return outcomes(
        database, lambda session, number: desk_notices.add(session, a_desk_notice(competition_id, number))
    )


def test_the_desk_is_told_of_an_occasion_once(database: Database, competition_id: CompetitionId) -> None:
    assert sorted(notice_at_once(database, competition_id), key=str) == [None] + ["pk_desk_notice"] * 15
    assert count(database, DeskNotice) == 1


def test_without_the_key_the_desk_is_told_by_every_worker(database_url: str) -> None:
    migrate(database_url)
    drop_constraint(database_url, "desk_notice", "pk_desk_notice")
    database = Database(database_url)
    with database.write() as session:
        competition_id = store_competition(session)
    assert notice_at_once(database, competition_id) == [None] * THREADS
    database.close()
