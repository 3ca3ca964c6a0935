"""Cells of the sheets of entries: what would begin like a formula is marked, and the mark comes off (O11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.rules.cells import escaped, original


@pytest.mark.parametrize("start", "=+-@\t\r\n\0＝＋－＠'")
def test_a_cell_that_begins_like_a_formula_is_marked(start: str) -> None:
    assert escaped(f"{start}1'") == f"'{start}1'"


def test_any_other_cell_is_its_text() -> None:
    for text in ("Ann", "", "a=b", " =1", "O'Neill'"):
        assert escaped(text) == original(text) == text


@given(st.text())
def test_a_cell_is_read_back(text: str) -> None:
    assert original(escaped(text)) == text
