"""Links and codes that only their addressee holds, one purpose each; all secrets verify, the newest signs."""

import hmac
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from itsdangerous import BadSignature, Signer

_TOKEN = re.compile(r"[0-9a-f]{32}\.[A-Za-z0-9_-]{43}", re.ASCII)
_CODE = re.compile(r"[0-9]{6}", re.ASCII)


class TokenError(Exception):
    """A link that does not open. There are exactly three kinds; `message` is fit to show."""

    message = "This link does not work."


class MissingError(TokenError):
    message = "The link is not whole. Copy all of it from the message, or press the button there."


class ExpiredError(TokenError):
    """Too late. A token holds no time: what it opens has one, and the use case that reads it raises this."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidError(TokenError):
    """Not ours, for something else, or of an entry that is not there: all alike from outside (O21)."""

    message = "This link is not one of ours, or it is not whole. Copy all of it from the message."


class Purpose(StrEnum):
    """What a link is for. One for `confirm` neither shows an entry nor withdraws it (O18)."""

    CONFIRM = "confirm"
    ENTRY = "entry"
    WITHDRAW = "withdraw"
    APPEAL = "appeal"
    JOIN = "join"
    RESET = "reset"
    DEVICE = "device"
    ERASE = "erase"
    MARKETING = "marketing"
    UNSUBSCRIBE = "unsubscribe"
    COMPLAINT = "complaint"
    CLAIM = "claim"
    DECLINE = "decline"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Makes and reads tokens and codes with the instance's secrets, newest first."""

    secrets: tuple[str, ...]

    def issue(self, purpose: Purpose, public_id: str, *, bound_to: str = "") -> str:
        """A token for this id; `bound_to` is what else must be the same when it is read."""
        return self._signer(purpose, bound_to).sign(public_id).decode("ascii")

    def read(self, purpose: Purpose, token: str, *, bound_to: str = "") -> str:
        """Return the public id inside; raises MissingError or InvalidError."""
        if not token:
            raise MissingError
        if not _TOKEN.fullmatch(token):
            raise InvalidError
        try:
            return self._signer(purpose, bound_to).unsign(token).decode("ascii")
        except BadSignature:
            raise InvalidError from None

    def code(self, public_id: str) -> str:
        """The six digits for those who cannot press a link: the same in every copy of the mail."""
        return _code(self.secrets[0], public_id)

    def is_code(self, public_id: str, typed: str) -> bool:
        """Whether the digits are right, in any spelling (full width, spaces, hyphens), in constant time."""
        digits = "".join(unicodedata.normalize("NFKC", typed[:40]).replace("-", " ").split())
        if not _CODE.fullmatch(digits):
            return False
        return any(hmac.compare_digest(_code(secret, public_id), digits) for secret in self.secrets)

    def recipient_digests(self, folded: str) -> tuple[bytes, ...]:
        """The keyed digests under which mails to this address may be counted; the first is for new ones."""
        return tuple(_digest(secret, "recipient", folded) for secret in self.secrets)

    def keyed_digest(self, purpose: str, text: str) -> bytes:
        """What stands for a text where it must not be read, and need not outlive the newest secret."""
        return _digest(self.secrets[0], purpose, text)

    def _signer(self, purpose: Purpose, bound_to: str = "") -> Signer:
        # itsdangerous signs with the last key of the list.
        keys = [secret.encode() for secret in reversed(self.secrets)]
        salt = f"competition.{purpose}{':' if bound_to else ''}{bound_to}".encode()
        return Signer(keys, salt=salt, key_derivation="hmac", digest_method=sha256)


def _digest(secret: str, purpose: str, text: str) -> bytes:
    return hmac.digest(secret.encode(), f"competition.{purpose}:{text}".encode(), "sha256")


def _code(secret: str, public_id: str) -> str:
    return f"{int.from_bytes(_digest(secret, 'code', public_id)) % 1_000_000:06}"
