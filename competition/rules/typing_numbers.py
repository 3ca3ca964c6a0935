"""The numbers of a public event: typed twice, by two people, and equal (§7)."""

import re
from datetime import datetime

from competition.rules.errors import RuleError

# The whole value stands in one line of the log, which has 1,024 bytes for all that it says (§2).
LONGEST = 500
_BETWEEN = re.compile(r"[\s.,;]+")
_LARGEST = 2**53


def key_string(typed: str) -> str:
    """Return the value of what somebody typed, a source a line; raises RuleError `numbers`.

    Lines may be parted by `/` as well, and numbers by spaces, commas or dots. Order and leading zeros within
    a source do not matter: the value has them ascending, as RFC 3797 writes them.
    """
    sources = [source for line in typed.replace("/", "\n").splitlines() if (source := line.strip(" \t.,;"))]
    if not sources:
        raise _wrong("Type the numbers of the event, each source on its own line.")
    value = "".join(_source(number, source) for number, source in enumerate(sources, 1))
    if len(value) > LONGEST:
        raise _wrong(f"These are more numbers than the record can hold: {LONGEST} characters in all.")
    return value


def _source(number: int, source: str) -> str:
    words = _BETWEEN.split(source)
    for word in words:
        if not (word.isascii() and word.isdecimal()):
            raise _wrong(f"Line {number}: “{word[:20]}” is no number. Type whole numbers, such as 7 8 11.")
        if len(word) > 16 or int(word) >= _LARGEST:
            raise _wrong(f"Line {number}: {word[:20]} is too large.")
    return "".join(f"{one}." for one in sorted(int(word) for word in words)) + "/"


def check_second(first: str, code: str) -> None:
    """Raise RuleError where the same person would type twice: the record names two different codes (§7)."""
    if code == first:
        raise RuleError("own", "You have typed them. Somebody else types them now, without seeing yours.")


def check_due(due: datetime, now: datetime, said: str) -> None:
    """Raise RuleError before the event is over; `said` is its instant in words."""
    if now < due:
        raise RuleError("early", f"The event is not over. Its numbers can be typed from {said}.")


def _wrong(sentence: str) -> RuleError:
    return RuleError("numbers", sentence, field="numbers")
