"""Signed notes, checkpoints and cosignatures as C2SP writes them, in the profile of §2 and §8.

C2SP signed-note, tlog-checkpoint and tlog-cosignature. The profile is stricter than C2SP: a line of an
unknown key, a wrong signature or a second line of one key is refused instead of passed over.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from competition.draw import ed25519
from competition.draw.errors import MalformedError, VerificationError
from competition.draw.texts import parse_num, read_values

ED25519 = 0x01
COSIGNATURE = 0x04
_SIZE_LIMIT = 1_000_000
_SIGNATURE_LIMIT = 100


def decode_base64(text: str) -> bytes:
    """Decode base64 that encodes back to itself; raises MalformedError."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedError("this is not base64") from None
    if base64.b64encode(data).decode("ascii") != text:
        raise MalformedError("the base64 is not written in its canonical form")
    return data


def _key_id(name: str, algorithm: int, public_key: bytes) -> bytes:
    return sha256(name.encode("utf-8") + b"\n" + bytes([algorithm]) + public_key).digest()[:4]


def _is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(char.isspace() for char in name)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key as a note names it: 32 bytes of Ed25519, type 0x01 to sign, 0x04 to cosign."""

    name: str
    algorithm: int
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that stand in front of each of its signatures."""
        return _key_id(self.name, self.algorithm, self.public_key)

    def __str__(self) -> str:
        key = base64.b64encode(bytes([self.algorithm]) + self.public_key).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{key}"


def parse_verifier_key(text: str, algorithm: int) -> VerifierKey:
    """Read `<name>+<key id>+<base64>` of the given type; raises MalformedError.

    Small-order and non-canonical public keys are refused (§2): under them more than one message verifies.
    """
    name, _, rest = text.partition("+")
    id_text, _, key_text = rest.partition("+")
    if not _is_key_name(name):
        raise MalformedError(f"{name!r} is no key name")
    data = decode_base64(key_text)
    if len(data) != 33 or data[0] != algorithm:
        raise MalformedError(f"the key of {name} is not one of type 0x{algorithm:02x} with 32 bytes")
    key = VerifierKey(name, algorithm, data[1:])
    if id_text != key.key_id.hex():
        raise MalformedError(f"the key id of {name} does not fit its key")
    if not ed25519.is_acceptable_key(key.public_key):
        raise MalformedError(f"the public key of {name} is of small order or not canonical")
    return key


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line `— <name> <base64(key id || signature)>`; `line` counts from 1 in its file."""

    name: str
    key_id: bytes
    signature: bytes
    line: int


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note taken apart, nothing verified yet; `text` ends with a line feed."""

    text: str
    signatures: tuple[SignatureLine, ...]
    file: str


def parse_note(data: bytes, *, file: str) -> Note:
    """Take a signed note apart; raises MalformedError with file and line."""
    if len(data) > _SIZE_LIMIT:
        raise MalformedError("the note is longer than a million bytes", file=file)
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedError("the note is not UTF-8", file=file) from None
    if any(char != "\n" and unicodedata.category(char) == "Cc" for char in content):
        raise MalformedError("the note holds control characters", file=file)
    text, gap, signed = content.rpartition("\n\n")
    if not gap or not signed.endswith("\n"):
        raise MalformedError("a note is a text, an empty line, and signature lines", file=file)
    lines = signed[:-1].split("\n")
    if len(lines) > _SIGNATURE_LIMIT:
        raise MalformedError("the note has more than 100 signature lines", file=file)
    first = text.count("\n") + 3
    parsed = tuple(_parse_signature(line, number, file) for number, line in enumerate(lines, first))
    return Note(text + "\n", parsed, file)


