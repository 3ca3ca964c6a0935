"""When the database fails: sentences for people, and the name of the constraint that refused a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from competition.store.models import Base


class StoreError(Exception):
    """The database could not do its part. The message is fit to show."""


# These three are named after what is the matter, which is what a page tells the reader.
class StoreBusy(StoreError):  # noqa: N818
    def __init__(self) -> None:
        super().__init__("The database is busy. Nothing was stored; try again in a few seconds.")


class StoreFull(StoreError):  # noqa: N818
    def __init__(self) -> None:
        super().__init__("The database has no space left. Nothing was stored; free some space and try again.")


class StoreUnavailable(StoreError):  # noqa: N818
    def __init__(self) -> None:
        super().__init__(
            "The database cannot be reached. What was sent last may be lost; send it again later."
        )


_Kind = type[StoreBusy] | type[StoreFull] | type[StoreUnavailable]

_SQLITE: dict[int, _Kind] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreUnavailable,
    sqlite3.SQLITE_READONLY: StoreUnavailable,
    sqlite3.SQLITE_CANTOPEN: StoreUnavailable,
    sqlite3.SQLITE_CORRUPT: StoreUnavailable,
    sqlite3.SQLITE_NOTADB: StoreUnavailable,
}

# SQLSTATEs, whole or by their beginning; the longer one decides.
_POSTGRESQL: dict[str, _Kind] = {
    "08": StoreUnavailable,  # connection
    "25006": StoreUnavailable,  # read only: a standby
    "40": StoreBusy,  # deadlock, serialization
    "53": StoreBusy,  # too many connections, out of memory
    "53100": StoreFull,
    "55P03": StoreBusy,  # lock timeout
    "57014": StoreBusy,  # cancelled
    "57P": StoreUnavailable,  # shutting down, starting up
    "58": StoreUnavailable,  # input and output
}


# In a transaction opened for reading these mean that our own code tried to write: not the world's fault.
_WRITE_REFUSED = (sqlite3.SQLITE_READONLY, "25006")


@contextmanager
def translated(*, writing: bool) -> Iterator[None]:
    """Turn what the drivers say about disks, locks and connections into this family; the rest passes."""
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreBusy from error
    except DBAPIError as error:
        code = _code(error)
        kind = _kind(code)
        if kind is None or (code in _WRITE_REFUSED and not writing):
            raise
        raise kind from error


def _code(error: DBAPIError) -> int | str:
    if isinstance(error.orig, sqlite3.Error):
        # An extended code carries its primary one in the lowest byte.
        return int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF
    # What never reached a server, or lost it, has no code: call it a connection error, as the standard does.
    lost = isinstance(error, OperationalError | InterfaceError)
    return getattr(error.orig, "sqlstate", None) or ("08" if lost else "")


def _kind(code: int | str) -> _Kind | None:
    if isinstance(code, int):
        return _SQLITE.get(code)
    return next((_POSTGRESQL[code[:length]] for length in (5, 3, 2) if code[:length] in _POSTGRESQL), None)


def constraint_name(error: IntegrityError) -> str | None:
    """The constraint or trigger that refused a row. None for NOT NULL, and for foreign keys on SQLite."""
    if not isinstance(error.orig, sqlite3.Error):
        diagnosis = getattr(error.orig, "diag", None)
        return getattr(diagnosis, "constraint_name", None)
    what, failed, detail = str(error.orig).partition(" constraint failed: ")
    if not failed:
        # Our triggers begin their message with their name.
        name, colon, _ = what.partition(": ")
        return name if colon else None
    if what == "UNIQUE":
        # Of a unique constraint SQLite tells the columns only.
        return _unique_constraints().get(frozenset(detail.split(", ")))
    return detail if what == "CHECK" else None


@cache
def _unique_constraints() -> dict[frozenset[str], str]:
    return {columns: name for table in Base.metadata.tables.values() for columns, name in _unique_in(table)}


def _unique_in(table: Table) -> Iterator[tuple[frozenset[str], str]]:
    for constraint in table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            yield frozenset(str(column) for column in constraint.columns), str(constraint.name)
