"""What a frozen list waits for: which value, of which beacon, due when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from competition.draw.manifest import DrandBeacon, RehearsalBeacon
from competition.services import records
from competition.store import freezes
from competition.store.models import Competition


@dataclass(frozen=True, slots=True)
class Awaited:
    """The value of a frozen list. For a rehearsal the server makes it; an event's is typed by people (§7)."""

    due: datetime
    rehearsal: bool
    chain_hash: str | None
    round: int | None


def awaited(session: Session, competition: Competition) -> Awaited | None:
    """What the last freeze of a competition waits for, or waited for; None before the freeze."""
    frozen = freezes.last_freeze(session, competition.id)
    if frozen is None:
        return None
    fixed = records.manifest_of(session, competition)
    round_ = records.statement(frozen).round
    return Awaited(
        due=datetime.fromtimestamp(fixed.round_time(round_), tz=UTC),
        rehearsal=isinstance(fixed.beacon, RehearsalBeacon),
        chain_hash=fixed.beacon.chain.chain_hash if isinstance(fixed.beacon, DrandBeacon) else None,
        round=round_,
    )
