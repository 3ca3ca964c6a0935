"""Writing a row that its transaction does not read again: a third of the work of adding it to the session."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import Session

from competition.store.models import Base


def write(session: Session, row: Base) -> None:
    """Store it now. It stays apart from the session, and does not learn its id."""
    session.connection().execute(_insert(type(row)), values(row))


def write_all(session: Session, rows: Sequence[Base]) -> None:
    """As `write`, for rows of one kind: one statement for them all."""
    if rows:
        session.connection().execute(_insert(type(rows[0])), [values(row) for row in rows])


def values(row: Base) -> dict[str, Any]:
    """What the columns are to hold, without the id that the database gives."""
    return {name: getattr(row, name) for name in _given(type(row))}


@cache
def _insert(kind: type[Base]) -> Insert:
    return insert(_table(kind)).inline()


@cache
def _given(kind: type[Base]) -> tuple[str, ...]:
    table = _table(kind)
    return tuple(column.key for column in table.columns if column is not table.autoincrement_column)


def _table(kind: type[Base]) -> Table:
    return cast("Table", kind.__table__)
