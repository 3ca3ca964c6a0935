"""Canonical JSON (RFC 8785) as far as the format uses it (§2).

Objects with ASCII keys, lists, strings, booleans, null, and integers from 0 to 2^53-1: on these
`json.dumps` with sorted keys and no spaces writes exactly the bytes of RFC 8785.
"""

import json
from typing import Any, NoReturn

from competition.draw.errors import MalformedError
from competition.draw.texts import NUM_LIMIT

# Deeper than anything the format holds, shallow enough never to exhaust the interpreter's stack.
_DEPTH = 16


def dump(value: Any) -> bytes:
    """Write a value as canonical JSON, without a line feed at the end; raises MalformedError."""
    _check(value, 0)
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedError("a string holds half of a surrogate pair") from None


def parse(data: bytes, *, file: str) -> Any:
    """Read canonical JSON; raises MalformedError where the bytes are not the canonical ones."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_repeats,
            parse_float=_no_number,
            parse_constant=_no_number,
            parse_int=_integer,
        )
        canonical = dump(value)
    except UnicodeDecodeError:
        raise MalformedError("the file is not UTF-8", file=file) from None
    except json.JSONDecodeError as error:
        raise MalformedError(f"no JSON: {error.msg}", file=file, line=error.lineno) from None
    except RecursionError:
        raise MalformedError("the JSON is nested too deeply", file=file) from None
    except MalformedError as error:
        raise MalformedError(error.message, file=file) from None
    if canonical != data:
        raise MalformedError("the bytes are not the canonical ones of RFC 8785", file=file)
    return value


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedError("a key stands twice in one object")
    return members


def _no_number(text: str) -> NoReturn:
    raise MalformedError("only whole numbers are allowed")


def _integer(text: str) -> int:
    # Python reads no number of thousands of digits; which shorter ones are allowed is checked with the rest.
    if len(text) > 16:
        raise MalformedError("a number is not between 0 and 2^53-1")
    return int(text)


def _check(value: Any, depth: int) -> None:
    if depth > _DEPTH:
        raise MalformedError("the JSON is nested too deeply")
    if isinstance(value, dict):
        for key, member in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise MalformedError("a key is not ASCII")
            _check(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            _check(member, depth + 1)
    elif isinstance(value, int):
        if not 0 <= value < NUM_LIMIT:
            raise MalformedError("a number is not between 0 and 2^53-1")
    elif not (value is None or isinstance(value, str)):
        raise MalformedError(f"{type(value).__name__} has no place in the format's JSON")
