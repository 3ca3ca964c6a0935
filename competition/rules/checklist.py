"""Which rules a description settles, however unfinished it is. Publishing waits until none is missing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from competition.rules.description import Description, Promoter, Rehearsal
from competition.rules.errors import Fault, RuleError
from competition.rules.form_names import top
from competition.rules.naming import in_words
from competition.rules.rulebook import RULES, Facts, Rule, step_of
from competition.rules.wording import number_word


class State(StrEnum):
    SATISFIED = "satisfied"
    MISSING = "missing"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Mark:
    """An admin said that a rule does not apply: who, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """What is done about one rule; `step` of the editor settles it, 0 where it happens by itself."""

    number: str
    title: str
    state: State
    sentence: str
    step: int
    mark: Mark | None = None
    not_needed: str = ""
    """What to press to mark it, where the rule allows it."""


class ChecklistError(RuleError):
    """Not published: rules are missing. `missing` are their findings."""

    def __init__(self, missing: Collection[Finding]) -> None:
        self.missing = tuple(missing)
        self.problems = tuple(f"Rule {one.number}, {one.title}: {one.sentence}" for one in self.missing)
        super().__init__("checklist", "\n".join(self.problems))


def check(
    described: Description,
    promoter: Promoter,
    faults: Collection[Fault] = (),
    marks: Mapping[str, Mark] | None = None,
) -> tuple[Finding, ...]:
    """Return a finding for every rule of the book, in its order.

    `faults` are those of an unfinished description, which is read no further where it has one.
    """
    facts, faults = Facts(described, promoter), [*faults, *_unsaid(described)]
    return tuple(_finding(rule, facts, faults, marks or {}) for rule in RULES)


def missing(findings: Collection[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.state is State.MISSING)


def require_whole(findings: Collection[Finding]) -> None:
    """Raise ChecklistError while a rule is missing."""
    if found := missing(findings):
        raise ChecklistError(found)


def to_do(findings: Collection[Finding]) -> str:
    """`Two to do first`, beside a button that does nothing yet; empty where it works."""
    count = len(missing(findings))
    return f"{number_word(count).capitalize()} to do first" if count else ""


def _unsaid(described: Description) -> Iterator[Fault]:
    """What a description may leave out and a published draw must not: silence would mean the whole world."""
    if not described.region:
        yield Fault("region", 'is missing: say where entrants must live, or "anywhere".', silent=True)


def _finding(rule: Rule, facts: Facts, faults: Collection[Fault], marks: Mapping[str, Mark]) -> Finding:
    own = [fault for fault in faults if _is_about(fault.key, rule.keys)]
    mark = marks.get(rule.number) if rule.not_needed else None
    state, sentence, step = State.SATISFIED, "", rule.step
    # Where something wrong was typed, a mark is no answer.
    if mark and all(fault.silent for fault in own):
        state = State.NOT_APPLICABLE
    elif own:
        state, sentence, step = State.MISSING, in_words(own[0]), step_of(own[0].key)
    elif _is_idle(rule, facts):
        state = State.NOT_APPLICABLE
    kept = mark if state is State.NOT_APPLICABLE else None
    said = sentence or rule.said(facts)
    return Finding(rule.number, rule.title, state, said, step, kept, rule.not_needed)


def _is_idle(rule: Rule, facts: Facts) -> bool:
    """A rehearsal awards nothing, so nothing has to be shown to be random; whoever chose it said so."""
    return rule.number == "8.24" and isinstance(facts.described.beacon, Rehearsal)


def _is_about(key: str, keys: Collection[str]) -> bool:
    return top(key) in keys
