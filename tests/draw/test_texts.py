"""Words, numbers, instants, statements and line files, each in its one form (§2)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import texts
from competition.draw.errors import MalformedError


@pytest.mark.parametrize("text", ["0", "1", "10", "9007199254740991"])
def test_a_number_is_read(text: str) -> None:
    assert texts.parse_num(text) == int(text)


@pytest.mark.parametrize(
    "text", ["", "00", "01", "+1", "-1", " 1", "1 ", "1.0", "1e3", "٣", "9007199254740992", "1" * 99, "1\n"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        texts.parse_num(text)


@pytest.mark.parametrize("text", ["a", "no_reply", "a-1", "a" * 32])
def test_a_code_is_read(text: str) -> None:
    assert texts.parse_code(text) == text


@pytest.mark.parametrize("text", ["", "A", "1a", "_a", "-a", "a b", "a.b", "a" * 33, "ä", "a\n"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        texts.parse_code(text)


@pytest.mark.parametrize(
    "text",
    ["x", "cinema.example/draws/never-sorry", "localhost:8080/a_b/.c", "a/b", "a" * 128, "-", "..", "a:1"],
)
def test_a_competition_is_read(text: str) -> None:
    assert texts.parse_competition(text) == text


@pytest.mark.parametrize(
    "text", ["", "A", "a/", "/a", "a//b", "a:", "a:x", "a:1:2", "a_b", "a b", "a/ä", "a?x", "a" * 129, "a\n"]
)
def test_what_is_no_competition_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        texts.parse_competition(text)


@pytest.mark.parametrize(
    "text", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 63 + "\n", "a" * 64 + "\n"]
)
def test_what_is_no_digest_is_refused(text: str) -> None:
    assert texts.parse_hex64("0123456789abcdef" * 4)
    with pytest.raises(MalformedError):
        texts.parse_hex64(text)


@pytest.mark.parametrize(("count", "shown"), [(80, "g" * 80), (81, "g" * 77 + "...")])
def test_what_is_refused_is_shown_and_cut_where_it_is_long(count: int, shown: str) -> None:
    with pytest.raises(MalformedError, match=f"^'{shown}' is not 64 lower-case hex digits$"):
        texts.parse_hex64("g" * count)


@given(st.datetimes())
def test_every_second_is_written_and_read_back(moment: datetime) -> None:
    text = moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    assert texts.format_time(texts.parse_time(text)) == text
    assert texts.parse_time(text) == int(moment.replace(microsecond=0, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-02-30T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z"),
        *("2026-09-04T24:00:00Z", "2026-09-04T23:60:00Z", "2026-09-04T23:59:60Z", "2016-12-31T23:59:60Z"),
        *("2016-12-31T23:59:61Z", "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z"),
        *("2026-09-04t18:30:00Z", "2026-09-04T18:30:00z", "2026-09-04 18:30:00Z", "2026-09-04T18:30:00"),
        *(
            "2026-09-04T18:30:00.0Z",
            "2026-09-04T18:30:00+00:00",
            "2026-9-4T18:30:00Z",
            "0000-01-01T00:00:00Z",
        ),
        *("+2026-09-04T18:30:00Z", "2026-09-04T18:30:00Z\n", "٢٠٢٦-09-04T18:30:00Z"),
    ],
)
def test_what_is_no_real_second_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        texts.parse_time(text)


@pytest.mark.parametrize(
    "text", ["2024-02-29T23:59:59Z", "2000-02-29T00:00:00Z", "2038-01-19T03:14:08Z", "9999-12-31T23:59:59Z"]
)
def test_rare_but_real_seconds_are_read(text: str) -> None:
    assert texts.format_time(texts.parse_time(text)) == text


def test_an_instant_past_the_calendar_is_written_as_a_number() -> None:
    assert texts.format_time(2**60) == f"second {2**60}"


keys = st.lists(st.from_regex(r"[a-z-]{1,8}", fullmatch=True), min_size=1, max_size=5, unique=True)
values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)


@given(st.data())
def test_a_statement_is_written_and_read_back(data: st.DataObject) -> None:
    pairs = {key: data.draw(values) for key in data.draw(keys)}
    text = texts.write_statement("thing", pairs.items())
    read = texts.parse_statement(text, "thing", tuple(pairs), file="f")
    assert read == pairs
    assert texts.write_statement("thing", read.items()) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("prizedraw/v1 thing\na 1\nb 2", 3),
        ("prizedraw/v1 other\na 1\nb 2\n", 1),
        ("prizedraw/v2 thing\na 1\nb 2\n", 1),
        (" prizedraw/v1 thing\na 1\nb 2\n", 1),
        ("prizedraw/v1 thing \na 1\nb 2\n", 1),
        ("prizedraw/v1 thing\n", 2),
        ("prizedraw/v1 thing\na 1\n", 3),
        ("prizedraw/v1 thing\nb 2\na 1\n", 2),
        ("prizedraw/v1 thing\na 1\na 1\n", 3),
        ("prizedraw/v1 thing\na\nb 2\n", 2),
        ("prizedraw/v1 thing\na 1\nb 2\nc 3\n", 4),
        ("prizedraw/v1 thing\na 1\nb 2\n\n", 4),
        ("prizedraw/v1 thing\na 1\r\nb 2\n", 2),
        ("prizedraw/v1 thing\na 1\nb ä\n", 3),
        ("prizedraw/v1 thing\na\t1\nb 2\n", 2),
    ],
)
def test_a_statement_in_another_form_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(MalformedError) as caught:
        texts.parse_statement(text, "thing", ("a", "b"), file="f")
    assert (caught.value.file, caught.value.line) == ("f", line)


lines = st.lists(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30), max_size=5
)


@given(lines)
def test_a_line_file_is_written_and_read_back(found: list[str]) -> None:
    data = texts.write_lines(found)
    assert texts.parse_lines(data, file="f") == found
    assert texts.write_lines(texts.parse_lines(data, file="f")) == data


@pytest.mark.parametrize(
    ("data", "line"),
    [
        *((b"a", 1), (b"a\nb", 2), (b"\n", 1), (b"a\n\nb\n", 2), (b"a\n\n", 2)),
        *((b"a\n\xff\n", 2), (b"a\n" + b"x" * 1025 + b"\n", 2), ("ä\n".encode(), 1)),
    ],
)
def test_a_line_file_in_another_form_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(MalformedError) as caught:
        texts.parse_lines(data, file="f")
    assert (caught.value.file, caught.value.line) == ("f", line)


def test_an_empty_line_and_one_too_long_are_told_apart() -> None:
    with pytest.raises(MalformedError, match=r"the line is empty$"):
        texts.parse_lines(b"\n", file="f")
    with pytest.raises(MalformedError, match=r"the line is longer than 1024 bytes$"):
        texts.parse_lines(b"x" * 1025 + b"\n", file="f")


def test_no_record_is_an_empty_file_and_1024_bytes_are_a_line() -> None:
    assert texts.parse_lines(b"", file="f") == []
    assert texts.parse_lines(b"x" * 1024 + b"\n", file="f") == ["x" * 1024]


def test_the_value_of_a_statement_is_refused_with_its_line() -> None:
    with pytest.raises(MalformedError) as caught:
        texts.read_values({"a": "1", "b": "x"}, {"a": texts.parse_num, "b": texts.parse_num}, file="f")
    assert (caught.value.file, caught.value.line) == ("f", 3)
