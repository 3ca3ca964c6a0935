"""A list cut into blocks, each a subtree: a proof needs one block and the roots of all, not the whole list.

Of a million lines that is 256 lines and 125 kB of roots, whoever keeps them and wherever.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice

from competition.draw.merkle import Tree, leaf_hashes, root_of

# A power of two, so that the node above each full block is a node of the whole tree.
BLOCK = 256


def blocks_of(data: bytes) -> Iterator[bytes]:
    """Cut a line file into blocks of `BLOCK` lines, each with its LF; the last may have fewer."""
    lines = BytesIO(data)
    while block := b"".join(islice(lines, BLOCK)):
        yield block


def lines_of(block: bytes) -> list[bytes]:
    """The lines of a block, each without its LF."""
    return block.split(b"\n")[:-1]


def root_of_block(block: bytes) -> bytes:
    """The node of the whole tree that stands above a block."""
    return root_of(leaf_hashes(lines_of(block)))


def inclusion(block: bytes, place: int, roots: Sequence[bytes], number: int) -> list[bytes]:
    """Proof, leaf to root, of line `place` (from 0) of block `number`, given the roots of all blocks."""
    return Tree(leaf_hashes(lines_of(block))).inclusion(place) + Tree(roots).inclusion(number)
