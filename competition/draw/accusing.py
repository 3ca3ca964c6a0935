"""Papers that convict a service by its own signatures, judged by somebody who has nothing but the papers.

Three wrongs leave such papers: a signed receipt whose ticket is in neither signed list, two signed freezes of
one draw, two signed histories of one log. What else is in the papers (manifest, log) only says who signs and
whom the lines are about; each is held by a digest in what was signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from competition.draw import manifest_file
from competition.draw.entries import listed_of
from competition.draw.errors import DrawError, UncheckableError, VerificationError
from competition.draw.evidence import is_held, key_of
from competition.draw.freeze import Freeze
from competition.draw.freeze import parse as parse_freeze
from competition.draw.loglines import Line, parse_log
from competition.draw.merkle import leaf_hash, root_of
from competition.draw.notes import Checkpoint, VerifierKey, parse_checkpoint, parse_note, verify_single
from competition.draw.texts import format_time
from competition.draw.tickets import parse_receipt

HELD, RECEIPT, SEEN = "held.note", "receipt.note", "seen.note"
"""The one paper that whoever accuses brings; the others are the service's."""
WANTED: Mapping[str, tuple[str, ...]] = {
    SEEN: ("manifest.json", "log.txt", "checkpoint.note"),
    HELD: ("manifest.json", "log.txt", "freeze.note"),
    RECEIPT: ("manifest.json", "log.txt", "freeze.note", "entries.txt", "excluded.txt"),
}
"""Which papers go with it."""

Papers = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Service:
    """Whose papers they are."""

    competition: str
    keys: Sequence[VerifierKey]
    lines: Sequence[Line]

    @property
    def every_key(self) -> list[VerifierKey]:
        return [*self.keys, *(key_of(line) for line in self.lines if line.kind == "key")]


def judge(papers: Papers) -> str:
    """Return a sentence where the papers contradict nothing; raises VerificationError where they convict.

    Raises UncheckableError for papers that are incomplete, or are not what was signed.
    """
    own = next((name for name in WANTED if name in papers), None)
    missing = [name for name in WANTED.get(own or "", ()) if name not in papers]
    if own is None or missing:
        wanted = ", ".join(missing) or " or ".join(WANTED)
        raise UncheckableError(f"the papers are not complete: {wanted} is missing", code="papers")
    try:
        service = _service(papers)
        convicts, said = {SEEN: _histories, HELD: _freezes, RECEIPT: _receipt}[own](papers, service)
    except DrawError as error:
        raise UncheckableError(error.message, code="papers", file=error.file, line=error.line) from None
    if convicts:
        raise VerificationError(said, code="convicted")
    return said


def _service(papers: Papers) -> _Service:
    fixed, lines = manifest_file.parse(papers["manifest.json"]), parse_log(papers["log.txt"])
    named = {line["manifest"] for line in lines if "manifest" in line.values}
    # A log that was written anew may name another manifest: there the two signatures are what counts.
    if SEEN not in papers and sha256(papers["manifest.json"]).hexdigest() not in named:
        raise VerificationError("the log does not name this manifest", code="papers", file="manifest.json")
    return _Service(fixed.competition, fixed.verifier_keys, lines)


def _histories(papers: Papers, service: _Service) -> tuple[bool, str]:
    seen, shown = (_head(papers[name], name, service) for name in (SEEN, "checkpoint.note"))
    short, long = sorted((seen, shown), key=lambda head: head.size)
    if _root(service.lines, long.size) != long.root:
        raise VerificationError("these are not the lines that were signed", code="papers", file="log.txt")
    said = two_histories(seen, shown, service.lines)
    one = f"One history of {service.competition}: its {short.size:,} lines are the first of {long.size:,}."
    return said is not None, said or one


def two_histories(seen: Checkpoint, shown: Checkpoint, lines: Sequence[Line]) -> str | None:
    """What it means if two heads contradict each other, or None. `lines` are those of the longer one."""
    short, long = sorted((seen, shown), key=lambda head: head.size)
    if _root(lines, short.size) == short.root:
        return None
    return (
        f"TWO HISTORIES OF ONE LOG ARE SIGNED, with {short.size:,} lines and with {long.size:,}: the one is "
        "not the beginning of the other. Both signatures together are proof that the log was rewritten"
    )


def _head(data: bytes, name: str, service: _Service) -> Checkpoint:
    """A checkpoint of this log, signed by the key in force at its last line or by one before it."""
    note = parse_note(data, file=name)
    head = parse_checkpoint(note.text, file=name)
    if head.origin != service.competition:
        raise VerificationError("this is a checkpoint of another log", code="papers", file=name)
    # Two histories may disagree on a change of keys: each was signed, whichever key was in force.
    verify_single(note, service.every_key)
    return head


def _root(lines: Sequence[Line], size: int) -> bytes | None:
    """Root of the first lines; None where there are not so many."""
    leaves = [leaf_hash(line.text().encode("ascii")) for line in lines[:size]]
    return root_of(leaves) if len(leaves) == size else None


def _freezes(papers: Papers, service: _Service) -> tuple[bool, str]:
    freeze = _freeze(papers, service)
    try:
        same = is_held(papers[HELD], freeze, service.lines, service.every_key)
    except VerificationError as error:
        return True, error.message
    which = "the very statement" if same else "that of an earlier draw, which the log names"
    return False, f"One freeze: the copy is {which}. Nothing is contradicted."


def _freeze(papers: Papers, service: _Service) -> Freeze:
    note = parse_note(papers["freeze.note"], file="freeze.note")
    verify_single(note, service.every_key)
    freeze = parse_freeze(note.text)
    if freeze.competition != service.competition:
        raise VerificationError("this is a freeze of another competition", code="papers", file="freeze.note")
    return freeze


def _receipt(papers: Papers, service: _Service) -> tuple[bool, str]:
    freeze = _freeze(papers, service)
    note = parse_note(papers[RECEIPT], file=RECEIPT)
    verify_single(note, service.every_key)
    receipt = parse_receipt(note.text, file=RECEIPT)
    entered, excluded = papers["entries.txt"], papers["excluded.txt"]
    listed = listed_of(excluded.split(b"\n")[:-1])
    if receipt.competition != service.competition:
        raise VerificationError("this is a receipt of another competition", code="papers", file=RECEIPT)
    if sha256(entered).hexdigest() != freeze.entries_file or listed != freeze.excluded:
        raise VerificationError("the two lists are not those that were signed", code="papers")
    wanted = b"\n" + receipt.ticket.encode("ascii")
    if any(wanted in b"\n" + each for each in (entered, excluded)):
        return False, f"The ticket {receipt.ticket} is in one of the two lists of draw {freeze.draw}."
    return True, (
        f"A SIGNED RECEIPT IS IN NEITHER OF THE TWO SIGNED LISTS of draw {freeze.draw}: "
        f"ticket {receipt.ticket}, accepted {format_time(receipt.accepted)}. "
        "Both signatures together are proof that an entry was dropped"
    )
