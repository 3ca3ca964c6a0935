"""Lines of entries as lists show them: nobody can be told by them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from competition.draw.tickets import short
from competition.rules.masking import mask_address, mask_name
from competition.rules.signals import WORDS
from competition.services.views.review import EntryRowView
from competition.store import flags
from competition.store.models import Entry
from competition.store.types import EntryId


def lines(session: Session, rows: Sequence[Entry]) -> tuple[EntryRowView, ...]:
    words: dict[EntryId, list[str]] = defaultdict(list)
    for flag in flags.of_entries(session, [row.id for row in rows]):
        words[flag.entry_id].append(WORDS[flag.reason])
    return tuple(_line(row, words[row.id]) for row in rows)


def _line(row: Entry, words: Sequence[str]) -> EntryRowView:
    return EntryRowView(
        public_id=row.public_id,
        name=mask_name(row.name or ""),
        address=mask_address(row.address) if row.address else "",
        status=row.status,
        entered_at=row.entered_at,
        ticket=short(row.ticket) if row.ticket else "",
        flags=tuple(words),
    )
