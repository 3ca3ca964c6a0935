"""A list in blocks proves each of its lines as the whole tree would, whatever its length."""

from hashlib import sha256

import pytest

from competition.draw.blocks import BLOCK, blocks_of, inclusion, lines_of, root_of_block
from competition.draw.merkle import Tree, leaf_hash, root_of, verify_inclusion

LENGTHS = [1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK - 1, 5 * BLOCK + 7]


@pytest.mark.parametrize("count", LENGTHS)
def test_every_proof_is_that_of_the_whole_tree(count: int) -> None:
    lines = [f"{sha256(str(at).encode()).hexdigest()} {'ab' * (at % 5)}".encode() for at in range(count)]
    tree, blocks = (
        Tree(leaf_hash(line) for line in lines),
        [*blocks_of(b"".join(line + b"\n" for line in lines))],
    )
    roots = [root_of_block(block) for block in blocks]
    assert [line for block in blocks for line in lines_of(block)] == lines
    assert root_of(roots) == tree.root
    for index, line in enumerate(lines):
        proof = inclusion(blocks[index // BLOCK], index % BLOCK, roots, index // BLOCK)
        assert proof == tree.inclusion(index)
        if index % 50 == 0 or index == count - 1:
            verify_inclusion(leaf_hash(line), index, count, proof, tree.root)


def test_an_empty_list_has_no_blocks() -> None:
    assert [*blocks_of(b"")] == []
