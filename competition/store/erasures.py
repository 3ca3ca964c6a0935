"""Emptying entries, and the proof that they were."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from competition.store import appeals, approvals, awards, households, messages, rows
from competition.store.models import Entry, Erasure
from competition.store.types import CompetitionId, EntryId

_ENTRY = cast("Table", Entry.__table__)
_EMPTY = {
    "status": "erased",
    "address": None,
    "salt": None,
    "household_digest": None,
    "name": None,
    "answer": None,
    "extras": None,
    "publication": "none",
    "marketing": False,
    "marketing_wording": None,
    "marketing_page": None,
    "code_tries": 0,
    # Made of what was typed; the public id is as unique, and made of nothing.
    "nonce": _ENTRY.c.public_id,
}


def empty(
    session: Session, competition_id: CompetitionId, ids: Sequence[EntryId], *, kind: str, at: datetime
) -> None:
    """Take everything personal out of these entries, and the letters to them away. The tickets stay."""
    if not ids:
        return
    messages.remove_of_entries(session, ids)
    appeals.forget_texts(session, ids)
    approvals.forget(session, ids)
    awards.forget(session, ids)
    homes = households.of_entries(session, ids)
    session.execute(update(Entry).where(Entry.id.in_(ids)).values(_EMPTY))
    households.forget_empty(session, competition_id, homes)
    proofs = [Erasure(entry_id=one, competition_id=competition_id, kind=kind, at=at) for one in ids]
    rows.write_all(session, proofs)


def forget_digests(session: Session, ids: Sequence[EntryId]) -> None:
    """Put chance in the place of the keyed hash, which whoever has the key could still try addresses on."""
    if not ids:
        return
    change = update(_ENTRY).where(_ENTRY.c.id == bindparam("which"))
    chance = [{"which": one, "digest": secrets.token_bytes(32)} for one in ids]
    session.connection().execute(change.values(address_digest=bindparam("digest")), chance)


def public_ids(
    session: Session, competition_id: CompetitionId, *, kind: str, after: datetime | None
) -> Sequence[str]:
    """The ids of the entries that were emptied for this reason, later than that."""
    query = select(Entry.public_id).join(Erasure, Erasure.entry_id == Entry.id)
    query = query.where(Erasure.competition_id == competition_id, Erasure.kind == kind)
    return session.scalars(query.where(Erasure.at > after) if after else query).all()


def any_since(session: Session, since: datetime) -> bool:
    query = select(Erasure.entry_id).where(Erasure.at >= since).limit(1)
    return session.scalars(query).first() is not None


def asked(session: Session, competition_id: CompetitionId) -> Sequence[EntryId]:
    """The entries of this competition that were emptied because their people asked."""
    query = select(Erasure.entry_id).where(Erasure.competition_id == competition_id, Erasure.kind == "asked")
    return session.scalars(query.order_by(Erasure.entry_id)).all()
