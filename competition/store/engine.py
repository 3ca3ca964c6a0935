"""Connections and transactions on both engines: one `write()` or `read()` a use case, opened at the edge."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from competition.store import scrubbing
from competition.store.errors import StoreBusy, StoreError, translated

# Nobody waits longer than this for a lock or a connection; then the reader is asked to try again (F6).
PATIENCE_SECONDS = 5.0


class Database:
    """Holds the pools of one process. Make it after forking, and `close()` it before ending."""

    def __init__(self, url: str) -> None:
        address = checked(url)
        self._turn = threading.Lock()
        if address.get_backend_name() == "sqlite":
            self._writer, self._reader = _sqlite(address, read_only=False), _sqlite(address, read_only=True)
        else:
            self._writer = _postgresql(address)
            # A snapshot, so that a page or bundle never shows half of a change, as on SQLite.
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that commits at the end of the block, or leaves nothing when an error leaves it."""
        with (
            translated(writing=True),
            self._my_turn() as options,
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            # Begin now: what follows reads the clock and must already hold the lock.
            session.connection(execution_options=options)
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent look at the data. The database itself refuses to write in it."""
        with translated(writing=False), Session(self._reader, autoflush=False) as session:
            yield session

    def scrub(self, *, whole: bool = False) -> None:
        """Take what was erased out of the database's files as well; see `scrubbing`."""
        with translated(writing=True):
            scrubbing.scrub(self._writer, whole=whole)

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()

    def _my_turn(self) -> AbstractContextManager[dict[str, float]]:
        return _turn(self._turn) if self._writer.dialect.name == "sqlite" else nullcontext({})


@contextmanager
def _turn(lock: threading.Lock) -> Iterator[dict[str, float]]:
    """Queue behind the other writers of this process: left to SQLite, the unlucky wait four times as long."""
    start = time.monotonic()
    if not lock.acquire(timeout=PATIENCE_SECONDS):
        raise StoreBusy
    try:
        yield {"patience": max(0.0, PATIENCE_SECONDS - (time.monotonic() - start))}
    finally:
        lock.release()


def checked(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        # Not the words of the library: they repeat the address, which may hold a password.
        raise StoreError("The address of the database cannot be read: look at its host and port.") from None
    backend = address.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(f"The database {backend!r} is not supported: use sqlite or postgresql+psycopg.")
    if backend == "sqlite" and address.database in (None, "", ":memory:"):
        raise StoreError("A database in memory would lose every entry at the next start: give SQLite a file.")
    return address


def _sqlite(address: URL, *, read_only: bool) -> Engine:
    # Parameters hold addresses, and an error's text ends in a log.
    engine = create_engine(
        address, pool_timeout=PATIENCE_SECONDS, hide_parameters=True, json_deserializer=_from_json
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        configure_sqlite(connection)
        if read_only:
            cast(sqlite3.Connection, connection).execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if read_only:
            connection.exec_driver_sql("BEGIN")
            return
        patience = connection.get_execution_options().get("patience", PATIENCE_SECONDS)
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(patience * 1000)}")
        # A plain BEGIN lets two writers read the same state, and one of them then fails or overwrites.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _from_json(text: str) -> object:
    """SQLite takes any text in a column of JSON: one that is none is damage, and no fault of ours."""
    try:
        return json.loads(text)
    except ValueError:
        # Not the text: it may hold an address.
        raise LookupError("a stored value cannot be read as JSON") from None


def configure_sqlite(connection: DBAPIConnection, *, foreign_keys: bool = True) -> None:
    driver = cast(sqlite3.Connection, connection)
    # The driver opens no transactions of its own; the `begin` event does.
    driver.isolation_level = None
    driver.execute(f"PRAGMA busy_timeout = {round(PATIENCE_SECONDS * 1000)}")
    _switch_to_wal(driver)
    # An accepted entry is on the disk before it is acknowledged (guarantee F19).
    driver.execute("PRAGMA synchronous = FULL")
    # Entries write the same few pages again and again: copied back at 16 MB of WAL, and not at 4, most of
    # those copies fall away.
    driver.execute("PRAGMA wal_autocheckpoint = 4000")
    driver.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
    # What is removed is overwritten, and not only forgotten: it may be somebody's address (guarantee P15).
    driver.execute("PRAGMA secure_delete = ON")
    # Without it INSERT OR REPLACE deletes rows behind the back of the triggers that forbid it (guarantee N8).
    driver.execute("PRAGMA recursive_triggers = ON")


def _switch_to_wal(driver: sqlite3.Connection) -> None:
    """SQLite does not wait when two switch a new file at once: one of them is told that it is locked."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            driver.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= end:
                raise
            time.sleep(0.02)
        else:
            return


def _postgresql(address: URL) -> Engine:
    # The ping finds connections that a restart of the server has cut (guarantee F10).
    options = f"-c lock_timeout={round(PATIENCE_SECONDS * 1000)} -c timezone=UTC"
    arguments = {"options": options, "connect_timeout": round(PATIENCE_SECONDS)}
    return create_engine(
        address,
        pool_pre_ping=True,
        pool_timeout=PATIENCE_SECONDS,
        connect_args=arguments,
        hide_parameters=True,
    )
