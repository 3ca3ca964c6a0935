"""No cell is a formula, and every cell can be read back (guarantee O11)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.rules.spreadsheets import as_meant, cell, row, value_of

STARTS = "=+-@\t\r\n\0＝＋－＠"


@pytest.mark.parametrize("start", STARTS)
def test_a_cell_never_begins_like_a_formula(start: str) -> None:
    assert cell(f"{start}1+1@example.com") == f"'{start}1+1@example.com"


def test_a_cell_that_begins_like_none_stays_as_it_is() -> None:
    for value in ("Ann", "", "a=b", "1", " =1", "O'Neill"):
        assert cell(value) == value
    assert cell("'quoted'") == "''quoted'"


def test_control_an_address_can_be_a_formula() -> None:
    assert "=1+1@example.com"[0] in STARTS


@given(st.text())
def test_what_a_cell_holds_can_be_read_back(value: str) -> None:
    written = cell(value)
    assert not written.startswith(tuple(STARTS))
    assert value_of(written) == value


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")), min_size=1))
def test_a_row_of_a_file_is_read_back_as_it_was(values: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(row(values))
    [read] = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert [value_of(each) for each in read] == values


def test_an_apostrophe_that_another_program_has_written_is_left_alone() -> None:
    assert as_meant("'+ann@example.com") == "+ann@example.com"
    assert as_meant("''bob@example.com") == "'bob@example.com"
    assert as_meant("'cy@example.com") == "'cy@example.com"
    assert as_meant("dee@example.com") == "dee@example.com"
