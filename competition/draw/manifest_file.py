"""Reading `manifest.json`: every key of §3, exactly those, each of its own form."""

import unicodedata
from collections.abc import Callable
from typing import Any

from competition.draw import canonical
from competition.draw.beacon import EVENT_ID
from competition.draw.chains import parse_chain
from competition.draw.errors import MalformedError, UncheckableError
from competition.draw.manifest import (
    FILE,
    FORMAT,
    GROUP_RULES,
    Beacon,
    DrandBeacon,
    EventBeacon,
    Manifest,
    Prize,
    RehearsalBeacon,
)
from competition.draw.notes import COSIGNATURE, ED25519, VerifierKey, parse_verifier_key
from competition.draw.texts import parse_code, parse_competition, parse_hex64, parse_time


def parse(data: bytes) -> Manifest:
    """Read `manifest.json`.

    Raises MalformedError, and UncheckableError where the file names another format than this one.
    """
    members = canonical.parse(data, file=FILE)
    if isinstance(members, dict) and members.get("format", FORMAT) != FORMAT:
        raise UncheckableError(f"the format is not {FORMAT}, the one known here", code="format", file=FILE)
    try:
        return _manifest(members)
    except MalformedError as error:
        raise MalformedError(error.message, file=FILE) from None


def _manifest(members: Any) -> Manifest:
    top = _object(members, "the manifest", tuple(_READERS))
    values = {key: _read(key, reader, top[key]) for key, reader in _READERS.items() if key != "format"}
    values["promoter_name"], values["promoter_address"] = values.pop("promoter")
    return Manifest(**values)


def _read(key: str, reader: Callable[[Any], Any], value: Any) -> Any:
    try:
        return reader(value)
    except MalformedError as error:
        raise MalformedError(f"{key}: {error.message}") from None


def _object(value: Any, what: str, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedError(f"{what} is not an object")
    if set(value) != set(keys):
        wrong = sorted(set(value) ^ set(keys))
        raise MalformedError(f"{what} has not exactly the keys of the format: see {', '.join(wrong)[:200]}")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise MalformedError("this is not a text")
    return value


def _free_text(value: Any) -> str:
    text = _string(value)
    if not text or any(unicodedata.category(char) == "Cc" for char in text):
        raise MalformedError("a text is empty or holds control characters")
    return text


def _whole(least: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or value < least:
            raise MalformedError(f"this is not a whole number from {least}")
        return value

    return read


def _list(read: Callable[[Any], Any], *, least: int = 0) -> Callable[[Any], tuple[Any, ...]]:
    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) < least:
            raise MalformedError(f"this is not a list of at least {least}")
        return tuple(read(one) for one in value)

    return read_all


def _reasons(value: Any) -> tuple[str, ...]:
    codes = _list(lambda one: parse_code(_string(one)))(value)
    if len(set(codes)) != len(codes):
        raise MalformedError("a reason stands twice")
    return codes


def _promoter(value: Any) -> tuple[str, str]:
    members = _object(value, "promoter", ("name", "address"))
    return _free_text(members["name"]), _free_text(members["address"])


def _prize(value: Any) -> Prize:
    members = _object(value, "a prize", ("title", "quantity"))
    return Prize(_free_text(members["title"]), _whole(1)(members["quantity"]))


def _beacon(value: Any) -> Beacon:
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind == "drand":
        keys = ("kind", "chain_hash", "scheme", "public_key", "genesis", "period", "round")
        members = _object(value, "beacon", keys)
        return DrandBeacon(parse_chain(members), _whole(1)(members["round"]))
    if kind == "event":
        return _event(value)
    if kind == "rehearsal":
        _object(value, "beacon", ("kind",))
        return RehearsalBeacon()
    raise MalformedError("the kind is none of drand, event, rehearsal")


def _event(value: Any) -> EventBeacon:
    members = _object(value, "an event", ("kind", "id", "description", "bits"))
    identity = _string(members["id"])
    if members["kind"] != "event" or not EVENT_ID.fullmatch(identity):
        raise MalformedError("the event's kind or id is not what the format says")
    return EventBeacon(identity, _free_text(members["description"]), _whole(64)(members["bits"]))


def _group_rule(value: Any) -> str:
    if value not in GROUP_RULES:
        raise MalformedError("this is none of none, person, household")
    return str(value)


def _own_key(value: Any) -> VerifierKey:
    key = parse_verifier_key(_string(value), ED25519)
    parse_competition(key.name)
    return key


def _witness(value: Any) -> VerifierKey:
    return parse_verifier_key(_string(value), COSIGNATURE)


_READERS: dict[str, Callable[[Any], Any]] = {
    "format": _string,
    "competition": lambda value: parse_competition(_string(value)),
    "title": _free_text,
    "promoter": _promoter,
    "rules_sha256": lambda value: parse_hex64(_string(value)),
    **dict.fromkeys(
        ("opens", "closes", "confirm_by", "freeze_by", "draw_at"), lambda value: parse_time(_string(value))
    ),
    "min_gap_seconds": _whole(0),
    "beacon": _beacon,
    "prizes": _list(_prize, least=1),
    "reserves": _whole(0),
    "group_rule": _group_rule,
    # Any other rule, whatever it is, is one that cannot be checked here.
    "folding": lambda value: value,
    "exclusion_reasons": _reasons,
    "vacancy_reasons": _reasons,
    "claim_days": _whole(1),
    "fallback": lambda value: None if value is None else _event(value),
    "verifier_keys": _list(_own_key, least=1),
    "witnesses": _list(_witness),
    "witness_quorum": _whole(0),
    "previous": lambda value: None if value is None else parse_hex64(_string(value)),
}
