"""Which group the tickets of a household are in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import Table, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from competition.store.models import Entry, Household
from competition.store.types import CompetitionId, EntryId

_TABLE = cast("Table", Household.__table__)
# An update that changes nothing: so that whoever comes second waits for the first, and is told its group.
_INSERT_OR_FIND = {
    name: dialect.insert(_TABLE)
    .on_conflict_do_update(
        index_elements=["competition_id", "digest"], set_={"group_code": _TABLE.c.group_code}
    )
    .returning(_TABLE.c.group_code)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}


def group_of(session: Session, competition_id: CompetitionId, digest: bytes, *, fresh: str) -> str:
    """The group of this household; the `fresh` one where it has none yet. The constraint decides."""
    connection = session.connection()
    row = {"competition_id": competition_id, "digest": digest, "group_code": fresh}
    found: str = connection.execute(_INSERT_OR_FIND[connection.dialect.name], row).scalar_one()
    return found


def of_entries(session: Session, ids: Sequence[EntryId]) -> set[bytes]:
    """The households that these entries are of."""
    query = select(Entry.household_digest).where(Entry.id.in_(ids), Entry.household_digest.is_not(None))
    return {found for found in session.scalars(query) if found is not None}


def forget_empty(session: Session, competition_id: CompetitionId, digests: Collection[bytes]) -> None:
    """Take those of these households away of which no entry is left."""
    if not digests:
        return
    lives = exists().where(
        Entry.competition_id == Household.competition_id, Entry.household_digest == Household.digest
    )
    mine = (Household.competition_id == competition_id, Household.digest.in_(digests))
    session.execute(delete(Household).where(*mine, ~lives).execution_options(synchronize_session=False))
