"""E-mail addresses as people type them: form, folding, digest, likely slips. Asks no name service (O23)."""

import hmac
import re
from dataclasses import dataclass
from functools import lru_cache

import idna
from email_validator import EmailNotValidError, validate_email

from competition.draw.errors import DrawError
from competition.draw.tickets import fold_email
from competition.rules.errors import RuleError

LONGEST = 254
_LONGEST_LOCAL = 64
_PLAIN = re.compile(r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@([A-Za-z0-9.-]+)", re.ASCII)
_KNOWN = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "yahoo.com", "yahoo.co.uk",
    "icloud.com", "live.co.uk", "btinternet.com", "protonmail.com", "fastmail.com", "virginmedia.com",
)  # fmt: skip
# Real providers that lie one letter away from a known one.
_REAL = frozenset({"mail.com", "email.com", "ymail.com"})


@dataclass(frozen=True, slots=True)
class Address:
    """`typed` is where mail goes, without spaces around it; `folded` is who it is (§4)."""

    typed: str
    folded: str

    def digest(self, key: bytes) -> bytes:
        """The keyed hash by which a competition finds a second entry, also after the address is erased."""
        return hmac.digest(key, self.folded.encode(), "sha256")

    @property
    def entrant(self) -> str:
        """The line of a ticket (§4)."""
        return f"email:{self.folded}"


def read(text: str) -> Address:
    """Read an address; raises RuleError with the field `email`."""
    typed = text.strip()
    # Before anything that takes time with its length.
    if not typed or len(typed) > LONGEST:
        raise _refused()
    try:
        validate_email(typed, check_deliverability=False, strict=True)
        return Address(typed, fold(typed))
    except (EmailNotValidError, DrawError):
        raise _refused() from None


def fold(typed: str) -> str:
    """Who it is, of an address that was read once and kept as typed."""
    return fold_email(typed, to_ascii)


def fold_quickly(text: str) -> str:
    """As `read(text).folded`, ten times as fast where the address is plain: for a list of a million."""
    plain = _PLAIN.fullmatch(text)
    if plain and len(text) <= LONGEST and len(plain[1]) <= _LONGEST_LOCAL and _is_domain(plain[2]):
        return fold_email(text)
    return read(text).folded


@lru_cache(maxsize=65_536)
def _is_domain(domain: str) -> bool:
    # Most entrants share a few domains, and nearly all the time of `read` goes to them.
    try:
        read(f"a@{domain}")
    except RuleError:
        return False
    return True


def _refused() -> RuleError:
    return RuleError("email", "Check your e-mail address. It looks like ann@example.com.", field="email")


def to_ascii(domain: str) -> str:
    """The IDNA 2008 form of a domain; raises ValueError where there is none. Capitals are no difference."""
    return idna.encode(domain.lower()).decode("ascii")


def for_envelope(typed: str) -> str:
    """The address as mail servers want it: the local part as typed, the domain in ASCII."""
    local, _, domain = typed.rpartition("@")
    return f"{local}@{domain if domain.isascii() else to_ascii(domain)}"


def suggestion(text: str) -> str | None:
    """Return the address that was probably meant, where the domain is one slip away from a common one."""
    local, at, domain = text.strip().rpartition("@")
    if not (at and local) or len(domain) > 40:
        return None
    meant = _meant(domain.lower())
    return f"{local}@{meant}" if meant else None


@lru_cache(maxsize=1024)
def _meant(domain: str) -> str | None:
    # Most entrants share a few domains.
    if domain in _KNOWN or domain in _REAL:
        return None
    return next((known for known in _KNOWN if _one_slip(domain, known)), None)


def _one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours are swapped."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant))
    )
    rest, wanted = typed[start:], meant[start:]
    swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]
