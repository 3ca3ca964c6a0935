"""Rows that the database accepts; each test changes what it is about."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from competition.store import activity
from competition.store.models import (
    Activity,
    Award,
    AwardNotice,
    AwardRelease,
    Checkpoint,
    Competition,
    Cosignature,
    DeskNotice,
    Draw,
    Entry,
    Erasure,
    Freeze,
    FrozenBlock,
    LogLine,
    Manifest,
    Message,
    Notice,
    Purge,
    Result,
    Ticket,
    TypedValue,
)
from competition.store.types import CompetitionId, EntryId

NOON = datetime(2026, 8, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def hex64(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def a_competition(slug: str = "never-sorry", **changes: Any) -> Competition:
    facts: dict[str, Any] = {
        "slug": slug,
        "identity": f"cinema.example/draws/c/{slug}",
        "title": "Ai Weiwei: Never Sorry",
        "status": "open",
        "time_zone": "Europe/London",
        "details": {},
        "opens": NOON - DAY,
        "closes": NOON + DAY,
        "confirm_by": NOON + 2 * DAY,
        "freeze_by": NOON + 2 * DAY,
        "draw_at": NOON + 4 * DAY,
        "address_key": b"k" * 32,
        "created_at": NOON - 2 * DAY,
    }
    return Competition(**facts | changes)


def a_manifest(competition_id: CompetitionId, version: int = 1) -> Manifest:
    return Manifest(
        digest=hex64(f"manifest {competition_id} {version}"),
        competition_id=competition_id,
        version=version,
        file=b"{}",
        rules="The rules.\n",
        published_at=NOON - DAY,
    )


def an_entry(competition_id: CompetitionId, name: str = "ann", **changes: Any) -> Entry:
    facts: dict[str, Any] = {
        "public_id": hex64(f"id {competition_id} {name}")[:32],
        "competition_id": competition_id,
        "address": f"{name}@example.com",
        "address_digest": sha256(name.encode()).digest(),
        "publication": "name",
        "nonce": hex64(f"nonce {competition_id} {name}"),
        "entered_at": NOON,
    }
    return Entry(**facts | changes)


def a_confirmed_entry(competition_id: CompetitionId, name: str = "ann", **changes: Any) -> Entry:
    whole = {
        "status": "confirmed",
        "salt": b"s" * 32,
        "ticket": hex64(f"{competition_id} {name}"),
        "confirmed_at": NOON,
    }
    return an_entry(competition_id, name, **whole | changes)


def a_ticket(entry: Entry, **changes: Any) -> Ticket:
    facts: dict[str, Any] = {
        "ticket": entry.ticket,
        "competition_id": entry.competition_id,
        "entry_id": entry.id,
        "accepted_at": NOON,
        "manifest_digest": hex64(f"manifest {entry.competition_id} 1"),
        "receipt": "prizedraw/v1 receipt\n",
    }
    return Ticket(**facts | changes)


def a_freeze(competition_id: CompetitionId, draw: int = 1, **changes: Any) -> Freeze:
    facts: dict[str, Any] = {
        "competition_id": competition_id,
        "draw": draw,
        "statement_digest": hex64(f"freeze {competition_id} {draw}"),
        "note": "prizedraw/v1 freeze\n",
        "entries_file": b"entries",
        "excluded_file": b"",
        "frozen_at": NOON + 2 * DAY,
    }
    return Freeze(**facts | changes)


def a_typed_value(competition_id: CompetitionId, typed_by: str = "jo", **changes: Any) -> TypedValue:
    whole: dict[str, Any] = {"attempt": 1, "place": 1, "value": "7.8.11./", "typed_at": NOON + 3 * DAY}
    return TypedValue(competition_id=competition_id, draw=1, typed_by=typed_by, **{**whole, **changes})


def a_desk_notice(competition_id: CompetitionId, recipients: int = 1) -> DeskNotice:
    return DeskNotice(
        competition_id=competition_id,
        kind="admin_drawn",
        subject="1",
        recipients=recipients,
        noticed_at=NOON + 4 * DAY,
    )


def a_cosignature(competition_id: CompetitionId, witness: str = "gazette.example/witness") -> Cosignature:
    return Cosignature(
        competition_id=competition_id,
        draw=1,
        witness=witness,
        line=f"— {witness} c2lnbmF0dXJl",
        received_at=NOON + 3 * DAY,
    )


def a_block(competition_id: CompetitionId) -> FrozenBlock:
    return FrozenBlock(
        competition_id=competition_id,
        draw=1,
        list="entries",
        number=0,
        first=hex64("ann"),
        root=bytes(32),
        lines=f"{hex64('ann')}\n".encode(),
    )


def a_draw(competition_id: CompetitionId, draw: int = 1) -> Draw:
    return Draw(
        competition_id=competition_id,
        draw=draw,
        beacon_file=b"{}",
        seed_file=b"seed",
        drawn_at=NOON + 4 * DAY,
    )


def a_prize(competition_id: CompetitionId, ticket: str, **changes: Any) -> Result:
    facts: dict[str, Any] = {"draw": 1, "position": 0, "kind": "prize", "number": 1, "score": hex64("score")}
    return Result(competition_id=competition_id, ticket=ticket, **facts | changes)


def an_award(competition_id: CompetitionId, ticket: str, **changes: Any) -> Award:
    facts: dict[str, Any] = {
        "public_id": hex64(f"award {ticket}")[:32],
        "check_code": "W7Q4M2KX",
        "draw": 1,
        "unit": 1,
        "kind": "prize",
        "number": 1,
        "held_at": NOON + 4 * DAY,
    }
    return Award(competition_id=competition_id, ticket=ticket, **facts | changes)


def a_message(competition_id: CompetitionId, number: int = 0, **changes: Any) -> Message:
    facts: dict[str, Any] = {
        "message_id": f"<{number}@cinema.example>",
        "kind": "confirm",
        "competition_id": competition_id,
        "ordinal": number,
        "recipient": "ann@example.com",
        "recipient_digest": sha256(b"ann").digest(),
        "subject": "Please confirm",
        "text": "text",
        "html": "<p>html</p>",
        "due_at": NOON,
        "created_at": NOON,
    }
    return Message(**facts | changes)


def store_competition(session: Session, slug: str = "never-sorry") -> CompetitionId:
    """A competition with its manifest."""
    competition = a_competition(slug)
    session.add(competition)
    session.flush()
    session.add(a_manifest(competition.id))
    session.flush()
    return competition.id


def store_ticket(
    session: Session, competition_id: CompetitionId, name: str = "ann", **changes: Any
) -> EntryId:
    """A confirmed entry with its ticket."""
    entry = a_confirmed_entry(competition_id, name)
    session.add(entry)
    session.flush()
    session.add(a_ticket(entry, **changes))
    session.flush()
    return entry.id


def store_one_of_each(session: Session) -> CompetitionId:
    """A drawn competition with a row in every insert-only table."""
    competition_id = store_competition(session)
    entry_id = store_ticket(session, competition_id)
    session.add_all(
        [
            Erasure(entry_id=entry_id, competition_id=competition_id, kind="asked", at=NOON),
            Purge(
                digest=hex64("purge"),
                competition_id=competition_id,
                kind="pending",
                at=NOON,
                certificate={},
            ),
            a_freeze(competition_id),
            LogLine(competition_id=competition_id, seq=0, line="0 opened", appended_at=NOON),
            Checkpoint(competition_id=competition_id, size=1, note="note"),
            Notice(competition_id=competition_id, digest=hex64("notice"), text="Why."),
        ]
    )
    activity.record(
        session, Activity(at=NOON, actor="clock", action="open", competition_id=competition_id, details={})
    )
    session.flush()
    session.add_all(
        [
            a_draw(competition_id),
            a_typed_value(competition_id),
            a_desk_notice(competition_id),
            a_cosignature(competition_id),
            a_block(competition_id),
        ]
    )
    session.flush()
    session.add(a_prize(competition_id, hex64(f"{competition_id} ann")))
    session.flush()
    award = an_award(competition_id, hex64(f"{competition_id} ann"))
    session.add(award)
    session.flush()
    session.add(AwardNotice(award_id=award.id, attempt=1, step=0, kind="won", noticed_at=NOON + 4 * DAY))
    session.add(
        AwardRelease(
            competition_id=competition_id, draw=1, recipients=1, actor="jo", released_at=NOON + 4 * DAY
        )
    )
    session.flush()
    return competition_id
