"""The log's state machine (§8): which line is lawful next.

One machine serves both sides. The service appends a line only if `LogState.accept` takes it; the auditor
replays `log.txt` through the same code. Facts that a side does not have are left out, not guessed: of a
manifest, freeze or draw that is unknown here the machine checks form, order and times alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from competition.draw.awards import AWARD_KINDS, Awards, Units
from competition.draw.beacon import FALLBACK_DELAY
from competition.draw.errors import MalformedError
from competition.draw.freeze import Freeze, beacon_line
from competition.draw.loglines import FILE, Line, require
from competition.draw.manifest import DrandBeacon, Manifest
from competition.draw.notes import ED25519, VerifierKey, parse_verifier_key
from competition.draw.texts import format_time

_DAY = 86400
# Where the values of a `drawn` line come from.
_FILES = {"value": "beacon.json", "signature": "beacon.json", "seed": "seed.txt", "result": "result.txt"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw must have come to: the four values of its `drawn` line and who holds what (§7).

    `by_fallback` says that an event's value stands in for a drand round.
    """

    value: str
    signature: str
    seed: str
    result: str
    units: Units
    by_fallback: bool = False

    def values(self) -> dict[str, str]:
        """The values that the `drawn` line must carry."""
        return {"value": self.value, "signature": self.signature, "seed": self.seed, "result": self.result}


