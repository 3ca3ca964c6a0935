"""CSV of every usual kind is read; what is none is refused with a sentence."""

import io

import pytest

from competition.adapters import list_files
from competition.rules.errors import RuleError

ROWS = [["Name", "E-Mail"], ["Zoë; “the one”", "zoe@example.com"], ["two\nlines", "bob@example.com"]]


def written(delimiter: str, end: str) -> str:
    return end.join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [*ROWS, ["", ""]]
    )


def read(data: bytes) -> list[list[str]]:
    return [cells for _, cells in list_files.rows(io.BytesIO(data))]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_dialect_reads_the_same(encoding: str, delimiter: str, end: str) -> None:
    assert read(written(delimiter, end).encode(encoding)) == ROWS


def test_a_mark_of_the_big_end_is_understood() -> None:
    assert read(b"\xfe\xff" + written(",", "\n").encode("utf-16-be")) == ROWS


def test_a_row_is_numbered_by_the_line_on_which_it_begins() -> None:
    data = b'sep=;\r\na;b\r\n\r\n"two\r\nlines";c@example.com\r\nd;e\r\n'
    assert [line for line, _ in list_files.rows(io.BytesIO(data))] == [2, 4, 6]


def test_cells_without_quotes_may_hold_quotes_inside() -> None:
    assert read(b'5" disc,ann@example.com\n') == [['5" disc', "ann@example.com"]]


def test_commas_in_names_do_not_outvote_what_parts_the_cells() -> None:
    assert read(b"name;email\nAdams, Ann;a@example.com\nBell, Bob;b@example.com\n")[1] == [
        "Adams, Ann",
        "a@example.com",
    ]


def test_one_column_is_one_column() -> None:
    assert read(b"ann@example.com\nbob@example.com\n") == [["ann@example.com"], ["bob@example.com"]]


def test_an_empty_file_has_no_rows() -> None:
    assert read(b"") == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 and more", "a workbook and no CSV"),
        (b"\xd0\xcf\x11\xe0 and more", "a workbook and no CSV"),
        (b"name,caf\x81\n", "neither UTF-8 nor UTF-16 nor Windows-1252"),
        (b'a,b\n1,2\n"open,x@example.com\n', "Line 3: the quotes of this row do not match"),
        (b'a,b\n"1"2,x@example.com\n', "Line 2: the quotes of this row do not match"),
    ],
)
def test_what_is_no_csv_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        read(data)


def test_the_file_is_left_open_to_its_owner() -> None:
    file = io.BytesIO(b"a@example.com\n")
    assert len(list(list_files.rows(file))) == 1
    assert not file.closed
