"""How strong the evidence is that the list was fixed before the value existed (§6)."""

from collections.abc import Sequence

from competition.draw.errors import MalformedError, UncheckableError, VerificationError
from competition.draw.freeze import Freeze, parse
from competition.draw.loglines import FILE as LOG
from competition.draw.loglines import Line
from competition.draw.manifest import Manifest
from competition.draw.merkle import leaf_hash, root_of
from competition.draw.notes import (
    ED25519,
    Note,
    VerifierKey,
    parse_checkpoint,
    parse_note,
    parse_verifier_key,
    verify_checkpoint,
    verify_single,
)

FREEZES = ("frozen", "refrozen")
HELD_FILE = "the held copy"


def keys_at(lines: Sequence[Line], seq: int, first: Sequence[VerifierKey]) -> Sequence[VerifierKey]:
    """The keys in force at line `seq`: `first` until a `key` line before it names another (§8)."""
    for line in reversed(lines[:seq]):
        if line.kind == "key":
            return [key_of(line)]
    return first


def key_of(line: Line) -> VerifierKey:
    """The key that a `key` line brings; raises MalformedError, naming the line."""
    try:
        return parse_verifier_key(line["vkey"], ED25519)
    except MalformedError as error:
        raise MalformedError(error.message, file=LOG, line=line.seq + 1) from None


def check_log_head(
    data: bytes, file: str, lines: Sequence[Line], manifest: Manifest, *, size: int | None = None
) -> tuple[int, dict[VerifierKey, int]]:
    """Check a checkpoint note over the beginning of the log: origin, size, root, signatures (§8).

    `size` is the number of lines that it must cover, None for any. Returns the number covered and the
    witnesses' times. Raises MalformedError and VerificationError.
    """
    note = parse_note(data, file=file)
    head = parse_checkpoint(note.text, file=file)
    if head.origin != manifest.competition:
        raise VerificationError("the checkpoint is of another log", code="checkpoint", file=file, line=1)
    if not 1 <= head.size <= len(lines) or (size is not None and head.size != size):
        raise VerificationError(
            "the checkpoint does not fit the log's length", code="checkpoint", file=file, line=2
        )
    if head.root != root_of([leaf_hash(line.text().encode("ascii")) for line in lines[: head.size]]):
        raise VerificationError(
            "the root is not that of the log's lines", code="checkpoint", file=file, line=3
        )
    keys = keys_at(lines, head.size - 1, manifest.verifier_keys)
    return head.size, verify_checkpoint(note, keys, manifest.witnesses)


def is_witnessed(data: bytes, lines: Sequence[Line], manifest: Manifest, *, frozen_at: int, due: int) -> bool:
    """Check `witness.txt` and say whether the quorum signed before the value existed (§6).

    `frozen_at` is the number of the freeze's line, `due` the round's time. Raises VerificationError for a
    file that is not a checkpoint which contains the freeze; late or few cosignatures are no error.
    """
    size, times = check_log_head(data, "witness.txt", lines, manifest)
    if size <= frozen_at:
        raise VerificationError(
            "the checkpoint does not contain the freeze", code="witness", file="witness.txt"
        )
    in_time = [key for key, time in times.items() if time < due]
    return 0 < manifest.witness_quorum <= len(in_time)


def is_held(data: bytes, freeze: Freeze, lines: Sequence[Line], keys: Sequence[VerifierKey]) -> bool:
    """Compare the user's own copy of a freeze note with the record's (§6).

    True if it is the same statement; False if it is the one that the log names for an earlier draw.
    Raises UncheckableError for a copy of something else, VerificationError for a copy that contradicts.
    """
    try:
        note = parse_note(data, file=HELD_FILE)
        held = parse(note.text, file=HELD_FILE)
    except MalformedError as error:
        raise UncheckableError(
            f"this is no freeze note: {error.message}", code="held", file=HELD_FILE, line=error.line
        ) from None
    if held.competition != freeze.competition:
        raise UncheckableError("this is a freeze note of another competition", code="held", file=HELD_FILE)
    if held.draw == freeze.draw and note.text == freeze.text():
        return True
    named = [line["statement"] for line in lines if line.kind in FREEZES and line.number("draw") == held.draw]
    if held.draw == freeze.draw or named != [held.digest()]:
        raise VerificationError(_accusation(note, held, keys), code="two_freezes", file=HELD_FILE)
    return False


def _accusation(note: Note, held: Freeze, keys: Sequence[VerifierKey]) -> str:
    """What two freezes of one draw mean: with both signed, cheating; else somebody's forgery."""
    try:
        verify_single(note, keys)
    except VerificationError:
        return (
            f"the copy is another freeze of draw {held.draw} than the record's, but the service's signature "
            "is not on it: one of the two is forged"
        )
    return (
        f"TWO DIFFERENT FREEZES OF DRAW {held.draw} ARE SIGNED BY THE SERVICE. This alone is proof of "
        "cheating: keep both files"
    )
