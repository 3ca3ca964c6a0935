"""Telling every entrant that dates have moved, a batch to a transaction, as `announcing` tells of draws."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from competition.draw import manifest_file
from competition.draw.manifest import Manifest
from competition.rules.amending import REASONS, differences
from competition.rules.timetable import Timetable
from competition.services import facts, letters
from competition.services.amending import ACTION
from competition.services.instance import Instance
from competition.store import activity, competitions, entries
from competition.store.engine import Database
from competition.store.models import Activity, Competition, Entry
from competition.store.models import Manifest as ManifestRow
from competition.store.types import CompetitionId, EntryId

KIND = "date_changed"
_BATCH = 200
_TIMES = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")


def tell(database: Database, competition_id: CompetitionId, *, instance: Instance) -> int:
    """Write the letters about amendments that are still missing; returns how many."""
    with database.read() as session:
        if facts.manifest(session, competitions.by_id(session, competition_id)).version == 1:
            # Nearly always: a record with a row for every entry is not searched at each tick.
            return 0
        untold = [row.subject or "" for row in _amendments(session, competition_id)]
    return sum(_tell(database, competition_id, digest, instance) for digest in untold)


def _amendments(session: Session, competition_id: CompetitionId) -> list[Activity]:
    """Those of which not everybody was told yet, oldest first."""
    rows = activity.of_actions(session, competition_id, (ACTION, "announced"))
    told = {row.subject for row in rows if row.action == "announced"}
    return [row for row in rows if row.action == ACTION and f"{KIND} {row.subject}" not in told]


def _tell(database: Database, competition_id: CompetitionId, digest: str, instance: Instance) -> int:
    written, last = 0, EntryId(0)
    while True:
        with database.write() as session:
            competition = competitions.by_id(session, competition_id)
            before, after = _versions(session, competition, digest)
            batch = entries.without_message(
                session, competition_id, kind=KIND, ordinal=after.version, after=last, limit=_BATCH
            )
            for entry in batch:
                _write(session, competition, entry, before, after, instance)
            if not batch:
                at = instance.clock(session)
                facts.record(
                    session, "announced", competition, at=at, actor="clock", subject=f"{KIND} {digest}"
                )
                return written
            written, last = written + len(batch), batch[-1].id


def _versions(session: Session, competition: Competition, digest: str) -> tuple[ManifestRow, ManifestRow]:
    rows = {row.version: row for row in competitions.manifests(session, competition.id)}
    after = next(row for row in rows.values() if row.digest == digest)
    return rows[after.version - 1], after


def _write(
    session: Session,
    competition: Competition,
    entry: Entry,
    before: ManifestRow,
    after: ManifestRow,
    instance: Instance,
) -> None:
    old, new = (_timetable(manifest_file.parse(row.file)) for row in (before, after))
    reason = _reason(session, competition, after.digest)
    letters.queue(
        session,
        KIND,
        competition,
        entry,
        instance=instance,
        now=instance.clock(session),
        ordinal=after.version,
        moved=tuple(differences(old, new, zone=competition.time_zone)),
        reason=REASONS[reason],
        draw_at=new.draw_at,
        terms=instance.address(f"/c/{competition.slug}/terms/{after.version}"),
    )


def _reason(session: Session, competition: Competition, digest: str) -> str:
    rows = activity.of_actions(session, competition.id, (ACTION,))
    return next(str(row.details["reason"]) for row in rows if row.subject == digest)


def _timetable(manifest: Manifest) -> Timetable:
    return Timetable(*(datetime.fromtimestamp(getattr(manifest, name), tz=UTC) for name in _TIMES))
