"""A drand round as relays and people hand it on: JSON of drand's HTTP interface, or our own `beacon.json`.

Their JSON has other keys in other orders (`round`, `signature`, `randomness`, `previous_signature`); what
counts is taken out of it, and proves itself by its signature (§7).
"""

import json

from competition.draw import canonical
from competition.draw.beacon import BeaconValue, parse_value
from competition.draw.errors import MalformedError

_FILE = "the round"
_LARGEST = 16_384


def parse(data: bytes, chain_hash: str) -> BeaconValue:
    """Read a value from whatever was handed on; `chain_hash` is the chain that was asked.

    Raises MalformedError. Nothing is verified here.
    """
    members = _members(data)
    if "kind" in members:
        # Two people typed it in an editor: what they wrote counts, not how it is spaced.
        return _value(members)
    wanted: dict[str, object] = {"kind": "drand", "chain_hash": chain_hash}
    wanted |= {key: members[key] for key in ("round", "signature") if key in members}
    if members.get("previous_signature"):
        wanted["previous_signature"] = members["previous_signature"]
    return _value(wanted)


def _value(members: dict[str, object]) -> BeaconValue:
    try:
        data = canonical.dump(members)
    except MalformedError as error:
        raise MalformedError(error.message, file=_FILE) from None
    return parse_value(data, file=_FILE)


def _members(data: bytes) -> dict[str, object]:
    try:
        members = json.loads(data.decode("utf-8")) if len(data) <= _LARGEST else None
    except (ValueError, RecursionError):
        members = None
    if not isinstance(members, dict):
        raise MalformedError("this is no JSON of a round", file=_FILE)
    return members
