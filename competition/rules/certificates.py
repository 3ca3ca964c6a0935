"""The certificate of a purge: what was erased, when, by which rule. It names nobody."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from competition.rules.wording import number

FORMAT = "purge/1"


def certificate(
    *,
    competition: str | None,
    who: str,
    rule: str,
    due: str,
    done: str,
    counts: Mapping[str, int],
    people: Iterable[str],
) -> dict[str, Any]:
    """Return the certificate as plain data. `people` are random ids, of which it keeps one digest for all."""
    lines = "".join(f"{one}\n" for one in sorted(people))
    return {
        "format": FORMAT,
        "competition": competition,
        "who": who,
        "rule": rule,
        "due": due,
        "done": done,
        "erased": dict(counts),
        "ids_sha256": sha256(lines.encode("ascii")).hexdigest(),
    }


def digest(plain: Mapping[str, Any]) -> str:
    """Return the hex SHA-256 of a certificate: keys sorted, no spaces, ASCII."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()


def text(plain: Mapping[str, Any]) -> str:
    """Return it for people to read and to file, lines ended by LF."""
    erased = [f"  {name.replace('_', ' '):<24}{number(count)}" for name, count in plain["erased"].items()]
    lines = [
        "Certificate of erasure",
        "",
        f"Competition  {plain['competition'] or 'none'}",
        f"Whose        {plain['who']}",
        f"Rule         {plain['rule']}",
        f"Due          {plain['due']}",
        f"Done         {plain['done']}",
        "Erased",
        *erased,
        f"Ids          SHA-256 {plain['ids_sha256']}",
        f"Certificate  SHA-256 {digest(plain)}",
        "",
        "What stays names nobody: tickets, receipts, and the published record, which verifies as before.",
        "Consents to advertising that were confirmed stay until they are ended. Copies in mailboxes and in",
        "backups are not reached from here: let backups expire.",
    ]
    return "\n".join(lines) + "\n"
