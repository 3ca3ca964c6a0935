"""A drand round as relays and people hand it on: JSON of drand's HTTP interface, or our own `beacon.json`.

Their JSON has other keys in other orders (`round`, `signature`, `randomness`, `previous_signature`); what
counts is taken out of it, and proves itself by its signature (§7).
"""

import json

from competition.draw import canonical
from competition.draw.beacon import BeaconValue, parse_value
from competition.draw.errors import MalformedError

_LARGEST = 16_384


def parse(data: bytes, chain_hash: str) -> BeaconValue:
    """Read a value from whatever was handed on; `chain_hash` is the chain that was asked.

    Raises MalformedError. Nothing is verified here.
    """
    members = _members(data)
    if "kind" in members:
        # Two people typed it in an editor: what they wrote counts, not how it is spaced.
        return parse_value(canonical.dump(members), file="the round")
    wanted: dict[str, object] = {"kind": "drand", "chain_hash": chain_hash}
    wanted |= {key: members[key] for key in ("round", "signature") if key in members}
    if members.get("previous_signature"):
        wanted["previous_signature"] = members["previous_signature"]
    return parse_value(canonical.dump(wanted), file="the round")


def _members(data: bytes) -> dict[str, object]:
    try:
        members = json.loads(data.decode("utf-8")) if len(data) <= _LARGEST else None
    except (ValueError, RecursionError):
        members = None
    if not isinstance(members, dict):
        raise MalformedError("this is no JSON of a round", file="the round")
    return members
