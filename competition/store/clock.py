"""The time that decides: the database's own, one for all processes and machines (guarantees F12, P3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import text
from sqlalchemy.orm import Session

# Read it after the lock is held, or a deadline can pass while waiting for the lock. Tests pass their own.
Clock: TypeAlias = Callable[[Session], datetime]


def now(session: Session) -> datetime:
    if session.get_bind().dialect.name == "sqlite":
        return datetime.fromisoformat(
            session.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")).scalar_one()
        )
    # Not now(): that is when the transaction began, before it waited for its locks.
    instant: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return instant.astimezone(UTC)
