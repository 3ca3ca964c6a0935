"""How a witness is asked, decides and signs: C2SP tlog-witness (add-checkpoint) and tlog-cosignature.

Pure: who holds a witness's last checkpoint, and who carries a request over the network, is the caller's.
The profile is that of §8: a checkpoint with extension lines is refused, as no log of ours has any.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from competition.draw.errors import DrawError, MalformedError, VerificationError
from competition.draw.merkle import EMPTY_ROOT, verify_consistency
from competition.draw.notes import (
    COSIGNATURE,
    Checkpoint,
    Note,
    Signer,
    VerifierKey,
    decode_base64,
    parse_checkpoint,
    parse_note,
    verify_line,
)
from competition.draw.texts import parse_num

FILE = "the request"
# What C2SP allows a client to send; no tree that can be counted is higher.
MOST_NODES = 63
SIZE_TYPE = "text/x.tlog.size"
"""The media type of a refusal that says which size was signed last."""


class RefusalError(Exception):
    """A witness does not sign. `status` is the HTTP status of tlog-witness.

    `known` is the size that it did sign last, where that is what the client has to know.
    """

    def __init__(self, status: int, message: str, *, known: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.known = known


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The body of a request: a checkpoint note, and the proof that it grew from the tree of `old` lines."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def to_bytes(self) -> bytes:
        """The body as it is sent."""
        nodes = "".join(f"{base64.b64encode(node).decode('ascii')}\n" for node in self.proof)
        return f"old {self.old}\n{nodes}\n".encode("ascii") + self.checkpoint


def parse_request(data: bytes) -> AddCheckpoint:
    """Read the body of an add-checkpoint request; raises MalformedError."""
    head, gap, checkpoint = data.partition(b"\n\n")
    lines = head.split(b"\n")
    match = re.fullmatch(rb"old (0|[1-9][0-9]*)", lines[0])
    if not gap or not match or len(lines) > MOST_NODES + 1:
        raise MalformedError(
            "a request is `old` and a size, a proof, an empty line, and a checkpoint", file=FILE
        )
    return AddCheckpoint(parse_num(match[1].decode("ascii")), parse_proof(lines[1:]), checkpoint)


def parse_proof(lines: Sequence[bytes]) -> tuple[bytes, ...]:
    """Read the nodes of a proof, one in base64 to a line; raises MalformedError."""
    nodes = tuple(decode_base64(line.decode("latin-1")) for line in lines)
    if any(len(node) != 32 for node in nodes):
        raise MalformedError("a node of a proof has 32 bytes", file=FILE)
    return nodes


def is_log_of(origin: str, key: VerifierKey) -> bool:
    """Whether a log belongs to a service: its origin is the service's own, or an address below it (§2)."""
    return origin == key.name or origin.startswith(f"{key.name}/")


def origin_of(data: bytes) -> str:
    """The log that a request is about, nothing verified; raises RefusalError."""
    return _read(data)[2].origin


def consider(data: bytes, last: Checkpoint | None, keys: Sequence[VerifierKey]) -> Note:
    """Decide whether to sign: the checkpoint's note, or RefusalError with the status that C2SP gives.

    `last` is the newest checkpoint of this log that this witness signed, `keys` those of all services that
    it knows.
    """
    request, note, head = _read(data)
    _verify_origin(note, head.origin, keys)
    if request.old > head.size:
        raise RefusalError(400, "The old size is larger than the checkpoint's.")
    known = last.size if last else 0
    if request.old != known:
        raise RefusalError(409, "Another size was signed last.", known=known)
    if last and head.size == last.size and head.root != last.root:
        raise RefusalError(409, "Another tree of this size was signed: the log has forked.")
    _verify_grown(request, last, head)
    return note


def _read(data: bytes) -> tuple[AddCheckpoint, Note, Checkpoint]:
    try:
        request = parse_request(data)
        note = parse_note(request.checkpoint, file=FILE)
        return request, note, parse_checkpoint(note.text, file=FILE)
    except MalformedError as error:
        raise RefusalError(400, f"This is no add-checkpoint request: {error.message}.") from None


def _verify_origin(note: Note, origin: str, keys: Sequence[VerifierKey]) -> None:
    nearest = max((len(key.name) for key in keys if is_log_of(origin, key)), default=None)
    if nearest is None:
        raise RefusalError(404, "This log is not one of those that are witnessed here.")
    # Who hosts a place signs for all below it, but for a place in it that has a key of its own.
    trusted = [key for key in keys if len(key.name) == nearest and is_log_of(origin, key)]
    if not any(_signed_by(note, key) for key in trusted):
        raise RefusalError(403, "No signature is by a key that this log is known by.")


def _signed_by(note: Note, key: VerifierKey) -> bool:
    for line in note.signatures:
        if (line.name, line.key_id) == (key.name, key.key_id):
            try:
                verify_line(note, line, key)
            except VerificationError:
                continue
            return True
    return False


def _verify_grown(request: AddCheckpoint, last: Checkpoint | None, head: Checkpoint) -> None:
    if last is None:
        # Whatever a log shows first is taken as its beginning.
        if request.proof or (head.size == 0 and head.root != EMPTY_ROOT):
            raise RefusalError(422, "Nothing is proven from size 0, and a tree of nothing has one root.")
        return
    try:
        verify_consistency(last.size, head.size, request.proof, last.root, head.root)
    except DrawError as error:
        raise RefusalError(422, f"The log did not grow from what was signed: {error.message}.") from None


def cosign(text: str, signer: Signer, *, time: int) -> str:
    """The line of C2SP cosignature/v1 over the text of a checkpoint, with its line feed."""
    key = VerifierKey(signer.name, COSIGNATURE, signer.public_key)
    signature = signer.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
    blob = key.key_id + time.to_bytes(8, "big") + signature
    return f"— {signer.name} {base64.b64encode(blob).decode('ascii')}\n"
