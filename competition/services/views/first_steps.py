"""What an owner sees of setting the site up."""

from dataclasses import dataclass

from competition.rules.beginning import FirstStep
from competition.rules.description import Promoter


@dataclass(frozen=True, slots=True)
class KeysView:
    """Where the keys lie, and the public one, by which a copy is known."""

    file: str
    """Empty where the program was not started from a file."""
    public: str
    secrets: int
    """How many there are; the newest signs."""


@dataclass(frozen=True, slots=True)
class FirstStepsView:
    steps: tuple[FirstStep, ...]
    promoter: Promoter
    """As the form begins: the one that was said, or that of the configuration."""
    email: str
    """Where a test letter goes."""
    waiting: bool
    """Whether a test letter is on its way."""
    keys: KeysView

    @property
    def done(self) -> bool:
        return all(step.done for step in self.steps)

    @property
    def to_do(self) -> int:
        return sum(not step.done for step in self.steps)
