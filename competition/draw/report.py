"""What an audit found, step by step (§9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from competition.draw.errors import DrawError
from competition.draw.ranking import Place

VERIFIED, FAILED, UNCHECKED = "verified", "failed", "could not check"
EXIT_CODES: Mapping[str, int] = {VERIFIED: 0, FAILED: 1, UNCHECKED: 2}

PASSED, NOTHING, NOT_REACHED = "passed", "nothing to check", "not reached"

REHEARSAL, SELF_CONSISTENT, HELD, WITNESSED = "rehearsal", "self-consistent", "held", "witnessed"
LEVELS = (REHEARSAL, SELF_CONSISTENT, HELD, WITNESSED)


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step of §9, or the check of a receipt (number None).

    `section` names the § that it holds the record against; `state` is passed, failed, could not check,
    nothing to check or not reached; `finding` says why.
    """

    number: int | None
    section: str
    title: str
    state: str
    note: str = ""
    finding: DrawError | None = None


@dataclass(slots=True)
class Report:
    """The outcome of an audit. What was not reached stays None or empty.

    `steps` in order; `winners` the ticket by unit at the draw, `holders` now, `prizes` the title by awarded
    unit; `walk` the lines of the result; `outcome` is frozen, drawn, completed or voided.
    """

    steps: list[Step] = field(default_factory=list)
    level: str | None = None
    outcome: str | None = None
    competition: str | None = None
    title: str | None = None
    draw: int | None = None
    seed: str | None = None
    manifest_sha256: str | None = None
    entries: int | None = None
    entries_root: str | None = None
    excluded: int | None = None
    log_size: int | None = None
    log_root: str | None = None
    walk: list[Place] = field(default_factory=list)
    prizes: dict[int, str] = field(default_factory=dict)
    winners: dict[int, str] = field(default_factory=dict)
    holders: dict[int, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """`verified`, `failed` or `could not check`; a failed step wins over one that could not be made."""
        states = {step.state for step in self.steps}
        return FAILED if FAILED in states else UNCHECKED if UNCHECKED in states else VERIFIED

    @property
    def exit_code(self) -> int:
        """0 verified, 1 failed, 2 could not check."""
        return EXIT_CODES[self.verdict]

    def findings(self) -> Iterator[Step]:
        """The steps that failed or could not be made."""
        return (step for step in self.steps if step.finding is not None)
