"""What needs two people, and who may be the second."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from competition.rules import amending, vacating, voiding
from competition.rules.errors import RuleError
from competition.rules.wording import binding_moment


class Kind(StrEnum):
    """What one admin asks for and another decides."""

    VOID = "void"
    VACATE = "vacate"
    DATES = "dates"


WORDS = {
    Kind.VOID: "Void the draw",
    Kind.VACATE: "Take a prize from its holder",
    Kind.DATES: "Move the dates",
}

_REASONS: Mapping[Kind, Callable[[str], str]] = {
    Kind.VOID: lambda reason: voiding.REASONS.get(reason, reason),
    Kind.VACATE: vacating.in_words,
    Kind.DATES: lambda reason: amending.REASONS.get(reason, reason),
}


def in_words(kind: Kind, payload: Mapping[str, Any], *, zone: str) -> tuple[tuple[str, str], ...]:
    """What was asked for as whoever decides reads it: reasons as sentences, instants on the draw's clocks."""
    return tuple((key, _said(kind, key, payload[key], zone)) for key in sorted(payload))


def _said(kind: Kind, key: str, value: Any, zone: str) -> str:
    if key == "reason":
        return _REASONS[kind](value)
    if key in amending.MOVABLE:
        return binding_moment(datetime.fromisoformat(value), zone)
    return str(value)


@dataclass(frozen=True, slots=True)
class Decider:
    """An admin who may decide: `since` is when the account was first used."""

    code: str
    since: datetime


def others(asker: str, deciders: Iterable[Decider], asked_at: datetime) -> list[Decider]:
    """Who could decide: anybody else whose account is older than the request.

    An account that is made to approve is no second person.
    """
    return [one for one in deciders if one.code != asker and one.since < asked_at]


def check_decider(asker: str, decider: Decider, asked_at: datetime) -> None:
    """Raises RuleError unless this admin may decide what the other has asked for."""
    if decider.code == asker:
        raise RuleError("own_request", "You asked for this. Somebody else must decide.")
    if decider.since >= asked_at:
        raise RuleError(
            "younger", "Your account is younger than this request. Somebody who was there before must decide."
        )
