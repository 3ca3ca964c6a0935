"""Cells that no spreadsheet takes for a formula (guarantee O11), and the way back to what they held."""

from collections.abc import Sequence

MARK = "'"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def cell(value: str) -> str:
    """Return the value as a cell: with an apostrophe before it if it begins like a formula, or with one."""
    return MARK + value if value.startswith((*_FORMULAS, MARK)) else value


def value_of(written: str) -> str:
    """Return what a cell holds: the text without its first apostrophe, where it begins with one."""
    return written.removeprefix(MARK)


def as_meant(written: str) -> str:
    """Return what a cell of an unknown program holds: an apostrophe goes if `cell` puts it there."""
    if not written.startswith(MARK):
        return written
    held = value_of(written)
    return held if cell(held) == written else written


def row(values: Sequence[str]) -> list[str]:
    return [cell(value) for value in values]
