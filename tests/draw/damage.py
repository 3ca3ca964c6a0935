"""How the tables of damaged records are written: a sentence, what was done, and what an audit must find."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.record_pieces import canonical
from tests.records import Draft, Files
from tests.stories import event

VERIFIED, FAILED, UNCHECKED = "verified", "failed", "could not check"

Story = Callable[[], Draft]
Change = Callable[[Draft], object]


@dataclass(frozen=True, slots=True)
class Case:
    """`says` what was done to the story; `step` and `file` are where the first finding must be."""

    says: str
    story: Story
    change: Change
    verdict: str
    step: int | None = None
    file: str | None = None
    level: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Writes cases that share a story, and where their findings are."""

    story: Story = event
    step: int | None = None
    file: str | None = None

    def failed(self, says: str, *changes: Change, step: int | None = None, file: str | None = None) -> Case:
        return Case(says, self.story, every(*changes), FAILED, step or self.step, file or self.file)

    def unchecked(self, says: str, *changes: Change, step: int, file: str | None = None) -> Case:
        return Case(says, self.story, every(*changes), UNCHECKED, step, file)

    def fine(self, says: str, *changes: Change, level: str | None = None, outcome: str | None = None) -> Case:
        return Case(says, self.story, every(*changes), VERIFIED, level=level, outcome=outcome)


def every(*changes: Change) -> Change:
    def change(draft: Draft) -> None:
        for one in changes:
            one(draft)

    return change


def made(name: str, edit: Callable[[bytes], bytes]) -> Change:
    """Change a part as it is made: what follows from it is made, and signed, from the changed bytes."""
    return lambda draft: draft.edits.update({name: edit})


def swapped(name: str, old: str | bytes, new: str | bytes) -> Change:
    """As `made`: replace what must stand in the part."""
    before, after = (one.encode() if isinstance(one, str) else one for one in (old, new))

    def edit(data: bytes) -> bytes:
        assert before in data, (name, data)
        return data.replace(before, after, 1)

    return made(name, edit)


def rewritten(name: str, change: Callable[[Any], object]) -> Change:
    """As `made`, for JSON: change the object, write it canonically."""

    def edit(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return canonical(value)

    return made(name, edit)


def manifest(**members: Any) -> Change:
    """Give the manifest other values, before anything follows from it."""
    return lambda draft: draft.manifest.update(members)


def manifest_file(**members: Any) -> Change:
    """Write other values into manifest.json alone: they do not shape the rest of the record."""
    return rewritten("manifest.json", lambda value: value.update(members))


def spoiled(name: str, edit: Callable[[bytes], bytes]) -> Change:
    """Change a finished file, signing nothing anew."""

    def damage(files: Files) -> None:
        files[name] = edit(files[name])

    return lambda draft: draft.damages.append(damage)


def added(name: str, data: bytes = b"") -> Change:
    return lambda draft: draft.damages.append(lambda files: files.update({name: data}))


def removed(name: str) -> Change:
    return lambda draft: draft.damages.append(lambda files: files.__delitem__(name))


def signature_lines(name: str, change: Callable[[list[str]], list[str]]) -> Change:
    """Change the signature lines of a finished note, each without its line feed."""

    def edit(data: bytes) -> bytes:
        text, _, lines = data.decode().rpartition("\n\n")
        return (text + "\n\n" + "".join(f"{line}\n" for line in change(lines.splitlines()))).encode()

    return spoiled(name, edit)


def flipped(line: str, place: int = -1) -> str:
    """A signature line with one bit of its blob changed."""
    dash, name, blob = line.split(" ")
    data = bytearray(base64.b64decode(blob))
    data[place] ^= 1
    return f"{dash} {name} {base64.b64encode(data).decode()}"
