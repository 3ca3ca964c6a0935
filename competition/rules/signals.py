"""Signals that an entry deserves a look. None of them excludes anybody, and none knows a network address."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
# Fewer in a minute are never a burst, however quiet the competition is.
LEAST_BURST = 20
TIMES_USUAL = 10
QUICK_SECONDS = 2
# Of 100, as similarity is counted.
NEAR = 90
_SHORTEST = 4


class Signal(StrEnum):
    BURST = "burst"
    QUICK = "quick"
    NEAR_NAME = "near_name"
    NEAR_ADDRESS = "near_address"
    DISPOSABLE = "disposable"


WORDS: Mapping[str, str] = {
    Signal.BURST: "Came in a burst",
    Signal.QUICK: "Sent within two seconds",
    Signal.NEAR_NAME: "Name near another",
    Signal.NEAR_ADDRESS: "Address near another",
    Signal.DISPOSABLE: "Disposable address",
}


def minute_of(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def hour_of(at: datetime) -> datetime:
    return minute_of(at).replace(minute=0)


def is_burst(count: int, *, before: int, minutes: int) -> bool:
    """Whether `count` entries in a minute are far above the competition's own rate.

    That is `before` entries in the `minutes` since it opened, without this one.
    """
    return count >= LEAST_BURST and count * max(minutes, 1) > TIMES_USUAL * before


def is_quick(took: int | None) -> bool:
    """Whether a form came back before anybody could read it; `took` is in whole seconds."""
    return took is not None and took < QUICK_SECONDS


def comparable_name(name: str) -> str:
    """A name as it is compared: small letters, single spaces."""
    return " ".join(name.casefold().split())


def comparable_address(folded: str) -> tuple[str, str]:
    """A folded address as it is compared: its letters, without the digits of a series, and its domain.

    Too few letters to compare are none.
    """
    local, _, domain = folded.rpartition("@")
    letters = "".join(sign for sign in local if sign.isalpha())
    return (letters if len(letters) >= _SHORTEST else ""), domain


def parent_domains(domain: str) -> list[str]:
    """`a.b.example.com`, `b.example.com`, `example.com`: a list that names one of them means them all."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))]
