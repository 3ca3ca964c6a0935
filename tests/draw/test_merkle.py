"""The tree of RFC 6962: the reference tree, its 98 checks of proofs, and every proof between small sizes."""

import json
from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import merkle
from competition.draw.errors import VerificationError
from tests.record_pieces import VECTORS, root

REFERENCE = json.loads((VECTORS / "rfc6962_tree.json").read_text())
INCLUSIONS = json.loads((VECTORS / "rfc6962_inclusion_checks.json").read_text())["cases"]
CONSISTENCIES = json.loads((VECTORS / "rfc6962_consistency_checks.json").read_text())["cases"]
LINES = [bytes.fromhex(text) for text in REFERENCE["leaf_inputs_hex"]]
LEAVES = [merkle.leaf_hash(line) for line in LINES]


def proof_of(texts: list[str] | None) -> list[bytes]:
    return [b64decode(text) for text in texts or []]


def holds(check: Any, *arguments: Any) -> bool:
    refused = None
    try:
        check(*arguments)
    except VerificationError as error:
        refused = error
    # A refusal names its proof's kind, and says why in words.
    assert refused is None or refused.code == check.__name__.removeprefix("verify_")
    assert refused is None or refused.message.islower()
    return refused is None


def test_leaf_node_and_empty_tree_are_hashed_as_the_reference_does() -> None:
    hasher = REFERENCE["hasher"]
    assert merkle.EMPTY_ROOT.hex() == hasher["empty_root"]
    assert merkle.leaf_hash(b"").hex() == hasher["leaf_of_empty"]
    assert merkle.leaf_hash(hasher["leaf"]["data_utf8"].encode()).hex() == hasher["leaf"]["hash"]
    node = hasher["node"]
    assert merkle.node_hash(node["left_utf8"].encode(), node["right_utf8"].encode()).hex() == node["hash"]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference_tree(size: int) -> None:
    expected = bytes.fromhex(REFERENCE["roots_by_size"][size])
    assert merkle.root_of(LEAVES[:size]) == merkle.Tree(LEAVES[:size]).root == expected


@pytest.mark.parametrize("case", REFERENCE["inclusion"], ids=str)
def test_the_inclusion_proofs_of_the_reference_tree(case: dict[str, Any]) -> None:
    tree = merkle.Tree(LEAVES[: case["size"]])
    proof = tree.inclusion(case["index"])
    assert [node.hex() for node in proof] == case["proof"]
    merkle.verify_inclusion(LEAVES[case["index"]], case["index"], case["size"], proof, tree.root)


@pytest.mark.parametrize("case", REFERENCE["consistency"], ids=str)
def test_the_consistency_proofs_of_the_reference_tree(case: dict[str, Any]) -> None:
    proof = merkle.Tree(LEAVES[: case["size2"]]).consistency(case["size1"])
    assert [node.hex() for node in proof] == case["proof"]


@pytest.mark.parametrize("case", INCLUSIONS, ids=lambda case: case["file"].removeprefix("testdata/"))
def test_an_inclusion_proof_passes_exactly_where_the_reference_passes_it(case: dict[str, Any]) -> None:
    leaf, top = b64decode(case["leafHash"] or ""), b64decode(case["root"] or "")
    arguments = (leaf, case["leafIdx"], case["treeSize"], proof_of(case["proof"]), top)
    assert holds(merkle.verify_inclusion, *arguments) is not case["wantErr"]


@pytest.mark.parametrize("case", CONSISTENCIES, ids=lambda case: case["file"].removeprefix("testdata/"))
def test_a_consistency_proof_passes_exactly_where_the_reference_passes_it(case: dict[str, Any]) -> None:
    roots = b64decode(case["root1"] or ""), b64decode(case["root2"] or "")
    arguments = (case["size1"], case["size2"], proof_of(case["proof"]), *roots)
    assert holds(merkle.verify_consistency, *arguments) is not case["wantErr"]


def test_there_are_98_checks_of_the_reference() -> None:
    assert (len(INCLUSIONS), len(CONSISTENCIES)) == (49, 49)


