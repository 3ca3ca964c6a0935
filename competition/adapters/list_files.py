"""Lists that other programs wrote: CSV in any usual encoding and dialect, read row by row.

Only its form is decided here. Which column holds what is a rule, and what a cell says is its reader's.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from competition.rules.errors import RuleError

Row = tuple[int, list[str]]
"""The number of the line on which a row begins, from 1, and its cells."""

BROKEN = "broken"
"""The code of a refusal that comes in the middle of a file, behind good rows."""

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_SAMPLED_ROWS = 50
_DELIMITERS = (",", ";", "\t", "|")
# Excel's own way to say what parts the cells.
_DECLARED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def rows(file: BinaryIO) -> Iterator[Row]:
    """Yield the rows that are not empty; raises RuleError `file`, or `broken` at wrong quotes."""
    text = io.TextIOWrapper(file, encoding_of(file), newline="")
    try:
        sample = text.read(_SAMPLE)
        text.seek(0)
        declared = _DECLARED.fullmatch(sample.partition("\n")[0] + "\n")
        if declared:
            text.readline()
        delimiter = declared[1] if declared else delimiter_of(sample)
        yield from _rows(text, delimiter, before=1 if declared else 0)
    finally:
        text.detach()


def _rows(text: io.TextIOBase, delimiter: str, *, before: int) -> Iterator[Row]:
    reader, begins = csv.reader(text, delimiter=delimiter, strict=True), before + 1
    try:
        for cells in reader:
            if any(cells):
                yield begins, cells
            begins = before + reader.line_num + 1
    except csv.Error:
        sentence = f"Line {begins}: the quotes of this row do not match, so that the rest cannot be read."
        raise RuleError(BROKEN, sentence, field="file") from None


def encoding_of(file: BinaryIO) -> str:
    """The encoding in which the whole file can be read; leaves the file at its beginning."""
    start = file.read(4096)
    file.seek(0)
    if start.startswith(_WORKBOOKS):
        raise _refusal("This is a workbook and no CSV. Open it in its program and save it as CSV UTF-8.")
    for encoding in _likely(start):
        if _can_be(file, encoding):
            return encoding
    raise _refusal("The text is neither UTF-8 nor UTF-16 nor Windows-1252. Save it as CSV UTF-8.")


def _likely(start: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return (encoding,)
    if b"\0" in start:
        # Plain letters in two bytes each: the empty one comes second in the order of most machines.
        return ("utf-16-le",) if start[1::2].count(0) >= start[::2].count(0) else ("utf-16-be",)
    return ("utf-8", "cp1252")


def _can_be(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def delimiter_of(sample: str) -> str:
    """What parts the cells: that which gives the most columns, in as many rows as possible."""
    return max(_DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    """In how many rows of the sample there are as many cells as in the first, where that is more than one."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(cells) for cells in islice(reader, _SAMPLED_ROWS) if cells]
    except csv.Error:
        return (0, 0)
    if not widths or widths[0] == 1:
        return (0, 0)
    return (widths.count(widths[0]), widths[0])


def _refusal(sentence: str) -> RuleError:
    return RuleError("file", sentence, field="file")
