"""Column types and ids."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NewType

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

AdminId = NewType("AdminId", int)
AwardId = NewType("AwardId", int)
CompetitionId = NewType("CompetitionId", int)
EntryId = NewType("EntryId", int)
MessageId = NewType("MessageId", int)

# PostgreSQL sorts text by the database's language unless told otherwise; the protocol sorts by bytes.
Hex64 = String(64).with_variant(String(64, collation="C"), "postgresql")


class UTCDateTime(TypeDecorator[datetime]):
    """An instant, aware on both sides. SQLite keeps UTC at a fixed width, so text order is time order."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError(f"A time without a zone cannot be stored: {value!r}. Give it UTC.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
