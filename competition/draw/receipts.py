"""An entrant's receipt against a record (§4, §9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from competition.draw.errors import DrawError, MalformedError, UncheckableError, VerificationError
from competition.draw.loglines import Line
from competition.draw.manifest import Manifest
from competition.draw.notes import VerifierKey, parse_note, verify_single
from competition.draw.tickets import FOLDING, Opening, Receipt, fold_email, parse_receipt, parse_salt

FILE = "the receipt"


@dataclass(frozen=True, slots=True)
class Claim:
    """What the holder of a receipt gives: the note's bytes, the salt in hex and the address as typed."""

    note: bytes
    salt: str
    address: str


@dataclass(frozen=True, slots=True)
class Lists:
    """Where a ticket stands: `entered` maps it to (line number, line), `reasons` to why it was left out."""

    entered: Mapping[str, tuple[int, bytes]]
    reasons: Mapping[str, str]


def ticket_of(claim: Claim) -> str | None:
    """The ticket that a receipt names, unverified; None if it cannot be read."""
    try:
        return parse_receipt(parse_note(claim.note, file=FILE).text, file=FILE).ticket
    except MalformedError:
        return None


def check_receipt(
    claim: Claim, manifest: Manifest, lines: Sequence[Line], keys: Sequence[VerifierKey], lists: Lists
) -> str:
    """Check a receipt, and say in words where its ticket stands.

    Raises VerificationError or MalformedError where it is wrong, UncheckableError where it cannot be told;
    a fault that was found wins over a check that could not be made.
    """
    note = parse_note(claim.note, file=FILE)
    receipt = parse_receipt(note.text, file=FILE)
    if receipt.competition != manifest.competition:
        raise UncheckableError("this is a receipt of another competition", code="receipt_other", file=FILE)
    verify_single(note, keys)
    open_question = _first_uncheckable(lambda: check_ticket(claim, receipt, manifest))
    _check_terms(receipt, manifest, lines)
    _check_group(receipt, manifest, lists)
    if receipt.ticket not in lists.entered and receipt.ticket not in lists.reasons:
        raise _wrong(
            "missing", "the ticket is in neither list: this receipt proves that an entry was dropped"
        )
    if open_question:
        raise open_question
    if reason := lists.reasons.get(receipt.ticket):
        return f"left out of the draw, reason: {reason}"
    return f"in the draw, line {lists.entered[receipt.ticket][0]} of entries.txt"


def _first_uncheckable(check: Callable[[], None]) -> DrawError | None:
    try:
        check()
    except UncheckableError as error:
        return UncheckableError(error.message, code=error.code, file=FILE)
    return None


def check_ticket(claim: Claim, receipt: Receipt, manifest: Manifest) -> None:
    """Check that address and salt open the receipt's ticket; raises VerificationError, UncheckableError."""
    if manifest.folding != FOLDING:
        raise UncheckableError("the folding rule is not known here", code="folding")
    try:
        entrant = f"email:{fold_email(claim.address)}"
    except MalformedError as error:
        raise _wrong("ticket", f"the address cannot be the entrant's: {error.message}") from None
    try:
        salt = parse_salt(claim.salt)
    except MalformedError as error:
        raise _wrong("ticket", f"the salt cannot be the ticket's: {error.message}") from None
    if Opening(receipt.competition, entrant, salt).ticket() != receipt.ticket:
        raise _wrong("ticket", "address and salt do not open this ticket")


def _check_terms(receipt: Receipt, manifest: Manifest, lines: Sequence[Line]) -> None:
    manifests = {line["manifest"] for line in lines if line.kind in ("opened", "amended")}
    if receipt.manifest not in manifests:
        raise _wrong("manifest", "the log never had the manifest that the receipt names")
    if not manifest.opens <= receipt.accepted <= manifest.confirm_by:
        raise _wrong("accepted", "it was accepted outside the time from opens to confirm_by")


def _check_group(receipt: Receipt, manifest: Manifest, lists: Lists) -> None:
    if (receipt.group == "-") == manifest.grouped:
        raise _wrong("group", "the receipt has a group where the competition has none, or none where it has")
    if receipt.ticket in lists.entered and manifest.grouped:
        line = lists.entered[receipt.ticket][1]
        if line[65:].decode("ascii") != receipt.group:
            raise _wrong("group", "the ticket stands in another group in entries.txt")


def _wrong(code: str, message: str) -> VerificationError:
    return VerificationError(message, code=f"receipt_{code}", file=FILE)
