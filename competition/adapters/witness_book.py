"""What a witness has signed: one file for each log, with the checkpoint note as it was signed last.

The file is on the disk before anybody gets the signature. Whoever loses the book must take a new key: a
witness that forgets could sign two histories of one log.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from competition.draw.notes import Checkpoint, parse_checkpoint, parse_note


@dataclass(frozen=True, slots=True)
class Page:
    """The place of one log in the book."""

    path: Path

    @property
    def last(self) -> Checkpoint | None:
        """The newest checkpoint that was signed; raises MalformedError for a page that was damaged."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return None
        return parse_checkpoint(parse_note(data, file=self.path.name).text, file=self.path.name)

    def keep(self, note: bytes) -> None:
        """Put this checkpoint in the place of the one before, whole or not at all."""
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix="new-")
        with os.fdopen(handle, "wb") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self.path)
        _sync(self.path.parent)


class Book:
    """A folder on a local disk; several threads and processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def page(self, origin: str) -> Iterator[Page]:
        """The page of a log. Nobody else reads or writes in the book before the block ends."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._locked():
            yield Page(self._folder / f"{sha256(origin.encode('utf-8')).hexdigest()}.note")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
