"""What has changed between two texts, word by word, line by line: for versions of terms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
_PIECES = re.compile(r"\S+\s*")
# Texts of more words than this are compared by lines alone: the work grows with the square.
_MOST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that follow each other and fared alike."""

    kind: Kind
    text: str


def changes(before: str, after: str) -> tuple[tuple[Piece, ...], ...]:
    """Return the lines in which the texts differ, each as its pieces in order; none if they are equal."""
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[Piece, ...]] = []
    for _, old_from, old_to, new_from, new_to in _differing(SequenceMatcher(None, old, new, autojunk=False)):
        found += _lines(old[old_from:old_to], new[new_from:new_to])
    return tuple(line for line in found if line)


def _differing(matcher: SequenceMatcher[str]) -> Iterator[tuple[str, int, int, int, int]]:
    return (code for code in matcher.get_opcodes() if code[0] != "equal")


def _lines(old: list[str], new: list[str]) -> Iterator[tuple[Piece, ...]]:
    """Lines that stand for each other are compared by words; the rest came or went whole."""
    for before, after in zip(old, new, strict=False):
        yield tuple(_words(before, after))
    for line in old[len(new) :]:
        yield _whole("removed", line)
    for line in new[len(old) :]:
        yield _whole("added", line)


def _whole(kind: Kind, line: str) -> tuple[Piece, ...]:
    return (Piece(kind, line),) if line.strip() else ()


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        old, new = [before], [after]
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[new_from:new_to]))
            continue
        for kind, words in _pair(old[old_from:old_to], new[new_from:new_to]):
            if text := "".join(words).strip():
                yield Piece(kind, text)


def _pair(old: list[str], new: list[str]) -> Iterator[tuple[Kind, list[str]]]:
    yield "removed", old
    yield "added", new