@dataclass(slots=True)
class LogState:
    """Where a competition's log stands. `accept` takes the next line or raises VerificationError.

    Known facts: manifests by digest, freezes by the digest of their statement, draws by number, and `keys`,
    the service's keys that sign at first. Everything behind is the state.
    """

    manifests: Mapping[str, Manifest]
    freezes: Mapping[str, Freeze]
    draws: Mapping[int, Drawn]
    keys: tuple[VerifierKey, ...]

    seq: int = 0
    time: int = 0
    manifest_digest: str = ""
    draw: int = 1
    round: int | None = None
    rescheduled: bool = False
    issued: int = 0
    frozen: str | None = None
    first_frozen: int | None = None
    statements: set[str] = field(default_factory=set)
    drawn: bool = False
    voided: bool = False
    completed: bool = False
    awards: dict[int, Awards] = field(default_factory=dict)
    voided_draws: set[int] = field(default_factory=set)
    retired_keys: tuple[VerifierKey, ...] = ()
    count_days: set[int] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)

    @property
    def manifest(self) -> Manifest | None:
        """The manifest in force, where it is known here."""
        return self.manifests.get(self.manifest_digest)

    def round_time(self) -> int | None:
        """When the value of the round in force exists, seconds since 1970; None where that is unknown."""
        return self.manifest.round_time(self.round) if self.manifest else None

    def accept(self, line: Line) -> None:
        """Take the next line, or raise VerificationError and stay as before."""
        rule = _RULES[line.kind]
        require(line, line.seq == self.seq, "seq", f"the next line is number {self.seq}")
        require(line, line.time >= self.time, "time", "times never fall")
        require(line, not self.completed, "completed", "nothing follows after “completed”")
        first = line.kind == "opened"
        require(line, first == (self.seq == 0), "opened", "the first line, and only it, is “opened”")
        self._require_place(line)
        rule(self, line)
        self.seq, self.time = line.seq + 1, line.time

    def replay(self, lines: Sequence[Line]) -> "LogState":
        """Take all these lines; raises VerificationError at the first that is not lawful."""
        for line in lines:
            self.accept(line)
        return self

    def end_remarks(self) -> list[str]:
        """What is worth saying about the log as it ends here, though lawful (§8)."""
        remarks = list(self.remarks)
        if self.manifest and self.first_frozen is not None:
            first, last = self.manifest.opens // _DAY, self.first_frozen // _DAY
            missing = last - first + 1 - len([day for day in self.count_days if first <= day <= last])
            if missing > 0:
                remarks.append(f"{missing} UTC day(s) between opening and freeze have no count of tickets.")
        if (owed := self._owed()) is not None:
            remarks.append(f"The log ends where prize unit {owed} was given up; the next reserve is due.")
        return remarks

    def _owed(self) -> int | None:
        awards = self.awards.get(self.draw)
        return awards.owed if awards else None

    def _require_place(self, line: Line) -> None:
        """What may follow a void, and what must follow a vacancy."""
        after_void = ("frozen", "rescheduled", "key", "completed")
        lawful = not self.voided or line.kind in after_void
        require(line, lawful, "voided", "after “voided” only a next draw, a key or “completed” follow")
        lawful = self._owed() is None or line.kind == "promoted"
        require(line, lawful, "promoted", "exactly the line after “vacated” promotes the next reserve")

    def _require_draw(self, line: Line, number: int) -> None:
        require(line, line.number("draw") == number, "draw", f"the draw's number here is {number}")

    def _come_into_force(self, line: Line) -> None:
        self.manifest_digest, self.rescheduled = line["manifest"], False
        beacon = self.manifest.beacon if self.manifest else None
        self.round = beacon.round if isinstance(beacon, DrandBeacon) else None

    def _opened(self, line: Line) -> None:
        # An amendment does not move the opening before this line, so any later manifest tells as much.
        for known in self.manifests.values():
            require(line, line.time <= known.opens, "opened", "the log opens after the competition did")
        self._come_into_force(line)

    def _amended(self, line: Line) -> None:
        require(line, self.first_frozen is None, "amended", "nothing is amended after the first freeze")
        fits = line["previous"] == self.manifest_digest
        require(line, fits, "amended", "previous is not the manifest in force")
        self._come_into_force(line)

    def _count(self, line: Line) -> None:
        require(line, self.first_frozen is None, "count", "tickets are counted before the first freeze only")
        require(line, line.number("issued") >= self.issued, "count", "the number of tickets never falls")
        self.issued = line.number("issued")
        self.count_days.add(line.time // _DAY)

    def _frozen(self, line: Line) -> None:
        require(line, self.frozen is None, "frozen", "a freeze is in force already")
        self._require_draw(line, self.draw)
        self._freeze(line)

    def _refrozen(self, line: Line) -> None:
        lawful = self.frozen is not None and not self.drawn
        require(line, lawful, "refrozen", "there is no freeze in force that was not drawn yet")
        require(line, line["previous"] == self.frozen, "refrozen", "previous is not the freeze in force")
        self._require_draw(line, self.draw + 1)
        self._freeze(line)

    def _freeze(self, line: Line) -> None:
        if manifest := self.manifest:
            due = manifest.round_time(self.round)
            early, late = line.time >= manifest.confirm_by, line.time <= due - manifest.min_gap_seconds
            require(line, early, "freeze_time", "the list is frozen before confirm_by")
            require(
                line, late, "freeze_time", "the list is frozen less than min_gap_seconds before the round"
            )
            on_time = line.time <= manifest.freeze_by or self.rescheduled or self.first_frozen is not None
            require(line, on_time, "freeze_time", "the first freeze is later than freeze_by")
        # A statement holds its draw number, so that none can serve two draws.
        new = line["statement"] not in self.statements
        require(line, new, "frozen", "this statement was the freeze of an earlier draw")
        if freeze := self.freezes.get(line["statement"]):
            self._require_freeze(line, freeze)
        self.draw, self.frozen, self.voided = line.number("draw"), line["statement"], False
        self.first_frozen = line.time if self.first_frozen is None else self.first_frozen
        self.statements.add(line["statement"])

    def _require_freeze(self, line: Line, freeze: Freeze) -> None:
        require(line, freeze.frozen == line.time, "frozen", "the freeze note gives another time")
        require(
            line, freeze.draw == line.number("draw"), "frozen", "the freeze note gives another draw number"
        )
        fits = freeze.manifest == self.manifest_digest
        require(line, fits, "frozen", "the freeze note names another manifest than the one in force")
        fits = freeze.issued == self.issued
        require(line, fits, "frozen", "the freeze does not account for as many tickets as were counted last")
        if self.manifest:
            fits = freeze.beacon == beacon_line(self.manifest.beacon, self.round)
            require(
                line, fits, "frozen", "the freeze note names another beacon or round than the one in force"
            )

    def _rescheduled(self, line: Line) -> None:
        require(line, self.frozen is None, "rescheduled", "a freeze is in force")
        self._require_draw(line, self.draw)
        later = self.round is None or line.number("round") > self.round
        require(line, later, "rescheduled", "the new round is not later than the old one")
        if self.manifest:
            self._require_distance(line, self.manifest)
        self.round, self.rescheduled, self.voided = line.number("round"), True, False

    def _require_distance(self, line: Line, manifest: Manifest) -> None:
        lawful = isinstance(manifest.beacon, DrandBeacon)
        require(line, lawful, "rescheduled", "only a drand round can be rescheduled")
        gap, old = manifest.min_gap_seconds, manifest.round_time(self.round)
        free = line.time >= old or old - line.time >= gap or self.draw > 1
        require(line, free, "rescheduled", "the old round is neither past nor min_gap_seconds away")
        far = manifest.round_time(line.number("round")) - line.time >= gap
        require(line, far, "rescheduled", "the new round is not min_gap_seconds away")

    def _drawn(self, line: Line) -> None:
        require(line, self.frozen is not None, "drawn", "no freeze is in force")
        require(line, not self.drawn, "drawn", "this draw was made already")
        self._require_draw(line, self.draw)
        expected, due = self.draws.get(self.draw), self.round_time()
        listed = self.freezes.get(self.frozen or "")
        require(line, listed is None or listed.entries.count > 0, "drawn", "an empty list cannot be drawn")
        if due is not None:
            earliest = due + (FALLBACK_DELAY if expected and expected.by_fallback else 0)
            require(
                line, line.time >= earliest, "drawn", f"drawn before {format_time(earliest)}, the earliest"
            )
        for key, value in expected.values().items() if expected else ():
            require(line, line[key] == value, "drawn", f"{key} is not that of {_FILES[key]}")
        self.drawn = True
        self.awards[self.draw] = Awards(expected.units if expected else None)

    def _award(self, line: Line) -> None:
        self._require_draw(line, self.draw)
        lawful = self.drawn and not self.voided
        require(line, lawful, line.kind, "nothing was drawn yet, so nobody holds a prize unit")
        self.awards[self.draw].accept(line, self.manifest, self.remarks)

    def _voided(self, line: Line) -> None:
        self._require_draw(line, self.draw)
        self.voided_draws.add(self.draw)
        self.voided, self.frozen, self.drawn, self.draw = True, None, False, self.draw + 1

    def _key(self, line: Line) -> None:
        try:
            key = parse_verifier_key(line["vkey"], ED25519)
        except MalformedError as error:
            raise MalformedError(error.message, file=FILE, line=line.seq + 1) from None
        known = (*self.keys, *self.retired_keys)
        require(line, all(key.name == old.name for old in known), "key", "the new key has another name")
        # A later manifest may list the key already, so against its list only a key of its own time is new.
        new = key not in known or not (self.manifest or self.retired_keys)
        require(line, new, "key", "this key is not new")
        self.keys, self.retired_keys = (key,), known

    def _completed(self, line: Line) -> None:
        awards = self.awards.get(self.draw)
        done = self.voided or (self.drawn and awards is not None and awards.all_done())
        require(line, done, "completed", "not every prize unit was received, given up or left unawarded")
        self.completed = True


_RULES: Mapping[str, Callable[[LogState, Line], None]] = {
    "opened": LogState._opened,
    "amended": LogState._amended,
    "count": LogState._count,
    "frozen": LogState._frozen,
    "refrozen": LogState._refrozen,
    "rescheduled": LogState._rescheduled,
    "drawn": LogState._drawn,
    **dict.fromkeys(AWARD_KINDS, LogState._award),
    "voided": LogState._voided,
    "key": LogState._key,
    "completed": LogState._completed,
}
