"""Cells of exported sheets: none begins like a formula, and each can be read back (guarantee O11).

The rule, as the export page says it: a cell that would begin with one of `= + - @`, their full-width forms, a
tab, CR, LF, NUL, or an apostrophe has one apostrophe put in front. To read a cell back, take away one leading
apostrophe.
"""

_MARK = "'"
_BEGINNINGS = (*"=+-@＝＋－＠\t\r\n\0", _MARK)


def escaped(text: str) -> str:
    """The cell for this text."""
    return _MARK + text if text.startswith(_BEGINNINGS) else text


def original(cell: str) -> str:
    """The text of a cell."""
    return cell.removeprefix(_MARK)
