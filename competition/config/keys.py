"""What makes a key unfit to keep a secret with. No message here ever holds any part of a key."""

import base64
import binascii
import hashlib
from collections.abc import Iterable

SHORTEST = 32
FEWEST_CHARACTERS = 8

# Words that stand in the defaults of tutorials and of example files; a random key holds none of them.
DEFAULT_WORDS = (
    "change",
    "default",
    "example",
    "insecure",
    "password",
    "replace",
    "secret",
    "guess",
    "development",
    "qwerty",
    "0123456789",
    "1234567890",
    "abcdefgh",
)

# Seeds that anybody can look up: RFC 8032 §7.1, and the two of the published example records.
PUBLISHED_SEEDS = frozenset(
    {
        bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
        bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
        bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
        bytes.fromhex("f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5"),
        bytes.fromhex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"),
        hashlib.sha256(b"prizedraw/v1 test key: service 1, not secret").digest(),
        hashlib.sha256(b"prizedraw/v1 test key: service 2, not secret").digest(),
    }
)

REMEDY = "make a new one with `competition keys`"


def strong_secret(value: str) -> str:
    if any(word in value.lower() for word in DEFAULT_WORDS):
        raise ValueError(f"is a well-known default: {REMEDY}")
    if len(value) < SHORTEST:
        raise ValueError(f"is too short: it needs {SHORTEST} characters or more, so {REMEDY}")
    if len(set(value)) < FEWEST_CHARACTERS or value in (value + value)[1:-1]:
        raise ValueError(f"is too easy to guess: {REMEDY}")
    return value


def at_least_one(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        raise ValueError(f"is empty: {REMEDY}")
    return values


def signing_key(value: str) -> str:
    seed = decode_seed(value)
    if seed in PUBLISHED_SEEDS:
        raise ValueError(f"is a key that was published as an example: {REMEDY}")
    if len(set(seed)) < FEWEST_CHARACTERS:
        raise ValueError(f"is too easy to guess: {REMEDY}")
    return value


def decode_seed(value: str) -> bytes:
    try:
        seed = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        seed = b""
    if len(seed) != 32:
        raise ValueError(f"is not the base64 of 32 bytes: {REMEDY}")
    return seed


def repeated(values: Iterable[object]) -> bool:
    known = [value for value in values if isinstance(value, str)]
    return len(set(known)) < len(known)
