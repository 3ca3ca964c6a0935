"""Telling every entrant of the freeze and of the result, a batch to a transaction.

A letter is written once by its UNIQUE constraint, so that a pass that was cut off is simply made again.
"""

from sqlalchemy.orm import Session

from competition.adapters.letters import Attachment
from competition.draw.ranking import PRIZE
from competition.draw.tickets import short
from competition.rules.excluding import in_words
from competition.rules.lifecycle import Status
from competition.services import facts, letters, records, standings
from competition.services.instance import Instance
from competition.store import activity, competitions, entries, freezes, tickets
from competition.store.engine import Database
from competition.store.models import Competition, Draw, Entry, Freeze
from competition.store.types import CompetitionId, EntryId

_BATCH = 200


def announce(database: Database, competition_id: CompetitionId, *, instance: Instance) -> int:
    """Write the letters that are still missing after a freeze or a draw; returns how many."""
    with database.read() as session:
        frozen = freezes.last_freeze(session, competition_id)
        drawn = freezes.draw(session, competition_id, frozen.draw) if frozen else None
        if frozen is None:
            return 0
        kind, draw = ("result" if drawn else "list_frozen"), frozen.draw
        if activity.has(session, competition_id, action="announced", subject=f"{kind} {draw}"):
            return 0
    written, last = 0, EntryId(0)
    while True:
        with database.write() as session:
            competition = competitions.by_id(session, competition_id)
            batch = entries.without_message(
                session, competition_id, kind=kind, ordinal=draw - 1, after=last, limit=_BATCH
            )
            for entry in batch:
                _write(session, competition, entry, draw, instance=instance)
            if not batch:
                # Looked up by the next ticks, so that they need not search a long list for nothing.
                at = instance.clock(session)
                facts.record(
                    session, "announced", competition, at=at, actor="clock", subject=f"{kind} {draw}"
                )
                return written
            written, last = written + len(batch), batch[-1].id


def _write(
    session: Session, competition: Competition, entry: Entry, draw: int, *, instance: Instance
) -> None:
    frozen = freezes.freeze(session, competition.id, draw)
    drawn = freezes.draw(session, competition.id, draw)
    if competition.status == Status.VOIDED and not drawn:
        _left_out(session, competition, entry, instance=instance)
    elif frozen and drawn:
        _result(session, competition, entry, frozen, drawn, instance=instance)
    elif frozen:
        _list_frozen(session, competition, entry, frozen, instance=instance)


def _left_out(session: Session, competition: Competition, entry: Entry, *, instance: Instance) -> None:
    """There is no draw to speak of; whoever was left out by the freeze hears why."""
    if found := tickets.exclusion(session, entry.ticket or ""):
        now, reason, at = instance.clock(session), found.reason, found.excluded_at
        letters.queue(
            session, "excluded", competition, entry, instance=instance, now=now, reason=reason, at=at
        )


def _list_frozen(
    session: Session, competition: Competition, entry: Entry, frozen: Freeze, *, instance: Instance
) -> None:
    """The freeze note and the entrant's own proof, in their hands before the value exists (§6)."""
    statement, left_out = records.statement(frozen), tickets.exclusion(session, entry.ticket or "")
    files = (
        Attachment("freeze.note", "text/plain", frozen.note.encode("utf-8")),
        Attachment("proof.txt", "text/plain", standings.proof(frozen, entry.ticket or "").encode("ascii")),
    )
    letters.queue(
        session,
        "list_frozen",
        competition,
        entry,
        instance=instance,
        now=instance.clock(session),
        ordinal=frozen.draw - 1,
        attachments=files,
        tickets=statement.entries.count,
        root=statement.entries.root,
        draw=frozen.draw,
        frozen_at=frozen.frozen_at,
        draw_at=competition.draw_at,
        round=statement.round,
        reason=in_words(left_out.reason) if left_out else "",
    )


def _result(
    session: Session,
    competition: Competition,
    entry: Entry,
    frozen: Freeze,
    drawn: Draw,
    *,
    instance: Instance,
) -> None:
    own = standings.outcome(session, competition, entry.ticket or "")
    walk = records.places(session, competition, drawn.draw)
    rehearsal = records.statement(frozen).beacon == "rehearsal"
    letters.queue(
        session,
        "result",
        competition,
        entry,
        instance=instance,
        now=instance.clock(session),
        ordinal=frozen.draw - 1,
        outcome=own.outcome if own else "excluded",
        rank=own.rank if own else None,
        tickets=records.statement(frozen).entries.count,
        winners=tuple(short(place.ticket) for place in walk if place.kind == PRIZE and place.ticket),
        level="rehearsal" if rehearsal else "self-consistent",
        drawn_at=drawn.drawn_at,
    )
