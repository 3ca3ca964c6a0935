"""A draw from a list as a folder on disk: the record to publish, and what only the promoter may read.

record/           the published files, as the auditor reads them
record.zip        the same as one file
certificate.html
private/          the openings of the tickets; until the draw also the key, and an event's first numbers
"""

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TextIO

from competition.draw.bundle import write_zip

RECORD, BUNDLE, CERTIFICATE = "record", "record.zip", "certificate.html"
OPENINGS, KEY, NUMBERS = "private/openings.txt", "private/signing-key", "private/numbers.json"
_PRIVATE = ("private", 0o700, 0o600)


@dataclass(frozen=True, slots=True)
class DrawFolder:
    """Each file is written whole or not at all; what fails is an OSError."""

    path: Path

    def create(self, files: Mapping[str, bytes], openings: Iterable[bytes], key: bytes | None) -> None:
        """Make the folder with a frozen record, whole or not at all; raises FileExistsError."""
        if self.path.exists():
            raise FileExistsError(f"{self.path} is there already")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.path.parent, prefix=".draw-") as parent:
            made = DrawFolder(Path(parent) / "made")
            (made.path / RECORD).mkdir(parents=True)
            (made.path / _PRIVATE[0]).mkdir(mode=_PRIVATE[1])
            made.publish(files)
            with made._private(OPENINGS) as file:
                file.writelines(openings)
            if key:
                made.keep(KEY, key)
            made.path.rename(self.path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone with the folder: of two who draw at once, the second finds it drawn."""
        held = os.open(self.path / _PRIVATE[0], os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
        finally:
            os.close(held)

    def publish(self, files: Mapping[str, bytes]) -> None:
        """Write the record's files, in their order."""
        for name, data in files.items():
            self._replace(f"{RECORD}/{name}", data)

    def bundle(self, files: Mapping[str, bytes]) -> None:
        """Write the record as one file."""
        data = BytesIO()
        write_zip(files, data)
        self._replace(BUNDLE, data.getvalue())

    def certify(self, page: str) -> None:
        self._replace(CERTIFICATE, page.encode("utf-8"))

    def files(self) -> dict[str, bytes]:
        """The record's files by name."""
        return {path.name: path.read_bytes() for path in (self.path / RECORD).iterdir() if path.is_file()}

    @contextmanager
    def openings(self) -> Iterator[TextIO]:
        with (self.path / OPENINGS).open(encoding="utf-8") as file:
            yield file

    def kept(self, name: str) -> bytes | None:
        """A private file, None where there is none."""
        path = self.path / name
        return path.read_bytes() if path.exists() else None

    def keep(self, name: str, data: bytes) -> None:
        with self._private(name) as file:
            file.write(data)

    def forget(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def _replace(self, name: str, data: bytes) -> None:
        target = self.path / name
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(data)
        part.replace(target)

    @contextmanager
    def _private(self, name: str) -> Iterator[BinaryIO]:
        """A new file that nobody else could read at any time."""
        target = self.path / name
        part = target.with_name(f".{target.name}.part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE[2]), "wb") as file:
            yield file
        part.replace(target)
