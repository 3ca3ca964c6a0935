"""Bringing a database to the schema of this program, and refusing one that is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from competition.store.engine import checked, configure_sqlite
from competition.store.errors import StoreError, translated

_FOLDER = Path(__file__).parent / "migrations"
# "comp" and "schm" in ASCII, apart from the locks on competitions.
_LOCK = (0x636F6D70, 0x7363686D)


def migrate(url: str) -> None:
    """Bring the database to this program's schema, whole or not at all; nothing to do is no error."""
    with _connected(url) as connection:
        _take_turn(connection)
        if _is_current(connection):
            return
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _check_foreign_keys(connection)


def is_current(url: str) -> bool:
    """False for an empty database or an older schema; a newer one is a StoreError."""
    with _connected(url) as connection:
        return _is_current(connection)


def require_current(url: str) -> None:
    if not is_current(url):
        raise StoreError("The database has an older schema than this program: run `competition init` first.")


def _is_current(connection: Connection) -> bool:
    script = ScriptDirectory.from_config(_config())
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in {known.revision for known in script.walk_revisions()}:
        raise StoreError(
            f"The database has schema {revision}, which this program does not know: a newer version wrote it."
            " Install that version again; this one would damage its data."
        )
    return revision == script.get_current_head()


def _config() -> Config:
    config = Config()
    # A percent sign in the path would be read as an interpolation.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """An own connection. Foreign keys are off: rebuilding a table in SQLite would empty its children."""
    address = checked(url)
    engine = create_engine(address, poolclass=NullPool)
    if address.get_backend_name() == "sqlite":

        @event.listens_for(engine, "connect")
        def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
            configure_sqlite(connection, foreign_keys=False)

    with translated(writing=True), engine.begin() as connection:
        yield connection


def _take_turn(connection: Connection) -> None:
    """Let processes that start at once migrate one after the other."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(*_LOCK)))


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        raise StoreError(f"The new schema leaves rows of {orphan[0]!r} without parents. Nothing was changed.")
