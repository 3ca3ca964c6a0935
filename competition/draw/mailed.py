"""What an entrant can check with nothing but the letters: before the draw, and without the record (§6, §9).

The receipt, and what came with “The list is frozen”: the freeze note, the own proof, the manifest.
"""

from dataclasses import dataclass
from hashlib import sha256

from competition.draw import inclusion, manifest_file
from competition.draw.errors import VerificationError
from competition.draw.freeze import Freeze
from competition.draw.freeze import parse as parse_freeze
from competition.draw.notes import VerifierKey, parse_note, verify_single
from competition.draw.receipts import FILE, Claim, check_ticket
from competition.draw.texts import format_time
from competition.draw.tickets import parse_receipt

FREEZE, PROOF, MANIFEST = "freeze.note", "proof.txt", "manifest.json"


@dataclass(frozen=True, slots=True)
class Mailed:
    """The attachments, each as it came."""

    freeze: bytes
    proof: bytes
    manifest: bytes


def check_mailed(claim: Claim, mailed: Mailed) -> str:
    """Check that the ticket is the holder's own and under the signed seal; return where it stands, in words.

    Raises VerificationError or MalformedError where something is wrong, UncheckableError where it cannot be
    told.
    """
    fixed = manifest_file.parse(mailed.manifest)
    note = parse_note(claim.note, file=FILE)
    receipt = parse_receipt(note.text, file=FILE)
    freeze = _freeze(mailed, fixed.verifier_keys)
    for name, competition in ((MANIFEST, fixed.competition), (FREEZE, freeze.competition)):
        if competition != receipt.competition:
            raise VerificationError("this is of another competition", code="mailed", file=name)
    verify_single(note, fixed.verifier_keys)
    check_ticket(claim, receipt, fixed)
    proof = _proof(mailed, freeze)
    if not proof.line.startswith(receipt.ticket):
        raise VerificationError("this proves another ticket than the receipt's", code="mailed", file=PROOF)
    return _in_words(proof, freeze)


def _freeze(mailed: Mailed, keys: tuple[VerifierKey, ...]) -> Freeze:
    note = parse_note(mailed.freeze, file=FREEZE)
    verify_single(note, keys)
    freeze = parse_freeze(note.text)
    if freeze.manifest != sha256(mailed.manifest).hexdigest():
        raise VerificationError("the freeze names another manifest", code="mailed", file=MANIFEST)
    return freeze


def _proof(mailed: Mailed, freeze: Freeze) -> inclusion.InclusionProof:
    proof = inclusion.parse(mailed.proof.decode("ascii", "replace"), file=PROOF)
    listed = freeze.entries if proof.list == "entries" else freeze.excluded
    if (proof.statement, proof.size, proof.root) != (freeze.digest(), listed.count, listed.root):
        raise VerificationError("this proof is not one of that freeze", code="mailed", file=PROOF)
    proof.verify()
    return proof


def _in_words(proof: inclusion.InclusionProof, freeze: Freeze) -> str:
    sealed = f"sealed for draw {freeze.draw} at {format_time(freeze.frozen)}"
    if proof.list == "excluded":
        reason = proof.line.partition(" ")[2]
        return f"your ticket is on the list of those left out, {sealed}, reason: {reason}"
    return f"your ticket is line {proof.index + 1:,} of {proof.size:,} of the list {sealed}"
