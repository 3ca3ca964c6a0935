"""An entrant's own proof: each line of a list has one, and it proves that line alone (§6, §9)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import inclusion
from competition.draw.errors import MalformedError, VerificationError
from competition.draw.merkle import Tree, leaf_hash
from tests.record_pieces import digest

STATEMENT = digest("statement")


def proof(count: int, index: int) -> inclusion.InclusionProof:
    lines = [digest(str(number)) for number in range(count)]
    tree = Tree(leaf_hash(line.encode()) for line in lines)
    return inclusion.prove(tree, index, statement=STATEMENT, list_="entries", line=lines[index])


@given(st.integers(1, 70).flatmap(lambda count: st.tuples(st.just(count), st.integers(0, count - 1))))
def test_a_proof_verifies_and_is_read_back_as_it_was_written(place: tuple[int, int]) -> None:
    made = proof(*place)
    made.verify()
    read = inclusion.parse(made.text(), file="f")
    assert read == made
    assert read.text() == made.text()


@pytest.mark.parametrize(
    "change",
    [{"line": digest("friend")}, {"index": 3}, {"size": 9}, {"root": digest("other")}, {"path": ()}],
    ids=lambda change: next(iter(change)),
)
def test_a_proof_of_anything_else_is_refused(change: dict[str, Any]) -> None:
    made = proof(8, 2)
    with pytest.raises(VerificationError):
        replace(made, **change).verify()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("prizedraw/v1", "prizedraw/v2", 1),
        ("list entries", "list winners", 3),
        ("index 2", "index 02", 5),
        ("size 8", "size -8", 6),
        ("\npath ", "\npath  ", 8),
        ("\npath ", "\nPath ", 8),
        ("\npath ", "\n", None),
        ("\npath ", "\r\npath ", 7),
        ("root ", "root A", 7),
        ("statement ", "remark x\nstatement ", 2),
        ("line ", "line ä", 4),
    ],
)
def test_a_proof_in_another_form_is_refused_with_its_line(old: str, new: str, line: int | None) -> None:
    text = proof(8, 2).text()
    assert old in text
    with pytest.raises(MalformedError) as caught:
        inclusion.parse(text.replace(old, new, 1), file="f")
    assert (caught.value.file, caught.value.line) == ("f", line)
    assert caught.value.message


def test_a_node_that_is_none_is_told_so() -> None:
    with pytest.raises(MalformedError) as caught:
        inclusion.parse(proof(8, 2).text().replace("\npath ", "\npath x", 1), file="f")
    assert caught.value.message.startswith("path: 'x")


@pytest.mark.parametrize(
    "text", ["", "prizedraw/v1 inclusion\n", "\n" * 80, proof(8, 2).text()[:-1], proof(8, 2).text() + "\n"]
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(MalformedError) as caught:
        inclusion.parse(text, file="f")
    assert caught.value.file == "f"


def test_a_path_is_as_long_as_the_highest_tree_at_most() -> None:
    longest = replace(proof(8, 2), size=2**53 - 1, path=(digest("node"),) * 53)
    assert inclusion.parse(longest.text(), file="f") == longest
    with pytest.raises(MalformedError) as caught:
        inclusion.parse(replace(longest, path=(digest("node"),) * 54).text(), file="f")
    assert (caught.value.file, caught.value.line) == ("f", None)
