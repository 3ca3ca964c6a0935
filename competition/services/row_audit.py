"""Holding the rows of a database against what was published of a draw, and naming those that contradict.

Looked at: a ticket's signed receipt and the address and salt that open it, exclusions, and of the competition
what its manifest fixed; by `log_audit`, all that the public log names.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import addresses, keys
from competition.draw import manifest_file
from competition.draw.errors import DrawError
from competition.draw.loglines import Line
from competition.draw.manifest import Manifest
from competition.draw.notes import parse_note
from competition.draw.tickets import Opening, parse_receipt, short
from competition.rules.errors import RuleError
from competition.rules.lifecycle import BEFORE_FREEZE, Status
from competition.services import log_audit
from competition.store import competitions, freezes, tickets
from competition.store.models import Competition, Freeze
from competition.store.tickets import IssuedTicket


def contradictions(session: Session, competition: Competition) -> Iterator[str]:
    """Name every row of a competition that contradicts what was published, a sentence each."""
    in_force = competitions.manifest_in_force(session, competition.id)
    try:
        fixed = manifest_file.parse(in_force.file if in_force else b"")
        past = log_audit.history(session, competition)
    except DrawError as problem:
        # Without log and manifest nothing else can be held against them.
        yield f"the record itself: {problem}"
        return
    yield from log_audit.contradictions(session, competition, past, fixed)
    yield from _competition_row(competition, past.lines, fixed)
    if row := freezes.last_freeze(session, competition.id):
        yield from _ticket_rows(session, competition, row, fixed)


def _competition_row(competition: Competition, lines: Sequence[Line], fixed: Manifest) -> Iterator[str]:
    moved = [line.number("round") for line in lines if line.kind == "rescheduled"]
    draw_at = fixed.round_time(moved[-1]) if moved else fixed.draw_at
    for name in ("opens", "closes", "confirm_by", "freeze_by", "draw_at"):
        promised = draw_at if name == "draw_at" else getattr(fixed, name)
        if _seconds(getattr(competition, name)) != promised:
            yield f"competition: {name} is not the instant of the manifest"
    if (competition.identity, competition.title) != (fixed.competition, fixed.title):
        yield "competition: identity or title are not those of the manifest"
    if not competition.identity.endswith(f"/c/{competition.slug}"):
        yield "competition: its slug is not that of its identity"
    if competition.status not in _lawful_statuses(lines):
        yield f"competition: the log does not lead to the status {competition.status}"


def _lawful_statuses(lines: Sequence[Line]) -> Collection[str]:
    kinds = [line.kind for line in lines]
    if "completed" in kinds:
        return (Status.COMPLETED,)
    for status, moves in (
        (Status.VOIDED, ("voided",)),
        (Status.DRAWN, ("drawn",)),
        (Status.FROZEN, ("frozen", "refrozen")),
    ):
        if any(kind in kinds[_last_freeze(kinds) :] for kind in moves):
            return (status,)
    return BEFORE_FREEZE


def _last_freeze(kinds: Sequence[str]) -> int:
    return max((at for at, kind in enumerate(kinds) if kind in ("frozen", "refrozen")), default=0)


def _ticket_rows(session: Session, competition: Competition, row: Freeze, fixed: Manifest) -> Iterator[str]:
    entered, reasons = _split(row.entries_file), _split(row.excluded_file)
    left_out = dict(line.split(" ", 1) for line in tickets.excluded_lines(session, competition.id))
    for issued in tickets.issued(session, competition.id):
        name, group = f"ticket {short(issued.ticket)}", issued.group or ""
        if issued.ticket not in entered and issued.ticket not in reasons:
            yield f"{name}: it is in neither of the frozen lists"
        yield from (f"{name}: {wrong}" for wrong in _ticket_problems(issued, competition, fixed))
        if entered.pop(issued.ticket, group) != group:
            yield f"{name}: its group is not the one in the frozen list"
        if left_out.get(issued.ticket) != reasons.pop(issued.ticket, None):
            yield f"exclusion of {name}: not as in the frozen list"
    for missing in (*entered, *reasons):
        yield f"ticket {short(missing)}: it is in the frozen list, but its row is gone"


def _split(file: bytes) -> dict[str, str]:
    """Ticket to group or reason; a damaged list is for the audit of the record."""
    lines = file.decode("ascii", "replace").split("\n")
    return {line[:64]: line[65:] for line in lines if line}


def _ticket_problems(issued: IssuedTicket, competition: Competition, fixed: Manifest) -> Iterator[str]:
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
    if issued.entry_ticket not in (issued.ticket, None) or issued.competition_id != competition.id:
        yield "its entry names another ticket or competition"
    if issued.address and issued.salt and not _opens(issued, competition):
        yield "the entry's address and salt do not open it"


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _opens(issued: IssuedTicket, competition: Competition) -> bool:
    try:
        entrant = addresses.read(issued.address or "").entrant
    except RuleError:
        return False
    return Opening(competition.identity, entrant, issued.salt or b"").ticket() == issued.ticket