def _parse_signature(line: str, number: int, file: str) -> SignatureLine:
    match = re.fullmatch(r"— (\S+) (\S+)", line)
    if not match or not _is_key_name(match[1]):
        raise MalformedError("this is no signature line", file=file, line=number)
    try:
        data = decode_base64(match[2])
    except MalformedError as error:
        raise MalformedError(error.message, file=file, line=number) from None
    if len(data) < 5:
        raise MalformedError("the signature is too short", file=file, line=number)
    return SignatureLine(match[1], data[:4], data[4:], number)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the key name, its 32-byte public key, and what makes the 64-byte Ed25519 signature."""

    name: str
    public_key: bytes
    sign: Callable[[bytes], bytes]

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, ED25519, self.public_key)


def sign_note(text: str, signer: Signer) -> bytes:
    """Write the signed note of a text that ends with a line feed."""
    signature = signer.key.key_id + signer.sign(text.encode("utf-8"))
    return f"{text}\n— {signer.name} {base64.b64encode(signature).decode('ascii')}\n".encode()


def verify_line(note: Note, line: SignatureLine, key: VerifierKey) -> None:
    """Verify one ordinary signature line under one key; raises VerificationError."""
    _verify(note, line, key, note.text.encode("utf-8"), line.signature)


def verify_cosignature(note: Note, line: SignatureLine, key: VerifierKey) -> int:
    """Verify one line of C2SP cosignature/v1, and return its time in seconds since 1970.

    Raises VerificationError.
    """
    time, signature = int.from_bytes(line.signature[:8], "big"), line.signature[8:]
    _verify(note, line, key, f"cosignature/v1\ntime {time}\n{note.text}".encode(), signature)
    return time


def _verify(note: Note, line: SignatureLine, key: VerifierKey, message: bytes, signature: bytes) -> None:
    if not ed25519.verify(key.public_key, message, signature):
        raise VerificationError(
            f"the signature of {line.name} is wrong", code="signature", file=note.file, line=line.line
        )


def _key_of(line: SignatureLine, keys: Iterable[VerifierKey]) -> VerifierKey | None:
    return next((key for key in keys if (key.name, key.key_id) == (line.name, line.key_id)), None)


def verify_single(note: Note, keys: Sequence[VerifierKey]) -> VerifierKey:
    """Verify a freeze note or receipt: exactly one line, of one of these keys; raises VerificationError."""
    if len(note.signatures) != 1:
        raise VerificationError("exactly one signature line belongs here", code="signature", file=note.file)
    return _verify_first(note, keys)


def _verify_first(note: Note, keys: Sequence[VerifierKey]) -> VerifierKey:
    line = note.signatures[0]
    key = _key_of(line, keys)
    if key is None:
        raise VerificationError(
            "the first signature is not by a key of the service that is in force here",
            code="unknown_key",
            file=note.file,
            line=line.line,
        )
    verify_line(note, line, key)
    return key


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head (C2SP tlog-checkpoint without extension lines): origin, number of lines, 32-byte root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"


def parse_checkpoint(text: str, *, file: str) -> Checkpoint:
    """Read the text of a checkpoint note; raises MalformedError."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] != "" or not lines[0]:
        raise MalformedError("a checkpoint has three lines: origin, size, root", file=file)
    read = read_values({"size": lines[1], "root": lines[2]}, {"size": parse_num, "root": _root}, file=file)
    return Checkpoint(lines[0], read["size"], read["root"])


def _root(text: str) -> bytes:
    root = decode_base64(text)
    if len(root) != 32:
        raise MalformedError("the root has not 32 bytes")
    return root


def verify_checkpoint(
    note: Note, keys: Sequence[VerifierKey], witnesses: Sequence[VerifierKey]
) -> dict[VerifierKey, int]:
    """Verify a checkpoint note: the service's line first, then at most one line of each witness (§2).

    Returns the time of each witness's cosignature. Raises VerificationError.
    """
    _verify_first(note, keys)
    times: dict[VerifierKey, int] = {}
    for line in note.signatures[1:]:
        key = _key_of(line, witnesses)
        if key is None or key in times:
            wrong = "a second line of one key" if key else "a line of an unknown key"
            raise VerificationError(f"{wrong} is refused", code="unknown_key", file=note.file, line=line.line)
        times[key] = verify_cosignature(note, line, key)
    return times
