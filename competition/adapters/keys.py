"""The service's signing key: Ed25519 through `cryptography`, given to the core as a Signer."""

from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from competition.draw.notes import Note, Signer, VerifierKey


def signer(seed: bytes, *, origin: str) -> Signer:
    """Sign as `origin`, the key name of every note of this service (§2), with a 32-byte private key."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return Signer(origin, key.public_key().public_bytes_raw(), key.sign)


def is_signed(note: Note, keys: Sequence[VerifierKey]) -> bool:
    """Whether a freeze note or receipt has exactly one line, rightly signed by one of these keys.

    As `competition.draw.notes.verify_single`, forty times as fast: for a database full of receipts.
    """
    if len(note.signatures) != 1:
        return False
    line = note.signatures[0]
    key = next((key for key in keys if (key.name, key.key_id) == (line.name, line.key_id)), None)
    if key is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(line.signature, note.text.encode("utf-8"))
    except InvalidSignature:
        return False
    return True
