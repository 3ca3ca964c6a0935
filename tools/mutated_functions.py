"""The functions that mutmut changed, as tools/mutants.py uses them: who was called, and a mutant in place."""

import dis
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, FrameType, FunctionType
from typing import Any

from mutmut.utils.format_utils import mangled_name_from_mutant_name as function_of


@dataclass(slots=True)
class Functions:
    """The mutated functions of the modules that were imported, by the name that mutmut gives them."""

    mutants: dict[str, tuple[FunctionType, dict[str, FunctionType]]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    called: set[int] = field(default_factory=set)

    def wrap(self, mutants: dict[str, FunctionType], is_classmethod: bool = False) -> Callable[[Any], Any]:
        """What the mutated modules call in place of mutmut's own: it only takes note of the function."""

        def noted(function: FunctionType) -> FunctionType:
            place, _, name = function.__qualname__.rpartition(".")
            name = f"{function.__module__}.x" + (f"ǁ{place}ǁ{name}" if place else f"_{name}")
            self.mutants[name] = function, mutants
            self.names[id(function.__code__)] = name
            return function

        return noted

    def watch(self, frame: FrameType, event: str, argument: object) -> None:
        """Take note of every call; for `sys.setprofile`."""
        if event == "call":
            self.called.add(id(frame.f_code))

    def take_called(self) -> set[str]:
        """The mutated functions that were called since this was asked before."""
        called, self.called = self.called, set()
        return {self.names[code] for code in called & self.names.keys()}

    def only_words(self, name: str) -> bool:
        """Whether a mutant differs in the words of a message alone."""
        function, mutants = self.mutants[function_of(name)]
        mutant = mutants[name.rpartition(".")[2]]
        if (function.__defaults__, function.__kwdefaults__) != (mutant.__defaults__, mutant.__kwdefaults__):
            return False
        return _only_words(function.__code__, mutant.__code__)

    def act_as(self, name: str) -> None:
        """From now on in this process, the mutant stands for its function."""
        function, mutants = self.mutants[function_of(name)]
        mutant = mutants[name.rpartition(".")[2]]
        function.__code__ = mutant.__code__
        function.__defaults__, function.__kwdefaults__ = mutant.__defaults__, mutant.__kwdefaults__


def _only_words(old: CodeType, new: CodeType) -> bool:
    steps, others = list(dis.get_instructions(old)), list(dis.get_instructions(new))
    if [step.opname for step in steps] != [step.opname for step in others]:
        return False
    return all(_same_but_words(step.argval, other.argval) for step, other in zip(steps, others, strict=True))


def _same_but_words(old: object, new: object) -> bool:
    if isinstance(old, CodeType) and isinstance(new, CodeType):
        return _only_words(old, new)
    said = isinstance(old, str) and re.search(r"\w,? \w", old)
    return old == new or bool(said and (new is None or isinstance(new, str)))
