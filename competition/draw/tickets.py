"""Entering: the folding of addresses, the ticket that an address and a salt open, the receipt (§4)."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from competition.draw.errors import MalformedError, UncheckableError
from competition.draw.texts import (
    HEX16,
    HEX64,
    format_time,
    parse_competition,
    parse_hex64,
    parse_statement,
    parse_time,
    read_values,
    write_statement,
)

FOLDING = "email-folding/1"

_DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_TAGGED = _DOTLESS | {
    "outlook.com",
    "hotmail.com",
    "live.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "fastmail.com",
}
_TICKET_KEYS = ("competition", "entrant", "salt")


def fold_email(address: str, to_ascii: Callable[[str], str] | None = None) -> str:
    """Fold an address by `email-folding/1` (§4): equal results are one mailbox.

    `to_ascii` turns a domain into its IDNA 2008 form and raises ValueError where there is none; without
    it a domain that is not ASCII raises UncheckableError. Raises MalformedError for what is no address.
    """
    text = unicodedata.normalize("NFC", address.strip())
    if text.count("@") != 1:
        raise MalformedError("an e-mail address has exactly one @")
    if any(char.isspace() or char == '"' or unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise MalformedError("an e-mail address has no spaces, quotes or control characters inside")
    local, domain = text.split("@")
    domain = _ascii_domain(domain, to_ascii)
    if domain in _TAGGED:
        local = local.partition("+")[0]
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    if not local or not domain:
        raise MalformedError("an e-mail address has something on either side of the @")
    # Lower case can undo NFC (H with a line below), and the entrant line of a ticket is NFC.
    return f"{unicodedata.normalize('NFC', local.lower())}@{domain}"


def _ascii_domain(domain: str, to_ascii: Callable[[str], str] | None) -> str:
    if domain.isascii():
        return domain.lower()
    if to_ascii is None:
        raise UncheckableError(
            "the domain is not ASCII, and there is no IDNA 2008 here: give it in its xn-- form", code="idna"
        )
    try:
        return to_ascii(domain).lower()
    except ValueError:
        raise MalformedError("the domain is none that IDNA 2008 allows") from None


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a ticket: the competition, `entrant` (`email:` and the folded address), 32 bytes of salt."""

    competition: str
    entrant: str
    salt: bytes

    def text(self) -> str:
        """The four lines whose SHA-256 is the ticket."""
        values = (self.competition, self.entrant, self.salt.hex())
        return write_statement("ticket", zip(_TICKET_KEYS, values, strict=True))

    def ticket(self) -> str:
        """The ticket, 64 lower-case hex digits."""
        return sha256(self.text().encode("utf-8")).hexdigest()


def short(ticket: str) -> str:
    """The form of a ticket that people are shown: `6f1d-09ab-44c2`."""
    return f"{ticket[:4]}-{ticket[4:8]}-{ticket[8:12]}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the service signs when it accepts an entry; `group` is 16 hex digits or `-`.

    `accepted` is in seconds since 1970.
    """

    competition: str
    manifest: str
    ticket: str
    group: str
    accepted: int

    def text(self) -> str:
        """The statement that is signed."""
        values = (self.competition, self.manifest, self.ticket, self.group, format_time(self.accepted))
        return write_statement("receipt", zip(_RECEIPT_READERS, values, strict=True))


def parse_receipt(text: str, *, file: str) -> Receipt:
    """Read the statement of a receipt; raises MalformedError."""
    values = parse_statement(text, "receipt", tuple(_RECEIPT_READERS), file=file)
    return Receipt(**read_values(values, _RECEIPT_READERS, file=file))


def _group(text: str) -> str:
    if text != "-" and not HEX16.fullmatch(text):
        raise MalformedError("this is neither - nor 16 hex digits")
    return text


_RECEIPT_READERS: Mapping[str, Callable[[str], Any]] = {
    "competition": parse_competition,
    "manifest": parse_hex64,
    "ticket": parse_hex64,
    "group": _group,
    "accepted": parse_time,
}


def parse_salt(text: str) -> bytes:
    """Read a salt as a person may paste it, in either case of letters; raises MalformedError."""
    digits = text.strip().lower()
    if not HEX64.fullmatch(digits):
        raise MalformedError("a salt has 64 hex digits")
    return bytes.fromhex(digits)
