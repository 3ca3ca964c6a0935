"""An entrant's own proof that their line is in a frozen list (§6, §9), as it is mailed to them.

Not signed: it leads to the root in the freeze note, which is. The form is this project's own, in the manner
of the other statements; the proof itself is that of RFC 9162.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from competition.draw.errors import MalformedError
from competition.draw.merkle import leaf_hash, verify_inclusion
from competition.draw.texts import parse_hex64, parse_num, parse_statement, read_values, write_statement

LISTS = ("entries", "excluded")
# A tree of 2^53 lines, the most that the format can count.
_HIGHEST = 53


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That `line` is number `index` (from 0) of the `size` lines of a list with this root (hex).

    `statement` is the digest of the freeze statement that names the root; `path` runs from leaf to root.
    """

    statement: str
    list: str
    line: str
    index: int
    size: int
    root: str
    path: tuple[str, ...]

    def text(self) -> str:
        """The proof as a statement with a line `path` for each node."""
        values = (self.statement, self.list, self.line, str(self.index), str(self.size), self.root)
        pairs = [*zip(_READERS, values, strict=True), *(("path", node) for node in self.path)]
        return write_statement("inclusion", pairs)

    def verify(self) -> None:
        """Check that the path leads from the line to the root; raises VerificationError."""
        path = [bytes.fromhex(node) for node in self.path]
        leaf, root = leaf_hash(self.line.encode("ascii")), bytes.fromhex(self.root)
        verify_inclusion(leaf, self.index, self.size, path, root)


class Proving(Protocol):
    """What can prove its lines: a tree in memory, or a frozen list."""

    @property
    def size(self) -> int:
        """Number of lines."""

    @property
    def root(self) -> bytes:
        """Root of the whole tree."""

    def inclusion(self, index: int) -> list[bytes]:
        """Proof, leaf to root, of one line."""


def prove(tree: Proving, index: int, *, statement: str, list_: str, line: str) -> InclusionProof:
    """Prove one line of a list whose tree is at hand."""
    path = tuple(node.hex() for node in tree.inclusion(index))
    return InclusionProof(statement, list_, line, index, tree.size, tree.root.hex(), path)


def parse(text: str, *, file: str) -> InclusionProof:
    """Read a proof; raises MalformedError with file and, where there is one, line."""
    height = text.count("\n") - len(_READERS) - 1
    if not 0 <= height <= _HIGHEST:
        raise MalformedError("the proof is cut short, or longer than any tree is high", file=file)
    lines = text.splitlines(keepends=True)
    head, nodes = lines[: len(_READERS) + 1], lines[len(_READERS) + 1 :]
    values = parse_statement("".join(head), "inclusion", tuple(_READERS), file=file)
    proof = InclusionProof(**read_values(values, _READERS, file=file), path=_path(nodes, file=file))
    if proof.text() != text:
        raise MalformedError("the proof is not written in its one form", file=file)
    return proof


def _path(lines: Sequence[str], *, file: str) -> tuple[str, ...]:
    nodes = []
    for number, line in enumerate(lines, len(_READERS) + 2):
        try:
            nodes.append(parse_hex64(line.removeprefix("path ").removesuffix("\n")))
        except MalformedError as error:
            raise MalformedError(f"path: {error.message}", file=file, line=number) from None
    return tuple(nodes)


def _list(text: str) -> str:
    if text not in LISTS:
        raise MalformedError("the proof names none of the two lists")
    return text


# The statement's keys in their order, which is that of the fields of `InclusionProof`.
_READERS: Mapping[str, Callable[[str], Any]] = {
    "statement": parse_hex64,
    "list": _list,
    "line": str,
    "index": parse_num,
    "size": parse_num,
    "root": parse_hex64,
}
