"""Words, numbers and instants as the format writes them, statements and line files (§2).

A parser accepts a text only if writing the parsed values again gives the same bytes.
"""

import calendar
import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from competition.draw.errors import MalformedError

VERSION = "prizedraw/v1"
NUM_LIMIT = 2**53
LINE_LIMIT = 1024
COMPETITION_LIMIT = 128

HEX64 = re.compile(r"[0-9a-f]{64}", re.ASCII)
HEX_BYTES = re.compile(r"([0-9a-f]{2})+", re.ASCII)
HEX16 = re.compile(r"[0-9a-f]{16}", re.ASCII)
NUM = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
CODE = re.compile(r"[a-z][a-z0-9_-]{0,31}", re.ASCII)
COMPETITION = re.compile(r"[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)*", re.ASCII)
_UNPRINTABLE = re.compile(r"[^ -~]")


def parse_hex64(text: str) -> str:
    """Return `text` if it is 64 lower-case hex digits; raises MalformedError."""
    return _matching(HEX64, text, "64 lower-case hex digits")


def parse_num(text: str) -> int:
    """Read a decimal without sign and leading zeros, below 2^53; raises MalformedError."""
    value = int(_matching(NUM, text, "a whole number"))
    if value >= NUM_LIMIT:
        raise MalformedError("a number is not below 2^53")
    return value


def parse_code(text: str) -> str:
    """Return `text` if it is a `code`, a lower-case word of at most 32 characters; raises MalformedError."""
    return _matching(CODE, text, "a code (lower-case letters, digits, _ and -)")


def parse_competition(text: str) -> str:
    """Return `text` if it is a public address without scheme of at most 128 characters."""
    if len(text) > COMPETITION_LIMIT:
        raise MalformedError("a competition's address is longer than 128 characters")
    return _matching(COMPETITION, text, "a competition's address without scheme")


def parse_time(text: str) -> int:
    """Read `YYYY-MM-DDTHH:MM:SSZ`, a real UTC second, as seconds since 1970; raises MalformedError."""
    _matching(TIME, text, "a UTC time such as 2026-08-30T18:00:00Z")
    try:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        raise MalformedError(f"{text} is no real second") from None
    return calendar.timegm(moment.timetuple())


def format_time(seconds: int) -> str:
    """Write seconds since 1970 as `YYYY-MM-DDTHH:MM:SSZ`; beyond the year 9999 as a plain number."""
    try:
        moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=seconds)
    except OverflowError:
        return f"second {seconds}"
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}Z"


def _matching(pattern: re.Pattern[str], text: str, wanted: str) -> str:
    if not pattern.fullmatch(text):
        raise MalformedError(f"{_shown(text)} is not {wanted}")
    return text


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")


def write_statement(kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Write a statement: the line `prizedraw/v1 KIND`, then a line `key value` each, all ended by LF."""
    return f"{VERSION} {kind}\n" + "".join(f"{key} {value}\n" for key, value in pairs)


def parse_statement(text: str, kind: str, keys: Sequence[str], *, file: str) -> dict[str, str]:
    """Read a statement with exactly these keys in this order; raises MalformedError with file and line."""
    lines = text.split("\n")
    if lines.pop() != "":
        raise MalformedError("the last line is not ended by a line feed", file=file, line=len(lines) + 1)
    for number, line in enumerate(lines, 1):
        if _UNPRINTABLE.search(line):
            raise MalformedError(
                "only the characters U+0020 to U+007E may stand here", file=file, line=number
            )
    if not lines or lines[0] != f"{VERSION} {kind}":
        raise MalformedError(f"the first line is not “{VERSION} {kind}”", file=file, line=1)
    values: dict[str, str] = {}
    for number, key in enumerate(keys, 2):
        if number > len(lines) or not lines[number - 1].startswith(f"{key} "):
            raise MalformedError(f"the line “{key} …” is missing here", file=file, line=number)
        values[key] = lines[number - 1].removeprefix(f"{key} ")
    if len(lines) > len(keys) + 1:
        raise MalformedError("a line too many", file=file, line=len(keys) + 2)
    return values


def read_values(
    values: Mapping[str, str], readers: Mapping[str, Callable[[str], Any]], *, file: str
) -> dict[str, Any]:
    """Read each value of a parsed statement; raises MalformedError with file and line."""
    read = {}
    for number, (key, value) in enumerate(values.items(), 2):
        try:
            read[key] = readers[key](value)
        except MalformedError as error:
            raise MalformedError(f"{key}: {error.message}", file=file, line=number) from None
    return read


def write_lines(lines: Iterable[str]) -> bytes:
    """Write a line file: ASCII, each line ended by LF; no record is an empty file."""
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def parse_lines(data: bytes, *, file: str) -> list[str]:
    """Cut a line file into its lines without LF; raises MalformedError with file and line."""
    if data and not data.endswith(b"\n"):
        raise MalformedError(
            "the last line is not ended by a line feed", file=file, line=data.count(b"\n") + 1
        )
    lines = data.split(b"\n")[:-1]
    for number, line in enumerate(lines, 1):
        if not 1 <= len(line) <= LINE_LIMIT:
            wrong = "longer than 1024 bytes" if line else "empty"
            raise MalformedError(f"the line is {wrong}", file=file, line=number)
        if not line.isascii():
            raise MalformedError("the line is not ASCII", file=file, line=number)
    return [line.decode("ascii") for line in lines]
