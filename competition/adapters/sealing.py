"""Sealing what the database must hold and nobody may read from it: secrets of codes, digital prizes."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Seal:
    """Seals with the newest secret of the instance, opens with any; `purpose` keeps uses apart."""

    def __init__(self, secrets: Sequence[str], purpose: str) -> None:
        self._keys = MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])

    def close(self, content: bytes) -> bytes:
        return self._keys.encrypt(content)

    def open(self, sealed: bytes) -> bytes | None:
        """None where it was sealed with a secret that is gone, or changed since."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken:
            return None


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"competition.seal:{purpose}".encode())
    return urlsafe_b64encode(derived.derive(secret.encode()))
