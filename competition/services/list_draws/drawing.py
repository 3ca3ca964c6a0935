"""Opening, freezing and drawing a list that was made elsewhere. Nothing is chosen after the freeze (§1)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from competition.draw.beacon import BeaconValue
from competition.draw.errors import VerificationError
from competition.draw.manifest import DrandBeacon, EventBeacon, Manifest, Prize, RehearsalBeacon
from competition.draw.notes import Signer
from competition.rules import list_terms
from competition.rules.description import Rehearsal
from competition.rules.errors import RuleError
from competition.rules.list_terms import ListDraw
from competition.rules.wording import exact_moment
from competition.services.competitions.publishing import beacon_of, checked
from competition.services.drawing import verified
from competition.services.list_draws.record import ListRecord
from competition.services.list_draws.sealing import Sealed

_CLAIM_DAYS = 28
_LONGEST_IDENTITY = 128


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a frozen list waits for. `round` is that of drand, `event` what people read numbers off."""

    due: datetime
    rehearsal: bool
    chain_hash: str
    round: int | None
    event: str


def identity(said: ListDraw, *, origin: str, now: datetime) -> str:
    """The `competition` of the record (§2): the title and the day.

    Whoever draws under one title twice on one day has signed two freezes of one draw, and is seen to (§6).
    """
    name = f"{list_terms.slug(said.title)}-{now.astimezone(UTC):%Y-%m-%d}"
    return f"{origin[: _LONGEST_IDENTITY - len(name) - 7]}/lists/{name}"


def open_record(said: ListDraw, *, competition: str, signer: Signer, now: datetime) -> ListRecord:
    """Fix everything but the list; raises RuleError where the draw would come too soon."""
    rehearsal = isinstance(said.beacon, Rehearsal)
    dates = list_terms.dates(said, int(now.timestamp()), rehearsal=rehearsal)
    due = datetime.fromtimestamp(dates.draw_at, tz=UTC)
    rules = list_terms.terms_text(said, due).encode("utf-8")
    fixed = Manifest(
        competition=competition,
        title=said.title,
        promoter_name=said.promoter.name,
        promoter_address=said.promoter.address,
        rules_sha256=sha256(rules).hexdigest(),
        beacon=beacon_of(said.beacon, due),
        prizes=(Prize("Prize", said.prizes),),
        reserves=said.reserves,
        group_rule="none",
        exclusion_reasons=(),
        vacancy_reasons=(),
        claim_days=_CLAIM_DAYS,
        fallback=None,
        verifier_keys=(signer.key,),
        witnesses=(),
        witness_quorum=0,
        previous=None,
        opens=dates.opens,
        closes=dates.closes,
        confirm_by=dates.confirm_by,
        freeze_by=dates.freeze_by,
        draw_at=dates.draw_at,
        min_gap_seconds=dates.gap,
    )
    return ListRecord(checked(fixed), rules).opened()


def freeze(record: ListRecord, sealed: Sealed, *, signer: Signer, now: datetime) -> ListRecord:
    """Freeze the list; raises VerificationError where it took too long since the opening."""
    return record.frozen(sealed.entries_file, sealed.listed, signer=signer, now=int(now.timestamp()))


def waiting(record: ListRecord) -> Waiting:
    beacon = record.fixed.beacon
    return Waiting(
        due=datetime.fromtimestamp(record.fixed.round_time(None), tz=UTC),
        rehearsal=isinstance(beacon, RehearsalBeacon),
        chain_hash=beacon.chain.chain_hash if isinstance(beacon, DrandBeacon) else "",
        round=beacon.round if isinstance(beacon, DrandBeacon) else None,
        event=beacon.id if isinstance(beacon, EventBeacon) else "",
    )


def draw(record: ListRecord, value: BeaconValue | None, *, now: datetime) -> ListRecord:
    """Draw once and for ever: of a record that was drawn nothing changes, whatever the value.

    Raises RuleError before the value is due, VerificationError for one that is not the promised one.
    """
    if record.outcome:
        return record
    due = waiting(record).due
    if now < due:
        at = exact_moment(due, "UTC")
        raise RuleError("early", f"The random value does not exist yet. It is due on {at}.")
    _require_unchanged(record)
    taken = verified(record.fixed, record.statement, value)
    return record.drawn(taken, now=int(now.timestamp()))


def _require_unchanged(record: ListRecord) -> None:
    """The files lay on a disk since the freeze; what is drawn is what was signed."""
    statement = record.statement
    if sha256(record.entries).hexdigest() != statement.entries_file:
        raise VerificationError("this is not the list that was frozen", code="entries", file="entries.txt")
    if record.fixed.digest() != statement.manifest:
        raise VerificationError("this is not the one that was frozen", code="manifest", file="manifest.json")


def require_key(record: ListRecord, signer: Signer) -> None:
    """Raise RuleError where this is not the key that the list was frozen with."""
    if signer.key not in record.fixed.verifier_keys:
        sentence = "The list was frozen with another key: name the configuration that was named then."
        raise RuleError("key", sentence)
