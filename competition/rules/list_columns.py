"""Which column of a list from elsewhere holds the addresses, and whether its first row is a heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competition.rules.errors import RuleError

SAMPLE = 50
"""So many rows are looked at, the heading with them."""

_NAMES = frozenset({"email", "emailaddress", "mail", "mailaddress", "youremail", "youremailaddress"})
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Column:
    """`index` counts from 0; `width` is the number of cells of a row; `name` is empty without a heading."""

    index: int
    width: int
    name: str

    @property
    def heading(self) -> bool:
        return bool(self.name)

    def said(self) -> str:
        return f"column {self.index + 1}, “{self.name}”" if self.name else f"column {self.index + 1}"


def find(sample: Sequence[Sequence[str]], asked: str | None) -> Column:
    """Find the column of addresses in the first rows; `asked` is a name or a number, where one was given.

    Raises RuleError `column` where there is none, or where two could be meant.
    """
    if not sample:
        raise RuleError("column", "The list is empty.", field="file")
    first = [cell.strip() for cell in sample[0]]
    # A name of a column is no address, and a row without any address is no entry.
    names = [] if any("@" in cell for cell in first) else first
    index = _asked(asked.strip(), names, len(first)) if asked else _likely(names, sample[bool(names) :])
    return Column(index, len(first), (names[index] or f"column {index + 1}") if names else "")


def _asked(asked: str, names: Sequence[str], width: int) -> int:
    found = [at for at, name in enumerate(names) if name.casefold() == asked.casefold()]
    if len(found) == 1:
        return found[0]
    if not found and asked.isascii() and asked.isdecimal() and 1 <= int(asked[:6]) <= width:
        return int(asked[:6]) - 1
    if found:
        raise _refusal(f"Several columns are called “{asked}”: give the number of the column.")
    if not names:
        raise _refusal("The first row is an entry and names no columns: give the number of the column.")
    raise _refusal(f"There is no column “{asked[:80]}”. The columns are {_listed(names)}.")


def _likely(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    held = sorted({at for cells in rows for at, cell in enumerate(cells) if "@" in cell})
    if len(held) == 1:
        return held[0]
    called = [at for at, name in enumerate(names) if _plain(name) in _NAMES]
    if len(called) == 1:
        return called[0]
    if not held:
        raise _refusal("No column holds e-mail addresses. If one does, name it.")
    which = _listed([names[at] if at < len(names) else str(at + 1) for at in held])
    raise _refusal(f"Several columns hold addresses: {which}. Name the one of the entrants.")


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalpha())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(_offered(names))


def _offered(names: Sequence[str]) -> Iterator[str]:
    yield from (f"“{name[:40]}”" for name in names[:_OFFERED])
    if len(names) > _OFFERED:
        yield f"and {len(names) - _OFFERED} more"


def _refusal(sentence: str) -> RuleError:
    return RuleError("column", sentence, field="column")
