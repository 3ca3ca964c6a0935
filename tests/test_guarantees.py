"""docs/guarantees.md names a test and a control for each promise, and all of them exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TEXT = (TESTS.parent / "docs" / "guarantees.md").read_text(encoding="utf-8")
ROW = re.compile(r"(?m)^\| ([A-Z]\d+) \| (.+) \| (.+) \| (.+) \|$")
NAME = re.compile(r"`([a-z_/0-9]+\.py)::(test_\w+)`")
HELD = (
    "O3 O4 O6 O8 O9 O11 O12 O13 O14 O15 O16 O17 O18 O20 O22 O25 O26"
    " N1 N2 N6 N7 N8 N9 N10 N12 N13 P6 P12 F2 F12 F17"
)

held, _, more = TEXT.partition("\n## Held as well")


@cache
def names_in(file: str) -> frozenset[str]:
    path = TESTS / file
    if not path.exists():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def unknown(text: str) -> list[str]:
    return [f"{file}::{name}" for file, name in NAME.findall(text) if name not in names_in(file)]


def test_every_promise_stands_in_the_first_table_once_and_in_order() -> None:
    assert [row[0] for row in ROW.findall(held)] == HELD.split()
    assert not {row[0] for row in ROW.findall(more)} & set(HELD.split())


@pytest.mark.parametrize("row", ROW.findall(held), ids=lambda row: row[0])
def test_a_promise_has_a_test_and_a_control_and_they_exist(row: tuple[str, str, str, str]) -> None:
    _, _, tests, controls = row
    assert NAME.findall(tests)
    assert NAME.findall(controls)
    assert unknown(tests + controls) == []


def test_what_is_held_as_well_is_held_by_tests_that_exist() -> None:
    rows = ROW.findall(more)
    assert rows
    assert all(NAME.findall(tests) for _, _, tests, _ in rows)
    assert unknown(more) == []


def test_control_a_test_that_does_not_exist_is_noticed() -> None:
    assert unknown("`test_guarantees.py::test_nothing`") == ["test_guarantees.py::test_nothing"]
