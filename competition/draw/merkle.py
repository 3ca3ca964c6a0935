"""The tree of RFC 6962 and RFC 9162 over the lines of a file (§2): roots, inclusion and consistency proofs.

Hashes are 32 bytes. A level is built from the one below by joining neighbours; a last node without a
neighbour moves up as it is, which is the tree that the RFCs define by recursion.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from competition.draw.errors import VerificationError

EMPTY_ROOT = sha256(b"").digest()

# Hashes that have their prefix in them already: a copy is made a seventh faster than a new one.
_LEAF, _NODE = sha256(b"\x00").copy, sha256(b"\x01").copy


def leaf_hash(line: bytes) -> bytes:
    """Hash one line (without its LF) as a leaf."""
    leaf = _LEAF()
    leaf.update(line)
    return leaf.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent."""
    node = _NODE()
    node.update(left + right)
    return node.digest()


def leaf_hashes(lines: Iterable[bytes]) -> list[bytes]:
    """Hash many lines (without their LF) as leaves: `leaf_hash` without a call for each."""
    leaves = []
    for line in lines:
        leaf = _LEAF()
        leaf.update(line)
        leaves.append(leaf.digest())
    return leaves


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    # `node_hash` without a call for each: a long list has as many nodes as lines.
    nodes, above = iter(level), []
    for left, right in zip(nodes, nodes, strict=False):
        node = _NODE()
        node.update(left + right)
        above.append(node.digest())
    if len(level) % 2:
        above.append(level[-1])
    return above


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Root of a list of leaf hashes; that of an empty list is SHA-256 of nothing."""
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0] if level else EMPTY_ROOT


class Tree:
    """All levels of a tree in memory, for proofs; about 140 bytes a leaf."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_level_above(self._levels[-1]))

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0])

    @property
    def root(self) -> bytes:
        """Root of the whole tree."""
        return self._levels[-1][0] if self.size else EMPTY_ROOT

    def inclusion(self, index: int) -> list[bytes]:
        """Proof, leaf to root, that leaf `index` (from 0) is in the tree; raises IndexError."""
        if not 0 <= index < self.size:
            raise IndexError(f"no leaf {index} in a tree of {self.size}")
        path = []
        for level in self._levels[:-1]:
            if index ^ 1 < len(level):
                path.append(level[index ^ 1])
            index >>= 1
        return path

    def consistency(self, size: int) -> list[bytes]:
        """Proof that the tree of the first `size` leaves is a beginning of this one (RFC 9162 §2.1.4)."""
        if not 0 <= size <= self.size:
            raise IndexError(f"no tree of {size} leaves within one of {self.size}")
        if size in (0, self.size):
            return []
        return self._subproof(size, 0, self.size, whole=True)

    def _subproof(self, size: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if size == end - start:
            return [] if whole else [self._range_root(start, end)]
        split = 1 << ((end - start - 1).bit_length() - 1)
        if size <= split:
            return [
                *self._subproof(size, start, start + split, whole=whole),
                self._range_root(start + split, end),
            ]
        left = self._range_root(start, start + split)
        return [*self._subproof(size - split, start + split, end, whole=False), left]

    def _range_root(self, start: int, end: int) -> bytes:
        return root_of(self._levels[0][start:end])


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that `leaf` is number `index` (from 0) of the `size` leaves under `root` (RFC 9162 §2.1.3.2).

    Raises VerificationError.
    """
    if not 0 <= index < size or len(leaf) != 32 or len(root) != 32:
        raise VerificationError("the leaf's number or the hashes are malformed", code="inclusion")
    node, last = leaf, size - 1
    for sibling in proof:
        if last == 0 or len(sibling) != 32:
            raise VerificationError("the proof does not fit the tree's size", code="inclusion")
        if index % 2 or index == last:
            node = node_hash(sibling, node)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    if last != 0 or node != root:
        raise VerificationError("the proof does not lead to the root", code="inclusion")


def verify_consistency(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> None:
    """Check that the tree of `first` leaves is a beginning of that of `second` (RFC 9162 §2.1.4.2).

    Raises VerificationError.
    """
    if not 0 <= first <= second or any(len(node) != 32 for node in (first_root, second_root, *proof)):
        raise VerificationError("the sizes or the proof are malformed", code="consistency")
    if first == second or first == 0:
        fits = first_root == second_root if first == second else first_root == EMPTY_ROOT
        if proof or not fits:
            raise VerificationError(
                "a proof between these sizes is empty and the roots fit", code="consistency"
            )
        return
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    if not path:
        raise VerificationError("the proof is too short", code="consistency")
    old, new = _climb(first - 1, second - 1, path)
    if old != first_root or new != second_root:
        raise VerificationError("the proof does not lead to both roots", code="consistency")


def _climb(index: int, last: int, path: list[bytes]) -> tuple[bytes, bytes]:
    while index % 2:
        index, last = index >> 1, last >> 1
    old = new = path[0]
    for node in path[1:]:
        if last == 0:
            raise VerificationError("the proof is too long", code="consistency")
        if index % 2 or index == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node_hash(new, node)
        index, last = index >> 1, last >> 1
    if last != 0:
        raise VerificationError("the proof is too short", code="consistency")
    return old, new
