"""The published files of a draw, as they are offered and handed out."""

import io

from sqlalchemy.orm import Session

from competition.draw.bundle import write_zip
from competition.services import facts, records
from competition.services.records import StoredRecord
from competition.services.views import FileView
from competition.store import freezes

_ABOUT = {
    "manifest.json": "what was fixed before the first entry",
    "rules.txt": "the terms",
    "excluded.txt": "tickets left out, with reasons",
    "freeze.note": "the signed note of the list",
    "beacon.json": "the public number and its proof",
    "seed.txt": "what is hashed into the seed",
    "result.txt": "prizes and reserves",
    "log.txt": "every event",
    "checkpoint.note": "the signed head of the log",
    "notices": "a public notice",
    "keys": "the log’s head when the key changed",
    "witness.txt": "the head at the freeze, signed by outside witnesses",
}
"""By the file's name, or by the folder that it lies in."""


def _record(session: Session, slug: str, draw: int | None) -> StoredRecord:
    competition = facts.public(session, slug)
    last = freezes.last_freeze(session, competition.id)
    row = last if draw is None else freezes.freeze(session, competition.id, draw)
    if row is None:
        raise facts.unknown()
    return StoredRecord(session, competition, row)


def record_file(session: Session, slug: str, name: str) -> bytes:
    """One file of the published record; raises RuleError `unknown`."""
    data = _record(session, slug, None).file(name)
    if data is None:
        raise facts.unknown()
    return data


def bundle(session: Session, slug: str, *, draw: int | None = None) -> bytes:
    """The bundle of a draw, the last one unless a number is given; raises RuleError `unknown`."""
    out = io.BytesIO()
    write_zip(_record(session, slug, draw).files(), out)
    return out.getvalue()


def file_views(record: StoredRecord) -> tuple[FileView, ...]:
    """Every file with its size, the list first."""
    count = records.statement(record.row).entries.count
    about = {**_ABOUT, "entries.txt": f"{count:,} tickets" if count != 1 else "1 ticket"}
    names = sorted(record.names(), key=lambda name: (name != "entries.txt", name))
    return tuple(FileView(name, record.size(name), about.get(name.partition("/")[0], "")) for name in names)


def bundle_view(record: StoredRecord) -> FileView:
    """The bundle: a zip adds to each member its name twice and 76 bytes, and 22 at the end."""
    size = 22 + sum(record.size(name) + 2 * len(name) + 76 for name in record.names())
    return FileView(f"{record.competition.slug}.zip", size, "all of it")
