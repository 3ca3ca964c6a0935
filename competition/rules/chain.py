"""The private record of who did what as a hash chain: no row of it can change without breaking a link."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

# What the first row follows.
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of the record: who did what to what, and when. `competition` is its number in the database."""

    id: int
    at: datetime
    actor: str
    action: str
    competition: int | None
    subject: str | None
    details: Mapping[str, Any]


def link(previous: str, deed: Deed) -> str:
    """Hex SHA-256 of a row together with the digest of the one before it: version first, keys sorted."""
    said = {
        "id": deed.id,
        "at": deed.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": deed.actor,
        "action": deed.action,
        "competition": deed.competition,
        "subject": deed.subject,
        "details": dict(deed.details),
    }
    text = json.dumps(
        ["activity/1", previous, said], sort_keys=True, separators=(",", ":"), ensure_ascii=True
    )
    return sha256(text.encode("ascii")).hexdigest()
