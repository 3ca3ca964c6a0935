"""The lines of the public log: one event a line, its keys in the order of the table in §8."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from competition.draw.errors import MalformedError, VerificationError
from competition.draw.texts import (
    LINE_LIMIT,
    format_time,
    parse_code,
    parse_hex64,
    parse_lines,
    parse_num,
    parse_time,
)

FILE = "log.txt"

_VALUE = re.compile(r"[A-Za-z0-9._:+/-]+", re.ASCII)


def _positive(text: str) -> None:
    if parse_num(text) < 1:
        raise MalformedError("this number counts from 1")


def _any_value(text: str) -> None:
    # What `value` and `signature` may be depends on the beacon; the machine compares them whole.
    return


def _vkey(text: str) -> None:
    # The point itself is checked by the machine: a log of nothing but keys must not cost minutes to read.
    if text.count("+") < 2:
        raise MalformedError("this is no verifier key")


def _evidence(text: str) -> None:
    if text != "-":
        parse_hex64(text)


def split_codes(text: str) -> tuple[str, ...]:
    """The staff codes of `approvers`, none for `-`; raises MalformedError unless they differ."""
    codes = () if text == "-" else tuple(parse_code(code) for code in text.split("+"))
    if len(set(codes)) != len(codes):
        raise MalformedError("a staff code stands twice")
    return codes


_Reader = Callable[[str], object]
_HOLDER: dict[str, _Reader] = {"draw": _positive, "unit": _positive, "ticket": parse_hex64}

KINDS: Mapping[str, Mapping[str, _Reader]] = {
    "opened": {"manifest": parse_hex64},
    "amended": {"manifest": parse_hex64, "previous": parse_hex64, "notice": parse_hex64},
    "count": {"issued": parse_num},
    "frozen": {"draw": _positive, "statement": parse_hex64},
    "refrozen": {
        "draw": _positive,
        "previous": parse_hex64,
        "statement": parse_hex64,
        "notice": parse_hex64,
    },
    "rescheduled": {"draw": _positive, "round": _positive, "notice": parse_hex64},
    "drawn": {
        "draw": _positive,
        "value": _any_value,
        "signature": _any_value,
        "seed": parse_hex64,
        "result": parse_hex64,
    },
    "notified": {**_HOLDER, "attempt": _positive},
    "claimed": _HOLDER,
    "vacated": {**_HOLDER, "reason": parse_code, "evidence": _evidence, "approvers": split_codes},
    "promoted": _HOLDER,
    "dispatched": _HOLDER,
    "received": _HOLDER,
    "voided": {"draw": _positive, "reason": parse_code, "notice": parse_hex64},
    "key": {"vkey": _vkey},
    "completed": {},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One event: `seq` from 0, `time` in seconds since 1970, the values as written."""

    seq: int
    time: int
    kind: str
    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values[key]

    def number(self, key: str) -> int:
        """A value that is a number."""
        return int(self.values[key])

    def text(self) -> str:
        """The line without its LF."""
        pairs = "".join(f" {key}={value}" for key, value in self.values.items())
        return f"{self.seq} {format_time(self.time)} {self.kind}{pairs}"


def make_line(seq: int, time: int, kind: str, values: Mapping[str, str]) -> Line:
    """Make a line from its values by name, in the format's order; raises MalformedError."""
    if set(values) != set(KINDS[kind]):
        raise MalformedError(f"a line “{kind}” has exactly the keys {', '.join(KINDS[kind])}", file=FILE)
    text = Line(seq, time, kind, {key: values[key] for key in KINDS[kind]}).text()
    return parse_line(text, seq)


def parse_line(text: str, seq: int) -> Line:
    """Read the line that must be number `seq`; raises MalformedError with file and line."""
    try:
        return _parse_line(text, seq)
    except MalformedError as error:
        raise MalformedError(error.message, file=FILE, line=seq + 1) from None


def _parse_line(text: str, seq: int) -> Line:
    if len(text) > LINE_LIMIT:
        raise MalformedError("the line is longer than 1024 bytes")
    words = text.split(" ")
    if words[0] != str(seq):
        raise MalformedError(f"the line is not numbered {seq}")
    if len(words) < 3 or words[2] not in KINDS:
        raise MalformedError("the kind of event is none of the format")
    _, time, kind, *pairs = words
    readers = KINDS[kind]
    keys = [pair.partition("=")[0] for pair in pairs]
    if keys != list(readers) or not all("=" in pair for pair in pairs):
        raise MalformedError(
            f"a line “{kind}” has exactly the keys {', '.join(readers) or '(none)'}, in this order"
        )
    values = {key: pair.partition("=")[2] for key, pair in zip(keys, pairs, strict=True)}
    for key, value in values.items():
        if not _VALUE.fullmatch(value):
            raise MalformedError(f"the value of {key} holds other characters than the format allows")
        try:
            readers[key](value)
        except MalformedError as error:
            raise MalformedError(f"{key}: {error.message}") from None
    return Line(seq, parse_time(time), kind, values)


def parse_log(data: bytes) -> list[Line]:
    """Read `log.txt`; raises MalformedError with file and line."""
    return [parse_line(text, seq) for seq, text in enumerate(parse_lines(data, file=FILE))]


def require(line: Line, holds: bool, code: str, message: str) -> None:
    """Raise VerificationError, naming the line, unless a rule of §8 holds."""
    if not holds:
        raise VerificationError(message, code=f"log_{code}", file=FILE, line=line.seq + 1)
