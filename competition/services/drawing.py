"""The draw: the frozen list and the public value give the winners, once and for ever (§7)."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import bls
from competition.draw import beacon, manifest_file, ranking
from competition.draw.freeze import Freeze as Statement
from competition.draw.log import Drawn
from competition.draw.manifest import DrandBeacon, Manifest, RehearsalBeacon
from competition.draw.ranking import Place
from competition.draw.seed import seed_of, seed_text
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.rules.wording import moment
from competition.services import facts, log, records
from competition.services.awards import seating
from competition.services.instance import Instance
from competition.store import competitions, freezes, locks
from competition.store.models import Competition, Draw, Freeze, Result


def draw(
    session: Session,
    slug: str,
    value: beacon.BeaconValue | None,
    *,
    instance: Instance,
    actor: str = "clock",
) -> Draw:
    """Draw the frozen list with this value; a second call returns the first result, whatever it brings (N1).

    For a rehearsal `value` is None: the server makes it. Raises RuleError where nothing is frozen or the
    value does not exist yet, VerificationError where it is not the promised one.
    """
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    competition, now = competitions.by_id(session, competition.id), instance.clock(session)
    frozen = freezes.last_freeze(session, competition.id)
    if frozen is None or competition.status == Status.VOIDED:
        raise RuleError(
            "status", f"This competition is {competition.status}: there is no frozen list to draw."
        )
    if done := freezes.draw(session, competition.id, frozen.draw):
        return done
    statement = records.statement(frozen)
    fixed = _manifest(session, statement)
    _require_due(competition, fixed, statement, now)
    taken = verified(fixed, statement, value)
    row = _write(session, competition, frozen, fixed, taken, now=now)
    _log(session, competition, row, instance=instance, now=now)
    seating.seat(session, competition, row)
    competitions.move(session, competition.id, before=Status.FROZEN, after=Status.DRAWN)
    facts.record(session, "drawn", competition, at=now, actor=actor, subject=seed_of(row.seed_file))
    return row


def _manifest(session: Session, statement: Statement) -> Manifest:
    row = competitions.manifest_by_digest(session, statement.manifest)
    if row is None:
        raise LookupError("the manifest of a freeze is missing")
    return manifest_file.parse(row.file)


def _require_due(competition: Competition, fixed: Manifest, statement: Statement, now: datetime) -> None:
    due = fixed.round_time(statement.round)
    if now.timestamp() < due:
        at = moment(datetime.fromtimestamp(due, tz=now.tzinfo), competition.time_zone)
        raise RuleError("early", f"The random value does not exist yet. It is due on {at}.")


def verified(fixed: Manifest, statement: Statement, value: beacon.BeaconValue | None) -> beacon.BeaconValue:
    """The value of a draw, proven to be the promised one; for a rehearsal, of None, a new one.

    Raises RuleError for another beacon's, VerificationError for one that does not prove itself.
    """
    round_ = statement.round
    if isinstance(fixed.beacon, DrandBeacon) and isinstance(value, beacon.DrandValue) and round_ is not None:
        beacon.verify_round(value, fixed.beacon.chain, round_, bls=bls.verifier())
        return value
    if isinstance(fixed.beacon, RehearsalBeacon) and value is None:
        return beacon.RehearsalValue(secrets.token_hex(32))
    event = fixed.fallback if isinstance(fixed.beacon, DrandBeacon) else fixed.beacon
    if isinstance(value, beacon.EventValue) and event is not None and value.id == getattr(event, "id", None):
        return value
    raise RuleError("beacon", "This is not a value of the beacon that the manifest promises.")


def _write(
    session: Session,
    competition: Competition,
    frozen: Freeze,
    fixed: Manifest,
    value: beacon.BeaconValue,
    *,
    now: datetime,
) -> Draw:
    """Compute the walk and write draw and result; the files of the record are made from these rows."""
    seed_file = seed_text(records.statement(frozen).text(), value.value)
    walk = list(ranking.draw_list(frozen.entries_file.split(b"\n")[:-1], fixed, seed_of(seed_file)))
    row = Draw(
        competition_id=competition.id,
        draw=frozen.draw,
        beacon_file=value.to_bytes(),
        seed_file=seed_file,
        drawn_at=now,
    )
    return freezes.add_draw(session, row, _results(competition, frozen, walk))


def _results(competition: Competition, frozen: Freeze, walk: Sequence[Place]) -> list[Result]:
    return [
        Result(
            competition_id=competition.id,
            draw=frozen.draw,
            position=position,
            kind=place.kind,
            number=place.number,
            ticket=place.ticket,
            score=place.score,
        )
        for position, place in enumerate(walk)
    ]


def _log(
    session: Session, competition: Competition, row: Draw, *, instance: Instance, now: datetime
) -> Drawn:
    expected = log.drawn(session, competition, row)
    values = {"draw": str(row.draw), **expected.values()}
    log.append(session, competition, "drawn", values, signer=instance.signer, now=now)
    return expected
