"""What every table shares: named constraints, typed constructors, the mark of insert-only tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

from competition.store.types import AdminId, AwardId, CompetitionId, EntryId, MessageId, UTCDateTime

# Rows may be added and read, never changed or removed: triggers on both engines hold it (guarantee N8).
INSERT_ONLY: dict[str, Any] = {"info": {"insert_only": True}}


# No repr: it would carry addresses into logs. No eq: a row is itself.
class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime(),
        AdminId: Integer(),
        AwardId: Integer(),
        CompetitionId: Integer(),
        EntryId: Integer(),
        MessageId: Integer(),
    }


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A CHECK that `column` holds one of these words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


def insert_only_tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.info.get("insert_only")]
