"""Holding tickets, their entries and exclusions against the frozen lists and the signed receipts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import addresses, keys
from competition.adapters.addresses import Address
from competition.draw.errors import DrawError
from competition.draw.manifest import Manifest
from competition.draw.notes import parse_note
from competition.draw.tickets import Opening, Receipt, parse_receipt, short
from competition.rules.description import WRONG_ANSWER
from competition.rules.errors import RuleError
from competition.store import activity, appeals, freezes, tickets
from competition.store.models import Activity, Competition, Exclusion, Freeze
from competition.store.tickets import IssuedTicket

REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class _Lists:
    """The frozen lists, with what the database says of each ticket that was left out."""

    entered: dict[str, str]
    """Ticket to group."""
    reasons: dict[str, str]
    exclusions: dict[str, Exclusion]
    noted: dict[str, Activity]
    """By ticket, the last private record of who left it out or put it back; the freeze itself writes none."""
    frozen_at: frozenset[datetime]

    def status(self, ticket: str) -> str:
        """That of the entry of a ticket on one of the lists, as long as it is not erased."""
        if ticket in self.entered:
            return "confirmed"
        noted = self.noted.get(ticket)
        return noted.action if noted and noted.action != REINSTATED else "excluded"


def contradictions(session: Session, competition: Competition, row: Freeze, fixed: Manifest) -> Iterator[str]:
    """Name every ticket, entry and exclusion that is not as it was frozen, a sentence each."""
    lists = _lists(session, competition, row)
    yield from _address_key(session, competition)
    missing = {**lists.entered, **lists.reasons}
    for issued in tickets.issued(session, competition.id):
        name = f"ticket {short(issued.ticket)}"
        missing.pop(issued.ticket, None)
        yield from (f"{name}: {wrong}" for wrong in _receipt_problems(issued, fixed))
        yield from (f"{name}: {wrong}" for wrong in _entry_problems(issued, competition))
        yield from (f"{name}: {wrong}" for wrong in _list_problems(issued, lists))
        if not _is_left_out_rightly(issued.ticket, lists):
            yield f"exclusion of {name}: not as in the frozen list, or not as it was recorded"
    yield from (f"ticket {short(one)}: it is in the frozen list, but its row is gone" for one in missing)
    yield from _appeal_problems(session, competition)


def _lists(session: Session, competition: Competition, row: Freeze) -> _Lists:
    noted = activity.of_actions(session, competition.id, ("excluded", "withdrawn", REINSTATED))
    return _Lists(
        entered=_split(row.entries_file),
        reasons=_split(row.excluded_file),
        exclusions={one.ticket: one for one in tickets.exclusions(session, competition.id)},
        noted={one.subject or "": one for one in noted},
        frozen_at=frozenset(one.frozen_at for one in freezes.freezes(session, competition.id)),
    )


def _appeal_problems(session: Session, competition: Competition) -> Iterator[str]:
    """A ticket is put back by a granted appeal and by nothing else."""
    noted = {
        (one.subject, one.actor, one.at, one.action == REINSTATED)
        for one in activity.of_actions(session, competition.id, (REINSTATED, "appeal_refused"))
    }
    decided = {
        (row.ticket, row.decided_by, row.decided_at, row.granted)
        for row in appeals.of_competition(session, competition.id)
        if row.decided_at is not None
    }
    for ticket, *_ in noted ^ decided:
        yield f"appeal of ticket {short(ticket or '')}: not as its decision was recorded"


def _split(file: bytes) -> dict[str, str]:
    """Ticket to group or reason; a damaged list is for the audit of the record."""
    lines = file.decode("ascii", "replace").split("\n")
    return {line[:64]: line[65:] for line in lines if line}


def _address_key(session: Session, competition: Competition) -> Iterator[str]:
    """One entry that fits clears the key; where none does, it is the key and not each of them."""
    seen = False
    for issued in tickets.issued(session, competition.id):
        if address := _read(issued.address):
            if address.digest(competition.address_key) == issued.address_digest:
                return
            seen = True
    if seen:
        yield "competition: address_key is not the key of its entries' address digests"


def _list_problems(issued: IssuedTicket, lists: _Lists) -> Iterator[str]:
    if issued.ticket not in lists.entered and issued.ticket not in lists.reasons:
        yield "it is in neither of the frozen lists"
        return
    group = issued.group or ""
    if lists.entered.get(issued.ticket, group) != group:
        yield "its group is not the one in the frozen list"
    if issued.entry_status not in (None, lists.status(issued.ticket), "erased"):
        yield f"its entry is {issued.entry_status}, which the frozen list contradicts"


def _is_left_out_rightly(ticket: str, lists: _Lists) -> bool:
    row, noted = lists.exclusions.get(ticket), lists.noted.get(ticket)
    if noted and noted.action == REINSTATED:
        # Its appeal was granted: as if it had never been left out.
        noted = None
    if row is None or row.reason != lists.reasons.get(ticket):
        return row is None and noted is None and ticket not in lists.reasons
    if noted:
        return (row.actor, row.excluded_at) == (noted.actor, noted.at)
    return (row.actor, row.reason) == ("clock", WRONG_ANSWER) and row.excluded_at in lists.frozen_at


def _receipt_problems(issued: IssuedTicket, fixed: Manifest) -> Iterator[str]:
    try:
        note = parse_note(issued.receipt.encode("utf-8"), file="receipt")
        receipt = parse_receipt(note.text, file="receipt")
    except DrawError as problem:
        yield f"its receipt cannot be read ({problem.message})"
        return
    if not keys.is_signed(note, fixed.verifier_keys):
        yield "its receipt is not rightly signed"
    columns = (issued.ticket, issued.group or "-", issued.manifest_digest, _seconds(issued.accepted_at))
    if columns != (receipt.ticket, receipt.group, receipt.manifest, receipt.accepted):
        yield "its columns are not what its signed receipt says"
    yield from _time_problems(issued, receipt)


def _time_problems(issued: IssuedTicket, receipt: Receipt) -> Iterator[str]:
    confirmed_at, entered_at = issued.confirmed_at, issued.entered_at
    if confirmed_at is None:
        return
    if _seconds(confirmed_at) != receipt.accepted:
        yield "its entry was not confirmed when its signed receipt says"
    if entered_at and entered_at > confirmed_at:
        yield "its entry was confirmed before it was made"


def _entry_problems(issued: IssuedTicket, competition: Competition) -> Iterator[str]:
    if issued.entry_id is None:
        yield "its entry is gone"
        return
    if issued.entry_ticket not in (issued.ticket, None) or issued.competition_id != competition.id:
        yield "its entry names another ticket or competition"
    if (issued.entry_status == "erased") != (issued.erased_at is not None):
        yield "its entry and the proof of its erasure do not agree"
    if issued.entry_status == "erased":
        if issued.address is not None or issued.salt is not None:
            yield "its entry is said to be erased, and is not"
        return
    if None in (issued.address, issued.salt, issued.entry_ticket, issued.confirmed_at):
        yield "its entry lacks what only erasing takes away"
    yield from _opening_problems(issued, competition)


def _opening_problems(issued: IssuedTicket, competition: Competition) -> Iterator[str]:
    if issued.address is None:
        return
    address = _read(issued.address)
    if issued.salt and not (address and _opens(issued, address, competition)):
        yield "the entry's address and salt do not open it"
    if address is None or address.digest(competition.address_key) != issued.address_digest:
        yield "the entry's address_digest is not that of its address"


def _opens(issued: IssuedTicket, address: Address, competition: Competition) -> bool:
    opening = Opening(competition.identity, address.entrant, issued.salt or b"")
    return opening.ticket() == issued.ticket


def _read(typed: str | None) -> Address | None:
    try:
        return addresses.read(typed or "")
    except RuleError:
        return None


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
