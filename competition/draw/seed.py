"""From the frozen list and the public value to one number per ticket (§7), and the audit sample (§10)."""

import heapq
from collections.abc import Iterable
from hashlib import sha256

AUDIT_SAMPLE = 50


def seed_text(statement: str, value: str) -> bytes:
    """The bytes of `seed.txt`: the freeze statement and the line `value …`."""
    return f"{statement}value {value}\n".encode("ascii")


def seed_of(seed_file: bytes) -> str:
    """The seed, hex SHA-256 of `seed.txt`."""
    return sha256(seed_file).hexdigest()


def score(seed: str, ticket: str) -> str:
    """The score of a ticket, hex SHA-256 of `<seed>:<ticket>`; the lowest wins."""
    return sha256(f"{seed}:{ticket}".encode("ascii")).hexdigest()


def audit_sample(seed: str, tickets: Iterable[str], size: int = AUDIT_SAMPLE) -> list[str]:
    """The tickets that are opened to an independent person, in order (§10); all if there are fewer."""
    return heapq.nsmallest(
        size, tickets, key=lambda ticket: (sha256(f"audit:{seed}:{ticket}".encode("ascii")).digest(), ticket)
    )
