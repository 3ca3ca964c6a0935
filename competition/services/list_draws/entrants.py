"""Reading the list: who is on it, which rows repeat somebody, and all that is wrong with it, at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from competition.adapters import addresses, list_files
from competition.adapters.list_files import Row
from competition.rules import list_columns, spreadsheets
from competition.rules.errors import RuleError
from competition.rules.list_columns import Column
from competition.rules.wording import number

_TOLD = 50
# With less than a heading and a row nothing can be said of columns.
_FEW = 2


@dataclass(slots=True)
class Noted:
    """Sentences about lines: all are counted, the first are kept, and what ended the reading."""

    count: int = 0
    first: list[str] = field(default_factory=list)
    last: str = ""

    def add(self, sentence: str) -> None:
        self.count += 1
        if len(self.first) < _TOLD:
            self.first.append(sentence)

    def sentences(self) -> Iterator[str]:
        yield from self.first
        if self.count > len(self.first):
            yield f"And {number(self.count - len(self.first))} more."
        if self.last:
            yield self.last


@dataclass(frozen=True, slots=True)
class EntrantList:
    """Who has a ticket: the line by folded address, in the order of the list."""

    column: Column
    lines: dict[str, int]
    repeated: Noted

    @property
    def rows(self) -> int:
        """How many entries there are, repeated ones too."""
        return len(self.lines) + self.repeated.count


def read(file: BinaryIO, *, column: str | None = None) -> EntrantList:
    """Read a list; raises RuleError, `rows` with a sentence for each row that cannot be taken (bounded)."""
    wrong = Noted()
    rows = _to_the_break(list_files.rows(file), wrong)
    sample = list(islice(rows, list_columns.SAMPLE))
    if wrong.last and len(sample) < _FEW:
        raise _refusal(wrong)
    found = list_columns.find([cells for _, cells in sample], column)
    read_ = EntrantList(found, {}, Noted())
    for line, cells in islice(chain(sample, rows), int(found.heading), None):
        _take(read_, line, cells, wrong)
    if wrong.count or wrong.last:
        raise _refusal(wrong)
    if not read_.lines:
        raise RuleError("rows", "There is nobody on the list.", field="file")
    return read_


def _refusal(wrong: Noted) -> RuleError:
    return RuleError("rows", "\n".join([*wrong.sentences(), "Nothing was drawn."]), field="file")


def _to_the_break(rows: Iterator[Row], wrong: Noted) -> Iterator[Row]:
    """The rows as far as they can be read; what ends them early is one of the things that are wrong."""
    try:
        yield from rows
    except RuleError as broken:
        if broken.code != list_files.BROKEN:
            raise
        wrong.last = broken.message


def _take(read_: EntrantList, line: int, cells: list[str], wrong: Noted) -> None:
    column = read_.column
    if len(cells) > column.width and any(cells[column.width :]):
        wrong.add(f"Line {line}: there are {len(cells)} cells, in place of {column.width}.")
        return
    written = spreadsheets.as_meant(cells[column.index].strip()) if column.index < len(cells) else ""
    try:
        folded = addresses.fold_quickly(written)
    except RuleError:
        wrong.add(f"Line {line}: {'this is no e-mail address' if written else 'the address is missing'}.")
        return
    first = read_.lines.setdefault(folded, line)
    if first != line:
        read_.repeated.add(f"Line {line}: the mailbox of line {first}.")
