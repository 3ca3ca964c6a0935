"""The time that decides: the database's own, one for all processes and machines (guarantees F12, P3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

# Read it after the lock is held, or a deadline can pass while waiting for the lock. Tests pass their own.
Clock: TypeAlias = Callable[[Session], datetime]

# Not now(): that is when the transaction began, before it waited for its locks.
_POSTGRESQL = "SELECT clock_timestamp()"


def now(session: Session) -> datetime:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        # SQLite runs in this process and has no other clock than this one: asking it is a detour.
        return datetime.now(UTC)
    instant: datetime = connection.exec_driver_sql(_POSTGRESQL).scalar_one()
    return instant.astimezone(UTC)