def leaves(count: int) -> list[bytes]:
    return [sha256(str(number).encode()).digest() for number in range(count)]


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65])
def test_every_leaf_is_proven_and_no_other_place_is(size: int) -> None:
    hashes = leaves(size)
    tree = merkle.Tree(hashes)
    for index in range(size):
        proof = tree.inclusion(index)
        merkle.verify_inclusion(hashes[index], index, size, proof, tree.root)
        wrong = [
            (hashes[index], index ^ 1, size),
            (hashes[index - 1], index, size),
            (hashes[index], index, size + 99),
        ]
        for arguments in wrong if size > 1 else wrong[2:]:
            assert not holds(merkle.verify_inclusion, *arguments, proof, tree.root)
        assert not holds(merkle.verify_inclusion, hashes[index], index, size, [*proof, hashes[0]], tree.root)
        assert not proof or not holds(
            merkle.verify_inclusion, hashes[index], index, size, proof[:-1], tree.root
        )


def test_consistency_is_proven_between_any_two_sizes_and_not_for_other_roots() -> None:
    trees = [merkle.Tree(leaves(size)) for size in range(34)]
    for large in trees:
        for small in trees[: large.size + 1]:
            proof = large.consistency(small.size)
            merkle.verify_consistency(small.size, large.size, proof, small.root, large.root)
            other = merkle.leaf_hash(b"other")
            assert not holds(merkle.verify_consistency, small.size, large.size, proof, other, large.root)
            assert small.size == 0 or not holds(
                merkle.verify_consistency, small.size, large.size, proof, small.root, other
            )


@given(st.integers(0, 300))
def test_the_tree_is_that_of_the_recursion_in_the_rfc(size: int) -> None:
    lines = [str(number).encode() for number in range(size)]
    hashes = merkle.leaf_hashes(lines)
    assert hashes == [merkle.leaf_hash(line) for line in lines]
    assert merkle.root_of(hashes) == merkle.Tree(hashes).root == root(lines)


@given(st.integers(1, 70), st.integers(0, 4))
def test_the_root_of_the_roots_of_aligned_pieces_is_that_of_the_whole(size: int, power: int) -> None:
    hashes, piece = leaves(size), 1 << power
    roots = [merkle.root_of(hashes[start : start + piece]) for start in range(0, size, piece)]
    assert merkle.root_of(roots) == merkle.root_of(hashes)


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_there_is_no_proof_of_a_leaf_outside(index: int) -> None:
    with pytest.raises(IndexError, match=f"no leaf {index} in a tree of 3"):
        merkle.Tree(leaves(3)).inclusion(index)
    assert not holds(merkle.verify_inclusion, leaves(3)[0], index, 3, [], merkle.root_of(leaves(3)))


@pytest.mark.parametrize("size", [-1, 4])
def test_there_is_no_consistency_with_a_larger_tree(size: int) -> None:
    with pytest.raises(IndexError, match=f"no tree of {size} leaves within one of 3"):
        merkle.Tree(leaves(3)).consistency(size)
    assert not holds(merkle.verify_consistency, size, 3, [], merkle.EMPTY_ROOT, merkle.root_of(leaves(3)))


def test_a_node_of_another_length_is_refused() -> None:
    tree = merkle.Tree(leaves(3))
    short = [tree.inclusion(0)[0][:-1], tree.inclusion(0)[1]]
    assert not holds(merkle.verify_inclusion, leaves(3)[0], 0, 3, short, tree.root)
    first, second = leaves(2)
    long = merkle.node_hash(first + b"x", second)
    assert not holds(merkle.verify_inclusion, first + b"x", 0, 2, [second], long)
    proof = tree.consistency(2)
    assert not holds(merkle.verify_consistency, 2, 3, [proof[0] + b"x"], merkle.root_of(leaves(2)), tree.root)


def test_a_path_that_goes_on_above_the_root_proves_nothing() -> None:
    leaf, other = leaves(2)
    assert holds(merkle.verify_inclusion, leaf, 0, 1, [], leaf)
    assert not holds(merkle.verify_inclusion, leaf, 0, 1, [other], merkle.node_hash(other, leaf))
    assert not holds(merkle.verify_inclusion, leaf, 0, 1, [other], merkle.node_hash(leaf, other))


@pytest.mark.parametrize("size", [0, 3])
def test_a_root_of_another_length_is_refused(size: int) -> None:
    assert not holds(merkle.verify_consistency, size, size, [], b"", b"")
    assert not holds(merkle.verify_inclusion, b"", 0, 1, [], b"")
