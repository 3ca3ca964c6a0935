"""What a dishonest organiser can do, who holds the signing key and the database."""

import re
from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import delete

from competition.draw import loglines
from competition.draw.merkle import leaf_hash, root_of
from competition.draw.notes import Checkpoint, Signer, sign_note
from competition.store.models import Entry, Ticket
from tests.store.sabotage import drop_triggers, plain_connection

Files = Mapping[str, bytes]


def with_winner(files: Files, friend: str, signer: Signer) -> dict[str, bytes]:
    """The same record with another first winner; the log and its checkpoint are written and signed anew."""
    first = re.compile(rb"(?m)^prize 1 [0-9a-f]{64}")
    result = first.sub(b"prize 1 " + friend.encode(), files["result.txt"])
    was, is_ = (sha256(text).hexdigest().encode() for text in (files["result.txt"], result))
    log = files["log.txt"].replace(was, is_)
    assert log != files["log.txt"]
    return {**files, "result.txt": result, "log.txt": log, "checkpoint.note": _head(log, signer)}


def _head(log: bytes, signer: Signer) -> bytes:
    lines = loglines.parse_log(log)
    root = root_of([leaf_hash(line.text().encode("ascii")) for line in lines])
    identity = f"{signer.name}/c/never-sorry"
    return sign_note(Checkpoint(identity, len(lines), root).text(), signer)


def drop(url: str, ticket: str) -> None:
    """Take a ticket out of the database, as if it had never been issued."""
    drop_triggers(url)
    with plain_connection(url) as connection:
        connection.execute(delete(Ticket).where(Ticket.ticket == ticket))
        connection.execute(delete(Entry).where(Entry.ticket == ticket))
