"""Everything about one address, across all competitions: what the law calls a subject access request."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.rules.complaining import KINDS
from competition.rules.lifecycle import Status
from competition.rules.wording import machine
from competition.services import facts, personal
from competition.services.instance import Instance
from competition.store import competitions, complaints, consents, entries, messages

FORMAT = "subject-access/1"


def everything(session: Session, email: str, *, instance: Instance, actor: str) -> dict[str, Any]:
    """All that is stored about whoever has this address, in any spelling, as plain data.

    That somebody looked is recorded, and whom they looked for is not. Raises RuleError for no address.
    """
    address = addresses.read(email)
    found = {
        "format": FORMAT,
        "address": address.folded,
        "made": machine(instance.clock(session)),
        "entries": list(_entries(session, address, instance)),
        "advertising": list(_consents(session, address)),
        "complaints": list(_complaints(session, address, instance)),
        "letters": list(_letters(session, address, instance)),
    }
    counts = {key: len(found[key]) for key in ("entries", "advertising", "complaints", "letters")}
    at = instance.clock(session)
    facts.record(session, "subject_access", None, at=at, actor=actor, details=counts)
    return found


def _entries(session: Session, address: addresses.Address, instance: Instance) -> Iterator[dict[str, Any]]:
    for competition in competitions.in_status(session, set(Status)):
        entry = entries.by_address(session, competition.id, address.digest(competition.address_key))
        if entry and entry.status != "erased":
            yield personal.as_data(session, competition, entry, instance=instance)


def _consents(session: Session, address: addresses.Address) -> Iterator[dict[str, Any]]:
    """Apart from the entries, which they may outlive."""
    for competition in competitions.in_status(session, set(Status)):
        row = consents.by_address(session, competition.id, address.digest(competition.address_key))
        if row:
            yield {"competition": competition.slug, "address": row.address, **personal.consent_data(row)}


def _complaints(session: Session, address: addresses.Address, instance: Instance) -> Iterator[dict[str, Any]]:
    for row in complaints.by_digests(session, instance.tokens.recipient_digests(address.folded)):
        yield {
            "reference": row.reference,
            "kind": KINDS[row.kind],
            "text": row.text,
            "received": machine(row.received_at),
            "answered": machine(row.answered_at) if row.answered_at else None,
        }


def _letters(session: Session, address: addresses.Address, instance: Instance) -> Iterator[dict[str, Any]]:
    for row in messages.to(session, instance.tokens.recipient_digests(address.folded)):
        yield {
            "kind": row.kind,
            "subject": row.subject,
            "to": row.recipient,
            "written": machine(row.created_at),
            "sent": machine(row.sent_at) if row.sent_at else None,
            "text": row.text,
        }
