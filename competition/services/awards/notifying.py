"""What the clock does about awards: first notices, reminders, silence, the question whether it has come.

Each step has its own transaction, takes the lock, and is decided anew there: two workers do it once (P1).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from competition.draw.ranking import RESERVE
from competition.rules import awards as rules
from competition.rules.awards import Act, AwardState, Next
from competition.services import facts, log
from competition.services.awards import chain, letters, seating, vacating
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.store import awards, competitions, stops
from competition.store.engine import Database
from competition.store.models import Award, AwardNotice
from competition.store.types import AwardId, CompetitionId

# A tick has other competitions to look after; the next one goes on a few seconds later.
_MOST_PER_TICK = 200
_WORDS = {
    Act.NOTIFY: "told a winner",
    Act.REMIND: "reminded a winner",
    Act.FINAL_NOTICE: "gave a winner final notice",
    Act.LAPSE: "passed a prize on: no reply",
    Act.ASK: "asked a winner whether it has come",
}


def advance(database: Database, competition_id: CompetitionId, *, instance: Instance) -> Iterator[str]:
    """Do what is due in the awards of a competition, in words for the operator."""
    _seat_earlier(database, competition_id, instance)
    left = _MOST_PER_TICK
    # What was done may make more due: a prize that passes on has somebody to tell.
    while left and (due := _due_ones(database, competition_id, instance)[:left]):
        done = [act for award_id in due if (act := _act(database, competition_id, award_id, instance))]
        yield from (_WORDS[act] for act in done)
        left = left - len(done) if done else 0
    with database.read() as session:
        over = _all_over(session, competition_id, instance)
    if over:
        with database.write() as session:
            if complete(session, competition_id, instance=instance):
                yield "completed"


def _seat_earlier(database: Database, competition_id: CompetitionId, instance: Instance) -> None:
    """Give the units of a draw that was made before awards were kept here to its winners."""
    with database.read() as session:
        on = chain.stage(session, competitions.by_id(session, competition_id), instance=instance)
        if on is None or awards.of_draw(session, competition_id, on.draw.draw):
            return
    with database.write() as session:
        on = chain.locked(session, competition_id, instance=instance)
        if not awards.of_draw(session, competition_id, on.draw.draw):
            seating.seat(session, on.competition, on.draw)


def _due_ones(database: Database, competition_id: CompetitionId, instance: Instance) -> list[AwardId]:
    with database.read() as session:
        on = chain.stage(session, competitions.by_id(session, competition_id), instance=instance)
        if on is None or not _may_act(session, on):
            return []
        known = chain.with_facts(session, on)
        return [award.id for award, facts_ in known if _due(session, on, award, facts_)]


def _may_act(session: Session, on: Stage) -> bool:
    """Nothing before the release, which an admin gives by hand (P10), nothing while the mail is stopped."""
    released = awards.release(session, on.competition.id, on.draw.draw)
    return released is not None and stops.holding(session, on.competition.id) is None


def _due(session: Session, on: Stage, award: Award, known: rules.Facts) -> Next | None:
    """The step of an award if it is the clock's and due. Whoever was erased is written to no more."""
    found = rules.upcoming(known, on.now)
    if found is None or not found.by_clock or found.at > on.now:
        return None
    if found.act is not Act.LAPSE and chain.entry_of(session, award).address is None:
        return None
    return found


def _act(
    database: Database, competition_id: CompetitionId, award_id: AwardId, instance: Instance
) -> Act | None:
    """Do what is due for one award, decided anew under the lock; None where it is no longer due."""
    with database.write() as session:
        on = chain.locked(session, competition_id, instance=instance)
        award = awards.by_id(session, award_id)
        if award is None or not _may_act(session, on):
            return None
        known = chain.facts_of(session, on, award)
        found = _due(session, on, award, known)
        if found is None:
            return None
        if found.act is Act.LAPSE:
            vacating.lapse(session, on, award, instance=instance)
        elif found.act is Act.ASK:
            ask(session, on, award, instance=instance, actor="clock")
        else:
            _notify(session, on, award, found, attempts=len(known.notices), instance=instance)
        return found.act


def _notify(
    session: Session, on: Stage, award: Award, due: Next, *, attempts: int, instance: Instance
) -> None:
    """Write one notice: the log's line, the row that allows it once, and the letter, or none of them."""
    kind = {Act.REMIND: "reminder", Act.FINAL_NOTICE: "final_notice"}.get(due.act)
    kind = kind or ("promoted" if award.kind == RESERVE else "won")
    attempt = attempts + 1
    line = chain.append(session, on, "notified", award, instance=instance, attempt=str(attempt))
    notice = AwardNotice(
        award_id=award.id,
        attempt=attempt,
        step=due.step or 0,
        kind=kind,
        # As the log has it: the claim time is counted from there.
        noticed_at=datetime.fromtimestamp(line.time, tz=UTC),
    )
    awards.add_notice(session, notice)
    award.state = AwardState.NOTIFIED
    session.flush()
    facts.record(session, "notified", on.competition, at=on.now, actor="clock", subject=award.ticket)
    letters.write(session, on, award, kind, instance=instance)


def ask(session: Session, on: Stage, award: Award, *, instance: Instance, actor: str) -> None:
    """Ask a winner whether the prize has come."""
    award.asked_at = on.now
    session.flush()
    facts.record(session, "asked_receipt", on.competition, at=on.now, actor=actor, subject=award.ticket)
    letters.write(session, on, award, "has_it_come", instance=instance)


def _all_over(session: Session, competition_id: CompetitionId, instance: Instance) -> bool:
    on = chain.stage(session, competitions.by_id(session, competition_id), instance=instance)
    if on is None or on.competition.status != "drawn":
        return False
    return all(
        award.ended_at or award.received_at for award in awards.of_draw(session, competition_id, on.draw.draw)
    )


def complete(session: Session, competition_id: CompetitionId, *, instance: Instance) -> bool:
    """End a competition of which nothing more is to be done, in public (§8). Twice is once."""
    on = chain.locked(session, competition_id, instance=instance)
    if not _all_over(session, competition_id, instance):
        return False
    log.append(session, on.competition, "completed", signer=instance.signer, now=on.now)
    competitions.move(session, competition_id, before="drawn", after="completed")
    facts.record(session, "completed", on.competition, at=on.now, actor="clock")
    return True
