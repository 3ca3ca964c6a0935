"""Holding the rows of a database against what was published of a draw, and naming those that contradict.

Looked at: a ticket's signed receipt and the address and salt that open it, exclusions, freezes, every
checkpoint, the manifest and the dates that follow from it.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.adapters import addresses, keys
from competition.draw import loglines, manifest_file
from competition.draw.errors import DrawError
from competition.draw.evidence import check_log_head
from competition.draw.manifest import Manifest
from competition.draw.notes import parse_note
from competition.draw.tickets import Opening, parse_receipt, short
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.services.records import statement
from competition.store import competitions, freezes, logs, tickets
from competition.store.models import Competition, Freeze
from competition.store.tickets import IssuedTicket


def contradictions(session: Session, competition: Competition, row: Freeze) -> Iterator[str]:
    """Name every row that contradicts the last freeze of a competition, a sentence each."""
    yield from _freeze_rows(session, competition)
    yield from _manifest_rows(session, competition)
    try:
        in_force = competitions.manifest_in_force(session, competition.id)
        fixed = manifest_file.parse(in_force.file if in_force else b"")
        lines = [
            loglines.parse_line(text, seq) for seq, text in enumerate(logs.lines(session, competition.id))
        ]
    except DrawError:
        # The audit of the record fails on these very bytes, and names file and line.
        return
    yield from _checkpoint_rows(session, competition, lines, fixed)
    yield from _competition_row(competition, lines, fixed)
    yield from _ticket_rows(session, competition, row, fixed)


def _freeze_rows(session: Session, competition: Competition) -> Iterator[str]:
    for row in freezes.freezes(session, competition.id):
        try:
            said = statement(row)
        except DrawError as problem:
            yield f"freeze {row.draw}: its note cannot be read ({problem.message})"
            continue
        if (said.draw, said.digest(), said.frozen) != (
            row.draw,
            row.statement_digest,
            int(row.frozen_at.timestamp()),
        ):
            yield f"freeze {row.draw}: its columns are not what its signed note says"


def _manifest_rows(session: Session, competition: Competition) -> Iterator[str]:
    for row in competitions.manifests(session, competition.id):
        if row.digest != sha256(row.file).hexdigest():
            yield f"manifest version {row.version}: the file has another digest than the row"


def _checkpoint_rows(
    session: Session, competition: Competition, lines: list[loglines.Line], fixed: Manifest
) -> Iterator[str]:
    rows = {row.size: row.note for row in logs.checkpoints(session, competition.id)}
    for size in range(1, len(lines) + 1):
        try:
            check_log_head(rows.pop(size, "").encode("utf-8"), f"checkpoint {size}", lines, fixed, size=size)
        except DrawError as problem:
            yield f"checkpoint of {size} log lines: {problem.message}"
    yield from (f"checkpoint of {size} log lines: the log has no such length" for size in rows)


def _competition_row(competition: Competition, lines: list[loglines.Line], fixed: Manifest) -> Iterator[str]:
    moved = any(line.kind == "rescheduled" for line in lines)
    dates = ("opens", "closes", "confirm_by", "freeze_by", *(() if moved else ("draw_at",)))
    for name in dates:
        if int(getattr(competition, name).timestamp()) != getattr(fixed, name):
            yield f"competition: {name} is not the instant of the manifest"
    if (competition.identity, competition.title) != (fixed.competition, fixed.title):
        yield "competition: identity or title are not those of the manifest"
    if competition.status not in _lawful_statuses(lines):
        yield f"competition: the log does not lead to the status {competition.status}"


def _lawful_statuses(lines: list[loglines.Line]) -> tuple[str, ...]:
    kinds = [line.kind for line in lines]
    if "voided" in kinds[kinds.index("frozen") :]:
        return (Status.VOIDED,)
    if "completed" in kinds:
        return (Status.COMPLETED,)
    return (Status.DRAWN,) if "drawn" in kinds else (Status.FROZEN,)


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
