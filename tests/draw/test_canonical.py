"""Canonical JSON: the vectors of RFC 8785 as far as the format goes, and all that it leaves out (§2)."""

import json
import struct
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import canonical
from competition.draw.errors import MalformedError
from tests.record_pieces import VECTORS

KNOWN = json.loads((VECTORS / "rfc8785_jcs.json").read_text())

ascii_text = st.text(st.characters(max_codepoint=127), max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = st.none() | st.booleans() | st.integers(0, 2**53 - 1) | texts
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ascii_text, inner, max_size=3),
    max_leaves=12,
)


def within_the_format(value: Any) -> bool:
    if isinstance(value, dict):
        return all(key.isascii() and within_the_format(one) for key, one in value.items())
    if isinstance(value, list):
        return all(within_the_format(one) for one in value)
    return not isinstance(value, float) and not (isinstance(value, int) and not 0 <= value < 2**53)


@pytest.mark.parametrize("case", KNOWN["cases"], ids=lambda case: case["name"])
def test_the_documents_of_the_rfc_are_written_to_the_byte_or_refused(case: dict[str, str]) -> None:
    value, expected = json.loads(case["input_text"]), bytes.fromhex(case["output_hex"])
    if within_the_format(value):
        assert canonical.dump(value) == expected
        assert canonical.parse(expected, file="f") == value
        return
    with pytest.raises(MalformedError):
        canonical.dump(value)
    if not within_the_format(json.loads(expected)):
        with pytest.raises(MalformedError):
            canonical.parse(expected, file="f")


def test_some_documents_of_the_rfc_lie_within_the_format() -> None:
    assert sum(within_the_format(json.loads(case["input_text"])) for case in KNOWN["cases"]) >= 2


@pytest.mark.parametrize("case", KNOWN["numbers"], ids=lambda case: case["ieee754_be"])
def test_of_the_numbers_of_the_rfc_only_whole_ones_up_to_2_53_are_read(case: dict[str, Any]) -> None:
    text = case["expected"]
    [number] = struct.unpack(">d", bytes.fromhex(case["ieee754_be"]))
    if text is not None and text.isdigit() and int(text) < 2**53:
        assert canonical.parse(text.encode(), file="f") == number
    elif text is not None:
        with pytest.raises(MalformedError):
            canonical.parse(text.encode(), file="f")


@pytest.mark.parametrize(
    "number", [*KNOWN["integer_limits"]["refused"], -1, KNOWN["integer_limits"]["min_ok"]]
)
def test_numbers_past_the_limits_are_refused(number: int) -> None:
    with pytest.raises(MalformedError):
        canonical.dump(number)
    with pytest.raises(MalformedError):
        canonical.parse(str(number).encode(), file="f")


def test_the_largest_number_is_read() -> None:
    largest = KNOWN["integer_limits"]["max_ok"]
    assert canonical.parse(canonical.dump(largest), file="f") == largest


@given(documents)
def test_what_is_written_is_what_the_rfc_says_and_is_read_back(value: Any) -> None:
    data = canonical.dump(value)
    assert data == rfc8785.dumps(value)
    assert canonical.parse(data, file="f") == value
    assert canonical.dump(canonical.parse(data, file="f")) == data


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b" 1",
            b"1 ",
            b"1\n",
            b"[1, 2]",
            b'{"b":1,"a":2}',
            b'{"a":1,"a":1}',
            b"1.0",
            b"1e1",
            b"-0",
            b"01",
        ),
        *(
            b"NaN",
            b"Infinity",
            b"-1",
            b"nul",
            b'"\\u0061"',
            b'"\\/"',
            b'"a',
            b"[1,]",
            b"{}x",
            b'"\t"',
            b"'a'",
        ),
        *(b'"\\u00e9"', '{"é":1}'.encode(), b'"\\ud800"', b'"\\udc00\\ud800"', b"\xef\xbb\xbf1", b'"\xff"'),
        *(b'"\\u001F"', b'"\\u000a"', b"9" * 5000, b"[" * 20 + b"]" * 20, b"[" * 100_000, b'"\xed\xa0\x80"'),
    ],
)
def test_other_bytes_than_the_canonical_ones_are_refused_with_the_file(data: bytes) -> None:
    with pytest.raises(MalformedError) as caught:
        canonical.parse(data, file="f")
    assert caught.value.file == "f"


@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}], ids=["list", "object"])
def test_sixteen_levels_are_read_and_written_and_no_more(wrap: Callable[[Any], Any]) -> None:
    value: Any = 1
    for _ in range(16):
        value = wrap(value)
    assert canonical.parse(canonical.dump(value), file="f") == value
    with pytest.raises(MalformedError):
        canonical.dump(wrap(value))


@pytest.mark.parametrize("value", [1.0, {1: 2}, {"é": 1}, "\ud800", [b""], {"a": object()}, float("nan")])
def test_what_has_no_place_in_the_format_is_not_written(value: Any) -> None:
    with pytest.raises(MalformedError):
        canonical.dump(value)


def test_the_line_at_which_json_ends_to_be_json_is_named() -> None:
    for data, line in ((b"{", 1), (b'{\n"a" 1}', 2), (b"[1,\n\n2", 3)):
        with pytest.raises(MalformedError) as caught:
            canonical.parse(data, file="f")
        assert (caught.value.file, caught.value.line) == ("f", line)
