"""Expected refusals: a stable code for programs, a sentence for the person, the field it is about."""

from collections.abc import Iterable
from typing import NamedTuple


class RuleError(Exception):
    """A rule says no. `message` is fit to show; `field` names the form field it is about, or is empty."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class FormRefusedError(RuleError):
    """A form with everything that has to be put right: at least one thing, and of each field the first."""

    def __init__(self, problems: Iterable[RuleError]) -> None:
        by_field: dict[str, RuleError] = {}
        for problem in problems:
            by_field.setdefault(problem.field, problem)
        self.problems = tuple(by_field.values())
        first = self.problems[0]
        said = "\n".join(problem.message for problem in self.problems)
        super().__init__(first.code, said, field=first.field)


class EntryRefusedError(RuleError):
    """An entry form with everything that has to be put right, in the order of the form."""

    def __init__(self, problems: Iterable[RuleError]) -> None:
        super().__init__("entry_refused", "Not sent yet: some things to put right.")
        self.problems = tuple(problems)


class ChangedError(RuleError):
    """What a page was made from has changed since. The message says what, and by whom where that is known."""

    def __init__(self, message: str) -> None:
        super().__init__("changed", message)


class Fault(NamedTuple):
    """What is wrong with one key of a description; `sentence` goes on where the key's name ends."""

    key: str
    sentence: str
    silent: bool = False
    """Nothing was said, rather than something wrong."""

    def __str__(self) -> str:
        return f"`{self.key}` {self.sentence}"


class DescriptionError(RuleError):
    """A competition's description with all its faults, a sentence each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        self.problems = tuple(str(fault) for fault in self.faults)
        super().__init__("description", "\n".join(self.problems))
