"""Deciding an erasure: at any time, but for whoever holds a prize that is still on its way."""

from collections.abc import Mapping, Sequence

from competition.draw.loglines import Line
from competition.rules.errors import RuleError

UNSETTLED = (
    "This ticket has won, and we need your details to send the prize. Claim it, or decline it: once that is"
    " settled, you can erase them."
)


def unsettled(prizes: Mapping[int, str], lines: Sequence[Line]) -> frozenset[str]:
    """Return the tickets that hold a prize unit which has not arrived, by the log's lines of that draw (§8).

    `prizes` is what the draw gave: the ticket by unit. An award that was declined or given up holds nothing.
    """
    holders = dict(prizes)
    for line in lines:
        if line.kind in ("vacated", "received"):
            holders.pop(line.number("unit"), None)
        elif line.kind == "promoted":
            holders[line.number("unit")] = line["ticket"]
    return frozenset(holders.values())


def check_erasable(ticket: str | None, held: frozenset[str]) -> None:
    """Raise RuleError for the holder of a prize that has neither arrived nor been declined."""
    if ticket in held:
        raise RuleError("unsettled", UNSETTLED)
