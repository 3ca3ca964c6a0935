"""Guarantee N8: what is evidence cannot be changed or removed by the application."""

import pytest
from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from competition.store.engine import Database
from competition.store.errors import constraint_name
from competition.store.models import insert_only_tables
from competition.store.schema import migrate
from tests.store.builders import store_one_of_each
from tests.store.sabotage import drop_triggers, plain_connection

EVIDENCE = {
    *("activity", "activity_link", "award_notice", "award_release", "checkpoint", "cosignature"),
    *("desk_notice", "draw"),
    *(
        "erasure",
        "freeze",
        "frozen_block",
        "log_line",
        "manifest",
        "notice",
        "purge",
        "result",
        "ticket",
        "typed_value",
    ),
}


def test_the_insert_only_tables_are_the_promised_ones() -> None:
    assert {table.name for table in insert_only_tables()} == EVIDENCE


def attempts(table: Table, dialect: str) -> dict[str, str]:
    # The first column that is no key, so that nothing but the trigger can object.
    column = next(
        column.name for column in table.columns if not column.primary_key and not column.foreign_keys
    )
    statements = {
        "update": f'UPDATE "{table.name}" SET {column} = {column}',
        "delete": f'DELETE FROM "{table.name}"',
        "truncate": f'TRUNCATE "{table.name}" CASCADE',
    }
    return statements if dialect == "postgresql" else {key: statements[key] for key in ("update", "delete")}


def refusal(session: Session, statement: str) -> str | None:
    try:
        with session.begin_nested():
            session.execute(text(statement))
    except IntegrityError as error:
        return constraint_name(error)
    return None


def test_no_statement_changes_or_removes_a_row_of_evidence(database: Database) -> None:
    with database.write() as session:
        store_one_of_each(session)
        dialect = session.get_bind().dialect.name
        for table in insert_only_tables():
            for event, statement in attempts(table, dialect).items():
                assert refusal(session, statement) in expected(table, event), statement


def expected(table: Table, event: str) -> set[str]:
    # TRUNCATE ... CASCADE may reach the trigger of a child first.
    return {f"{name}_no_{event}" for name in (EVIDENCE if event == "truncate" else {table.name})}


def test_without_the_triggers_every_such_statement_goes_through(database_url: str) -> None:
    migrate(database_url)
    drop_triggers(database_url)
    database = Database(database_url)
    with database.write() as session:
        store_one_of_each(session)
        # Children first, as foreign keys still stand.
        for table in reversed(insert_only_tables()):
            if table.name == "result":
                # Awards are no evidence; they point at the result.
                session.execute(text("DELETE FROM award"))
            for statement in attempts(table, session.get_bind().dialect.name).values():
                assert refusal(session, statement) is None, statement
    database.close()


REPLACE = "INSERT OR REPLACE INTO log_line SELECT competition_id, seq, 'forged', appended_at FROM log_line"


def test_in_sqlite_a_row_cannot_be_replaced_either(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        store_one_of_each(session)
    with pytest.raises(DBAPIError, match="log_line_no_delete"), sqlite_database.write() as session:
        session.execute(text(REPLACE))


def test_in_sqlite_only_our_recursive_triggers_prevent_replacing(
    sqlite_database: Database, sqlite_url: str
) -> None:
    with sqlite_database.write() as session:
        store_one_of_each(session)
    with plain_connection(sqlite_url) as connection:
        connection.execute(text(REPLACE))
        assert connection.execute(text("SELECT line FROM log_line")).scalar_one() == "forged"
