"""The migrations make exactly the tables of the models, whole or not at all."""

import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text

from competition.store import schema
from competition.store.errors import StoreError
from competition.store.models import Base, insert_only_tables
from competition.store.schema import is_current, migrate, require_current
from tests.store.sabotage import at_once, plain_connection, table_names, triggers


def test_the_migrations_make_the_tables_columns_keys_and_indexes_of_the_models(database_url: str) -> None:
    migrate(database_url)
    with plain_connection(database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_of_the_models_is_there_by_its_name(database_url: str) -> None:
    """Alembic compares neither CHECKs nor the names of keys."""
    migrate(database_url)
    with plain_connection(database_url) as connection:
        inspector = inspect(connection)
        for table in Base.metadata.sorted_tables:
            found = {
                inspector.get_pk_constraint(table.name)["name"],
                *(constraint["name"] for constraint in inspector.get_check_constraints(table.name)),
                *(constraint["name"] for constraint in inspector.get_unique_constraints(table.name)),
                *(constraint["name"] for constraint in inspector.get_foreign_keys(table.name)),
            }
            assert found == {constraint.name for constraint in table.constraints}, table.name


def test_every_check_says_what_the_models_say(sqlite_url: str) -> None:
    """On SQLite, which keeps the words; the migration is the same for both engines."""
    migrate(sqlite_url)
    with plain_connection(sqlite_url) as connection:
        for table in Base.metadata.sorted_tables:
            found = {
                row["name"]: row["sqltext"] for row in inspect(connection).get_check_constraints(table.name)
            }
            checks = [each for each in table.constraints if isinstance(each, CheckConstraint)]
            assert found == {str(check.name): str(check.sqltext) for check in checks}


def test_the_triggers_are_those_of_the_insert_only_tables_and_of_the_frozen_list(database_url: str) -> None:
    migrate(database_url)
    events = ["update", "delete"] if database_url.startswith("sqlite") else ["update", "delete", "truncate"]
    expected = {
        (f"{table.name}_no_{event}", table.name) for table in insert_only_tables() for event in events
    }
    with plain_connection(database_url) as connection:
        assert triggers(connection) == expected | {("ticket_not_after_freeze", "ticket")}


def test_every_constraint_has_a_name() -> None:
    unnamed = [
        table.name for table in Base.metadata.sorted_tables for each in table.constraints if not each.name
    ]
    assert unnamed == []


def test_an_empty_database_is_not_current_and_a_migrated_one_is(database_url: str) -> None:
    assert not is_current(database_url)
    with pytest.raises(StoreError, match="competition init"):
        require_current(database_url)
    migrate(database_url)
    assert is_current(database_url)
    require_current(database_url)
    migrate(database_url)


def test_looking_at_the_schema_changes_nothing(database_url: str) -> None:
    is_current(database_url)
    assert table_names(database_url) == set()


def test_four_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    at_once(4, lambda _: migrate(database_url))
    assert is_current(database_url)


def test_a_newer_schema_is_refused_with_a_sentence(database_url: str) -> None:
    migrate(database_url)
    with plain_connection(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for act in (migrate, is_current, require_current):
        with pytest.raises(StoreError, match="schema 9999, which this program does not know"):
            act(database_url)


def test_a_migration_that_fails_at_its_end_leaves_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(schema, "_check_foreign_keys", fail)
        with pytest.raises(RuntimeError):
            migrate(database_url)
    assert table_names(database_url) == set()
    migrate(database_url)
    assert is_current(database_url)


def test_a_schema_that_orphans_a_row_is_refused_and_undone(sqlite_url: str) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.executescript(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
            "CREATE TABLE child (parent INTEGER REFERENCES parent); INSERT INTO child VALUES (7);"
        )
    with pytest.raises(StoreError, match="'child' without parents"):
        migrate(sqlite_url)
    assert table_names(sqlite_url) == {"parent", "child"}


def test_a_path_with_a_percent_sign_is_only_a_path(sqlite_url: str) -> None:
    migrate(sqlite_url.replace("competition.db", "100%.db"))
    assert is_current(sqlite_url.replace("competition.db", "100%.db"))
