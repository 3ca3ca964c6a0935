"""What a frozen list waits for: which value, of which beacon, due when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from competition.draw.beacon import FALLBACK_DELAY
from competition.draw.manifest import DrandBeacon, EventBeacon, RehearsalBeacon
from competition.services import records
from competition.store import freezes
from competition.store.models import Competition


@dataclass(frozen=True, slots=True)
class AwaitedEvent:
    """A public event whose numbers people type, from an instant on: the beacon, or what stands in for it."""

    id: str
    description: str
    due: datetime
    fallback: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """The value of a frozen list. For a rehearsal the server makes it; an event's is typed by people (§7)."""

    due: datetime
    rehearsal: bool
    chain_hash: str | None
    round: int | None
    draw: int
    event: AwaitedEvent | None


def awaited(session: Session, competition: Competition) -> Awaited | None:
    """What the last freeze of a competition waits for, or waited for; None before the freeze."""
    frozen = freezes.last_freeze(session, competition.id)
    if frozen is None:
        return None
    fixed = records.manifest_of(session, competition)
    round_ = records.statement(frozen).round
    due = datetime.fromtimestamp(fixed.round_time(round_), tz=UTC)
    return Awaited(
        due=due,
        rehearsal=isinstance(fixed.beacon, RehearsalBeacon),
        chain_hash=fixed.beacon.chain.chain_hash if isinstance(fixed.beacon, DrandBeacon) else None,
        round=round_,
        draw=frozen.draw,
        event=_event(fixed.beacon, fixed.fallback, due),
    )


def _event(
    promised: DrandBeacon | EventBeacon | RehearsalBeacon, fallback: EventBeacon | None, due: datetime
) -> AwaitedEvent | None:
    if isinstance(promised, EventBeacon):
        return AwaitedEvent(promised.id, promised.description, due, fallback=False)
    if fallback is None:
        return None
    late = due + timedelta(seconds=FALLBACK_DELAY)
    return AwaitedEvent(fallback.id, fallback.description, late, fallback=True)
