"""Counting tickets in public, and freezing the list (§5): from then on nothing of it can change."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.draw import freeze as statements
from competition.draw.entries import listed_of
from competition.draw.manifest import DrandBeacon, Manifest
from competition.draw.notes import sign_note
from competition.rules.errors import RuleError
from competition.rules.lifecycle import BEFORE_FREEZE, Status
from competition.rules.voiding import NO_ENTRIES
from competition.rules.wording import moment
from competition.services import facts, log, records
from competition.services.excluding import exclude_wrong_answers
from competition.services.instance import Instance
from competition.store import competitions, entries, erasures, freezes, frozen_lists, locks, tickets
from competition.store.models import Competition, Freeze
from competition.store.types import CompetitionId

# Beyond the gap itself: the freeze follows in the same transaction, but its clock may have moved on.
_SLACK = timedelta(minutes=1)


def count(session: Session, competition_id: CompetitionId, *, instance: Instance) -> None:
    """Say in the public log how many tickets were issued so far."""
    locks.exclusive(session, competition_id)
    competition = competitions.by_id(session, competition_id)
    if Status(competition.status) in (Status.OPEN, Status.CLOSED):
        _append_count(session, competition, instance, instance.clock(session))


def _append_count(session: Session, competition: Competition, instance: Instance, now: datetime) -> None:
    issued = {"issued": str(tickets.count(session, competition.id))}
    log.append(session, competition, "count", issued, signer=instance.signer, now=now)


def freeze(session: Session, slug: str, *, instance: Instance, actor: str = "clock") -> Freeze:
    """Freeze the list of a closed competition and sign it; a second call returns the same freeze.

    A list without tickets is frozen and voided at once (§5). Raises RuleError where it is not time yet.
    """
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    competition, now = competitions.by_id(session, competition.id), instance.clock(session)
    if done := freezes.last_freeze(session, competition.id):
        return done
    _require_over(competition, now)
    fixed = records.manifest_of(session, competition)
    _reschedule_if_late(session, competition, fixed, instance=instance, now=now)
    exclude_wrong_answers(session, competition, now=now)
    entries.expire_pending(session, competition.id)
    # Kept until now so that who was erased could not enter again.
    erasures.forget_digests(session, erasures.asked(session, competition.id))
    _append_count(session, competition, instance, now)
    row = _seal(session, competition, fixed, instance=instance, now=now)
    competitions.move(session, competition.id, before=competition.status, after=Status.FROZEN)
    facts.record(session, "frozen", competition, at=now, actor=actor, subject=row.statement_digest)
    if not row.entries_file:
        _void_empty(session, competition, instance=instance, now=now)
    return row


def _require_over(competition: Competition, now: datetime) -> None:
    """The instants decide, as they do for entries: a worker that was away has not opened or closed it yet."""
    if competition.status not in BEFORE_FREEZE:
        raise RuleError("status", f"This competition is {competition.status}, so there is no list to freeze.")
    if now < competition.confirm_by:
        until = moment(competition.confirm_by, competition.time_zone)
        raise RuleError("early", f"Entries may be confirmed until {until}. The list is frozen after that.")


def _seal(
    session: Session, competition: Competition, fixed: Manifest, *, instance: Instance, now: datetime
) -> Freeze:
    """Write the two files, the signed statement and the log's line."""
    state = log.state(session, competition, signer=instance.signer)
    entered = [line.encode("ascii") for line in tickets.entered_lines(session, competition.id)]
    excluded = [line.encode("ascii") for line in tickets.excluded_lines(session, competition.id)]
    entries_file = b"".join(line + b"\n" for line in entered)
    statement = statements.Freeze(
        competition=competition.identity,
        draw=state.draw,
        manifest=fixed.digest(),
        entries=listed_of(entered),
        entries_file=sha256(entries_file).hexdigest(),
        excluded=listed_of(excluded),
        beacon=statements.beacon_line(fixed.beacon, state.round),
        frozen=log.next_time(log.read(session, competition), now),
    )
    row = freezes.add_freeze(
        session,
        Freeze(
            competition_id=competition.id,
            draw=statement.draw,
            statement_digest=statement.digest(),
            note=sign_note(statement.text(), instance.signer).decode("utf-8"),
            entries_file=entries_file,
            excluded_file=b"".join(line + b"\n" for line in excluded),
            frozen_at=now,
        ),
    )
    frozen_lists.add(session, row)
    values = {"draw": str(statement.draw), "statement": statement.digest()}
    log.append(session, competition, "frozen", values, signer=instance.signer, now=now)
    return row


def _reschedule_if_late(
    session: Session, competition: Competition, fixed: Manifest, *, instance: Instance, now: datetime
) -> None:
    """Move the draw to a later round where the list was not frozen in time, in public (§5)."""
    state = log.state(session, competition, signer=instance.signer)
    time, due = log.next_time(log.read(session, competition), now), fixed.round_time(state.round)
    if time <= due - fixed.min_gap_seconds and (time <= fixed.freeze_by or state.rescheduled):
        return
    if not isinstance(fixed.beacon, DrandBeacon):
        raise RuleError(
            "late", "The list was not frozen in time, and this beacon cannot be moved: void the draw."
        )
    if due - fixed.min_gap_seconds < time < due:
        raise RuleError(
            "late", "The list was not frozen in time. The draw can be moved once its round has passed."
        )
    earliest = time + fixed.min_gap_seconds + int(_SLACK.total_seconds())
    round_ = fixed.beacon.chain.round_at(max(earliest, due + 1))
    at = datetime.fromtimestamp(fixed.round_time(round_), tz=now.tzinfo)
    notice = (
        "The list of tickets was not frozen in time, so the draw takes a later random number: "
        f"drand round {round_}, due on {moment(at, competition.time_zone)}."
    )
    values = {"draw": str(state.draw), "round": str(round_)}
    values["notice"] = log.publish_notice(session, competition, notice)
    log.append(session, competition, "rescheduled", values, signer=instance.signer, now=now)
    competition.draw_at = at
    session.flush()


def _every(left_out: int) -> str:
    return (
        "no ticket"
        if not left_out
        else "the one ticket"
        if left_out == 1
        else f"each of the {left_out} tickets"
    )


def _void_empty(session: Session, competition: Competition, *, instance: Instance, now: datetime) -> None:
    left_out = tickets.count_excluded(session, competition.id)
    why = "was left out with a reason" if left_out else "was issued"
    notice = log.publish_notice(session, competition, f"There is nothing to draw: {_every(left_out)} {why}.")
    draw = str(log.state(session, competition, signer=instance.signer).draw)
    values = {"draw": draw, "reason": NO_ENTRIES, "notice": notice}
    log.append(session, competition, "voided", values, signer=instance.signer, now=now)
    competitions.move(session, competition.id, before=Status.FROZEN, after=Status.VOIDED)
    facts.record(session, "voided", competition, at=now, actor="clock")
