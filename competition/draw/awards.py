"""The award chain of one draw: who holds which prize unit, and what may happen next (§8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from competition.draw.loglines import Line, require, split_codes
from competition.draw.manifest import Manifest

_DAY = 86400
_LEAST_ATTEMPTS = 2
NO_REPLY, DECLINED = "no_reply", "declined"


@dataclass(frozen=True, slots=True)
class Units:
    """What a draw gave: the ticket by prize unit, and the reserves in order."""

    prizes: Mapping[int, str]
    reserves: tuple[str, ...]


@dataclass(slots=True)
class Holding:
    """One ticket's hold on one prize unit; times are seconds since 1970."""

    ticket: str
    first_notified: int | None = None
    attempts: int = 0
    claimed: bool = False
    dispatched: bool = False
    received: bool = False


@dataclass(slots=True)
class Awards:
    """The state of the award chain; `owed` is the unit that the next line must promote a reserve to.
    `vacant` is the unit that was given up last, and the number of the line that says so.

    Where the result of a draw is not known (§8: draws before the record's own), `units` is None: then who
    holds a unit is not checked, but all that the lines themselves say of a ticket and a unit is.
    """

    units: Units | None
    holdings: dict[int, Holding | None] = field(init=False)
    unknown: dict[tuple[int, str], Holding] = field(default_factory=dict)
    used_reserves: int = 0
    owed: int | None = None
    vacant: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        prizes = self.units.prizes if self.units else {}
        self.holdings = {unit: Holding(ticket) for unit, ticket in prizes.items()}

    def holders(self) -> dict[int, str]:
        """The ticket that holds each unit now."""
        return {unit: holding.ticket for unit, holding in self.holdings.items() if holding}

    def all_done(self) -> bool:
        """Whether every unit was received, left unawarded, or vacated with no reserve left."""
        return self.owed is None and all(
            holding is None or holding.received for holding in self.holdings.values()
        )

    def accept(self, line: Line, manifest: Manifest | None, remarks: list[str]) -> None:
        """Take a line of this draw's award chain; raises VerificationError. `remarks` may grow."""
        unit = line.number("unit")
        known = manifest is None or unit <= manifest.units
        require(line, known, line.kind, f"the manifest has no prize unit {unit}")
        if line.kind == "promoted":
            self._promote(line, unit, manifest)
            return
        if line.kind == "vacated":
            _require_reason(line, manifest)
        holding = self._holding(line, unit)
        _RULES[line.kind](holding, line, manifest)
        if self.units is None:
            self.unknown[unit, holding.ticket] = holding
        if line.kind == "vacated":
            self._vacate(line, unit, remarks)

    def _holding(self, line: Line, unit: int) -> Holding:
        """The hold that a line is about; without a result, the one that its own words claim."""
        ticket = line["ticket"]
        if self.units is None:
            return self.unknown.get((unit, ticket)) or Holding(ticket)
        holding = self.holdings.get(unit) or Holding("")
        held = holding.ticket == ticket
        require(line, held, line.kind, f"this ticket does not hold prize unit {unit}")
        return holding

    def _vacate(self, line: Line, unit: int, remarks: list[str]) -> None:
        if len(split_codes(line["approvers"])) == 1:
            remarks.append(
                f"Prize unit {unit} was given up on the word of one person alone (log line {line.seq})."
            )
        self.vacant = (unit, line.seq)
        if self.units is not None:
            self.holdings[unit] = None
            self.owed = unit if self.used_reserves < len(self.units.reserves) else None

    def _promote(self, line: Line, unit: int, manifest: Manifest | None) -> None:
        require(
            line,
            self.vacant == (unit, line.seq - 1),
            "promoted",
            "the line before did not vacate this prize unit",
        )
        left = self.owed == unit if self.units else manifest is None or self.used_reserves < manifest.reserves
        require(line, left, "promoted", "there is no reserve left")
        if self.units is not None:
            next_reserve = self.units.reserves[self.used_reserves]
            fits = line["ticket"] == next_reserve
            require(line, fits, "promoted", "this ticket is not the lowest unused reserve")
            self.holdings[unit] = Holding(next_reserve)
        self.used_reserves += 1
        self.owed = None


def _claim_ends(holding: Holding, manifest: Manifest | None) -> int | None:
    """The last second of the claim time; None while there is no end to it."""
    if holding.first_notified is None or manifest is None:
        return None
    return holding.first_notified + manifest.claim_days * _DAY


def _notified(holding: Holding, line: Line, manifest: Manifest | None) -> None:
    require(line, not holding.claimed, "notified", "the prize unit was claimed already")
    fits = line.number("attempt") == holding.attempts + 1
    require(line, fits, "notified", f"the next attempt is number {holding.attempts + 1}")
    holding.attempts += 1
    if holding.first_notified is None:
        holding.first_notified = line.time


def _claimed(holding: Holding, line: Line, manifest: Manifest | None) -> None:
    require(line, not holding.claimed, "claimed", "the prize unit was claimed already")
    ends = _claim_ends(holding, manifest)
    require(line, ends is None or line.time <= ends, "claimed", "the claim time is over")
    holding.claimed = True


def _require_reason(line: Line, manifest: Manifest | None) -> None:
    """What a vacancy needs whoever held the unit: a reason of the manifest, and somebody's approval."""
    reason = line["reason"]
    known = manifest is None or reason in manifest.vacancy_reasons
    require(line, known, "vacated", f"{reason} is no vacancy reason of the manifest")
    approved = line["approvers"] != "-" or reason in (NO_REPLY, DECLINED)
    require(line, approved, "vacated", f"a vacancy for {reason} names who approved it")


def _vacated(holding: Holding, line: Line, manifest: Manifest | None) -> None:
    require(line, not holding.received, "vacated", "the prize unit was received already")
    if line["reason"] == NO_REPLY:
        ends = _claim_ends(holding, manifest)
        silent = not holding.claimed and ends is not None and line.time > ends
        require(line, silent, "vacated", "no_reply, but claimed, or the claim time is not over")
        enough = holding.attempts >= _LEAST_ATTEMPTS
        require(line, enough, "vacated", "no_reply after fewer than two attempts to reach the winner")


def _dispatched(holding: Holding, line: Line, manifest: Manifest | None) -> None:
    require(line, holding.claimed, "dispatched", "the prize unit was not claimed yet")
    fresh = not holding.dispatched and not holding.received
    require(line, fresh, "dispatched", "the prize unit was dispatched or received already")
    holding.dispatched = True


def _received(holding: Holding, line: Line, manifest: Manifest | None) -> None:
    require(line, holding.claimed, "received", "the prize unit was not claimed yet")
    require(line, not holding.received, "received", "the prize unit was received already")
    holding.received = True


_RULES: Mapping[str, Callable[[Holding, Line, Manifest | None], None]] = {
    "notified": _notified,
    "claimed": _claimed,
    "vacated": _vacated,
    "dispatched": _dispatched,
    "received": _received,
}
AWARD_KINDS = (*_RULES, "promoted")
