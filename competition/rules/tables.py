"""Reading a table that a person wrote: each fault is noted as a sentence, and reading goes on."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from competition.rules.errors import Fault, RuleError
from competition.rules.local_times import local_to_utc, to_utc

YEARS = (1970, 8999)


def is_one_line(text: str) -> bool:
    """Whether `text` may stand in the manifest: not blank, no control characters, on one line (§3)."""
    return bool(text.strip()) and not any(unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs"} for c in text)


class Table:
    """A mapping being read: a key is taken once; what nobody took is unknown."""

    def __init__(self, values: Mapping[str, Any], faults: list[Fault], *, prefix: str = "") -> None:
        self._values = dict(values)
        self._faults = faults
        self._prefix = prefix
        self._known: list[str] = []

    def problem(self, key: str, sentence: str, *, silent: bool = False) -> None:
        self._faults.append(Fault(f"{self._prefix}{key}", sentence, silent))

    def take(self, key: str) -> Any:
        self._known.append(key)
        return self._values.pop(key, None)

    def line(self, key: str, *, default: str | None = None, longest: int = 500) -> str:
        """A text on one line; without a default it must be there."""
        value = self._text(key, default)
        if value and (not is_one_line(value) or len(value) > longest):
            self.problem(key, f"must be one line of at most {longest} plain characters.")
        return value

    def paragraphs(self, key: str, *, default: str | None = "") -> str:
        """A text of any number of lines, with LF ends (§9)."""
        value = self._text(key, default).replace("\r\n", "\n")
        if any(unicodedata.category(c) == "Cc" and c not in {"\n", "\t"} for c in value):
            self.problem(key, "must hold no control characters but tabs and the ends of lines.")
        return value

    def _text(self, key: str, default: str | None) -> str:
        value = self.take(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not (value.strip() or default == ""):
            sentence = "is missing." if value is None else "must be a text that is not empty."
            self.problem(key, sentence, silent=value is None)
            return ""
        return value.strip()

    def matching(self, key: str, pattern: re.Pattern[str], wanted: str, *, longest: int) -> str:
        value = self._text(key, None)
        if value and (not pattern.fullmatch(value) or len(value) > longest):
            self.problem(key, f"must be {wanted}, at most {longest} characters; it is “{value[:80]}”.")
        return value

    def number(self, key: str, *, default: int | None = None, least: int = 0, most: int) -> int:
        value = self.take(key)
        if value is None and default is not None:
            return default
        # In TOML `true` is no number, in Python it is one.
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            bounds = f"must be a whole number from {least} to {most}."
            sentence = "is missing." if value is None else bounds
            self.problem(key, sentence, silent=value is None)
            return least
        return value

    def flag(self, key: str) -> bool:
        """True or false; left out it is false."""
        value = self.take(key)
        if value not in (None, True, False):
            self.problem(key, "must be true or false.")
        return value is True

    def choice(self, key: str, choices: Sequence[str], *, default: str | None = None) -> str:
        value = self.take(key)
        if value is None and default is not None:
            return default
        if value not in choices:
            self.problem(key, f"must be one of {', '.join(choices)}.")
            return choices[0]
        return str(value)

    def lines(self, key: str, *, default: Sequence[str]) -> tuple[str, ...]:
        value = self.take(key)
        if value is None:
            return tuple(default)
        whole = isinstance(value, list) and all(isinstance(item, str) and is_one_line(item) for item in value)
        if not whole:
            self.problem(key, "must be a list of texts, one line each.")
            return tuple(default)
        return tuple(item.strip() for item in value)

    def instant(self, key: str, zone: str, *, required: bool = False) -> datetime | None:
        """A local time of `zone` or one with an offset, as UTC in whole seconds; None if absent."""
        value = self.take(key)
        if value is None:
            if required:
                sentence = 'is missing: write the instant, such as "2026-08-29 18:00".'
                self.problem(key, sentence, silent=True)
            return None
        try:
            return _instant(value, zone)
        except RuleError as error:
            self.problem(key, f"names no instant. {error.message}")
            return None

    def inner(self, key: str) -> "Table | None":
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.problem(key, "must be a table.")
            return None
        return Table(value, self._faults, prefix=f"{self._prefix}{key}.")

    def inners(self, key: str, *, required: bool = True) -> "list[Table]":
        value = self.take(key)
        if value is None and not required:
            return []
        if not isinstance(value, list) or not value or not all(isinstance(item, Mapping) for item in value):
            sentence = "are missing: name at least one." if value is None else "must be a list of tables."
            self.problem(key, sentence, silent=value is None)
            return []
        return [
            Table(item, self._faults, prefix=f"{self._prefix}{key}[{number}].")
            for number, item in enumerate(value, 1)
        ]

    def done(self) -> None:
        """Report what is left over; call it when everything known was taken."""
        for key in self._values:
            near = difflib.get_close_matches(key, self._known)
            self.problem(key, f"is no key here; did you mean `{near[0]}`?" if near else "is no key here.")


def _instant(value: object, zone: str) -> datetime:
    instant = _utc(value, zone) if isinstance(value, datetime) else to_utc(str(value), zone)
    if instant.microsecond:
        raise RuleError("malformed", "Leave out the parts of a second.")
    # The dates that follow from it by default must exist as well.
    if not YEARS[0] <= instant.year <= YEARS[1]:
        raise RuleError("malformed", f"Write a year from {YEARS[0]} to {YEARS[1]}.")
    return instant


def _utc(written: datetime, zone: str) -> datetime:
    try:
        return written.astimezone(UTC) if written.tzinfo else local_to_utc(written, zone)
    except OverflowError:
        raise RuleError("malformed", f"Write a year from {YEARS[0]} to {YEARS[1]}.") from None
