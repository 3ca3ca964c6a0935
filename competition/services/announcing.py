"""Telling every entrant of the freeze and of the result, a batch to a transaction.

A letter is written once by its UNIQUE constraint, so that a pass that was cut off is simply made again.
"""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from competition.adapters.letters import Attachment
from competition.draw.ranking import PRIZE
from competition.draw.tickets import short
from competition.rules.excluding import in_words
from competition.rules.lifecycle import Status
from competition.rules.voiding import NO_ENTRIES
from competition.services import draw_views, facts, letters, records, standings
from competition.services.instance import Instance
from competition.store import activity, competitions, entries, freezes, tickets
from competition.store.engine import Database
from competition.store.models import Competition, Draw, Entry, Freeze
from competition.store.types import CompetitionId, EntryId

_BATCH = 200


def announce(database: Database, competition_id: CompetitionId, *, instance: Instance) -> int:
    """Write the letters that are still missing after a freeze or a draw; returns how many."""
    with database.read() as session:
        news = _news(session, competitions.by_id(session, competition_id))
        if news is None:
            return 0
        kind, draw = news
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
                _write(session, competition, entry, kind, draw, instance=instance)
            if not batch:
                # Looked up by the next ticks, so that they need not search a long list for nothing.
                at = instance.clock(session)
                facts.record(
                    session, "announced", competition, at=at, actor="clock", subject=f"{kind} {draw}"
                )
                return written
            written, last = written + len(batch), batch[-1].id


def _news(session: Session, competition: Competition) -> tuple[str, int] | None:
    """Which letter everybody is owed as things stand, and of which draw."""
    void = draw_views.void_of(session, competition)
    if void is not None and void.code != NO_ENTRIES:
        return "voided", void.draw
    frozen = freezes.last_freeze(session, competition.id)
    if frozen is None:
        return None
    drawn = freezes.draw(session, competition.id, frozen.draw)
    return ("result" if drawn else "list_frozen"), frozen.draw


def _write(
    session: Session, competition: Competition, entry: Entry, kind: str, draw: int, *, instance: Instance
) -> None:
    if kind == "voided":
        _voided(session, competition, entry, draw, instance=instance)
        return
    frozen = freezes.freeze(session, competition.id, draw)
    drawn = freezes.draw(session, competition.id, draw)
    if competition.status == Status.VOIDED and not drawn:
        _left_out(session, competition, entry, instance=instance)
    elif frozen and drawn:
        _result(session, competition, entry, frozen, drawn, instance=instance)
    elif frozen:
        _list_frozen(session, competition, entry, frozen, instance=instance)


def _voided(
    session: Session, competition: Competition, entry: Entry, draw: int, *, instance: Instance
) -> None:
    """Called off: when, and why, in the words of the public notice."""
    if void := draw_views.void_of(session, competition):
        letters.queue(
            session,
            "voided",
            competition,
            entry,
            instance=instance,
            now=instance.clock(session),
            ordinal=draw - 1,
            at=void.at,
            reason=void.reason,
        )


def _left_out(session: Session, competition: Competition, entry: Entry, *, instance: Instance) -> None:
    """There is no draw to speak of; whoever was left out by the freeze hears why."""
    found = tickets.exclusion(session, entry.ticket or "")
    # Whoever was left out before the freeze was told then.
    if found and found.actor == "clock":
        letters.queue(
            session,
            "excluded",
            competition,
            entry,
            instance=instance,
            now=instance.clock(session),
            ordinal=None,
            reason=found.reason,
            at=found.excluded_at,
            appeal_link="",
            appeal_until=None,
        )


def _list_frozen(
    session: Session, competition: Competition, entry: Entry, frozen: Freeze, *, instance: Instance
) -> None:
    """The freeze note and the entrant's own proof, in their hands before the value exists (§6)."""
    statement, left_out = records.statement(frozen), tickets.exclusion(session, entry.ticket or "")
    proof = standings.proof(session, frozen, entry.ticket or "")
    files = (
        Attachment("freeze.note", "text/plain", frozen.note.encode("utf-8")),
        Attachment("proof.txt", "text/plain", proof.encode("ascii")),
        # It says whose key must be on the note, so that the three can be checked with nothing else.
        Attachment("manifest.json", "application/json", facts.manifest(session, competition).file),
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
        frozen_at=datetime.fromtimestamp(statement.frozen, tz=UTC),
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
        level=records.level(session, competition),
        drawn_at=drawn.drawn_at,
    )
