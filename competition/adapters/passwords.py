"""Passwords as Argon2id hashes, with the library's parameters."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
# What an account that is not there is checked against, so that it takes as long as one that is.
_NOBODY = _HASHER.hash("nobody has this password")


def digest(password: str) -> str:
    return _HASHER.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether this is the password; without a stored one it never is, and takes as long."""
    try:
        _HASHER.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether it was made with parameters that are no longer the library's."""
    return _HASHER.check_needs_rehash(stored)
