"""Finding the record that the user names: a folder, a zip, or an address."""

import os
import stat
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, TypeVar, cast
from urllib.parse import urlsplit, urlunsplit

from competition.draw.bundle import NAMES_LIMIT, TOTAL_LIMIT, Record, ZipRecord
from competition.draw.errors import UncheckableError, VerificationError

_TIMEOUT = 30
_CHUNK = 1 << 20
_INNER = ("notices", "keys")
_LARGEST_SMALL = 64 << 20

Taken = TypeVar("Taken")


@contextmanager
def opened(where: str) -> Iterator[Record]:
    """Open a record; raises UncheckableError for what is none, VerificationError for what §9 refuses."""
    with ExitStack() as stack:
        yield _open(where, stack)


def _open(where: str, stack: ExitStack) -> Record:
    if where.startswith(("http://", "https://")):
        return ZipRecord(stack.enter_context(_fetch(where)))
    path = Path(where)
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            return FolderRecord(path)
        if stat.S_ISREG(kind):
            return ZipRecord(stack.enter_context(path.open("rb")))
    except (OSError, ValueError) as error:
        raise UncheckableError(f"{where!r} cannot be read: {_reason(error)}", code="no_bundle") from None
    raise UncheckableError(f"{where!r} is neither a folder nor a file", code="no_bundle")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


class FolderRecord:
    """A record unpacked in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """All names below the folder, those in `notices` and `keys` with their folder in front."""
        names = []
        for entry in _listed(self._folder):
            if entry.is_dir() and entry.name in _INNER:
                names += [f"{entry.name}/{inner.name}" for inner in _listed(Path(entry.path))]
            else:
                names.append(f"{entry.name}/" if entry.is_dir() else entry.name)
        return names

    def size(self, name: str) -> int:
        """Size of a file in bytes; raises VerificationError for a device, a pipe and the like."""
        found = (self._folder / name).stat()
        if not stat.S_ISREG(found.st_mode):
            raise VerificationError("this is no ordinary file", code="name", file=name)
        return found.st_size

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        return (self._folder / name).open("rb")


def _listed(folder: Path) -> list["os.DirEntry[str]"]:
    """The entries of a folder, one more than any record has at the most."""
    with os.scandir(folder) as entries:
        return list(islice(entries, NAMES_LIMIT + 1))


def _fetch(address: str) -> BinaryIO:
    """Download a bundle; the address of a competition or of its draw page leads to it."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    if not path.endswith(".zip"):
        path = f"{path.removesuffix('/draw')}/record.zip"
    return _asked(urlunsplit((parts.scheme, parts.netloc, path, "", "")), _spool)


def fetch_small(address: str) -> bytes:
    """Download a file that fits into memory; raises UncheckableError."""
    if not address.startswith(("http://", "https://")):
        raise UncheckableError(f"{address!r} is no address beginning with https://", code="usage")
    return _asked(address, _small)


def _small(answer: IO[bytes], target: str) -> bytes:
    data = answer.read(_LARGEST_SMALL + 1)
    if len(data) > _LARGEST_SMALL:
        raise UncheckableError(f"{target} sends more than {_LARGEST_SMALL >> 20} MiB", code="size")
    return data


def _asked(target: str, take: Callable[[IO[bytes], str], Taken]) -> Taken:
    try:
        with urllib.request.urlopen(target, timeout=_TIMEOUT) as answer:  # noqa: S310 - http(s) only
            return take(cast("IO[bytes]", answer), target)
    except urllib.error.HTTPError as error:
        raise UncheckableError(f"{target} answered {error.code}", code="no_bundle") from None
    except (OSError, HTTPException, ValueError) as error:
        wrong = (
            _reason(getattr(error, "reason", None) or error) if isinstance(error, OSError) else _reason(error)
        )
        raise UncheckableError(f"{target} cannot be reached: {wrong}", code="network") from None


def _spool(answer: IO[bytes], target: str) -> BinaryIO:
    file, size = cast("BinaryIO", tempfile.TemporaryFile()), 0  # noqa: SIM115 - whoever opened closes it
    while chunk := answer.read(_CHUNK):
        size += len(chunk)
        if size > TOTAL_LIMIT:
            file.close()
            raise VerificationError(f"{target} sends more than 2 GiB", code="size")
        file.write(chunk)
    return file
