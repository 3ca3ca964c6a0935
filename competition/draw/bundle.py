"""The record of a draw as a set of named files, and the bundle, that set as a zip (§9)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import IO, BinaryIO, Protocol

from competition.draw.errors import UncheckableError, VerificationError

ALWAYS = (
    "manifest.json",
    "rules.txt",
    "entries.txt",
    "excluded.txt",
    "freeze.note",
    "log.txt",
    "checkpoint.note",
)
DRAWN = ("beacon.json", "seed.txt", "result.txt")
WITNESS = "witness.txt"
NOTICE = re.compile(r"notices/([0-9a-f]{64})\.txt", re.ASCII)
KEY_NOTE = re.compile(r"keys/(0|[1-9][0-9]{0,15})\.note", re.ASCII)

MEMBER_LIMIT = 512 << 20
TOTAL_LIMIT = 2 << 30
# More files, or a longer list of them, than any honest record has.
NAMES_LIMIT = 4096
_DIRECTORY_LIMIT = 1 << 20


class Record(Protocol):
    """A record wherever it lies: names, sizes in bytes, and files opened for reading."""

    def names(self) -> Iterable[str]:
        """All names, one for each file; a name may come twice where a zip holds it twice."""
        ...

    def size(self, name: str) -> int:
        """Size of a file in bytes."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        ...


class MemoryRecord:
    """A record held in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def names(self) -> list[str]:
        """All names."""
        return list(self._files)

    def size(self, name: str) -> int:
        """Size of a file in bytes."""
        return len(self._files[name])

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        return io.BytesIO(self._files[name])


class ZipRecord:
    """A bundle. Raises UncheckableError where the file is no zip, VerificationError for what §9 refuses."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            _refuse_long_directory(file)
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError):
            raise UncheckableError("this is no zip file and no folder", code="no_bundle") from None
        for member in self._zip.infolist():
            _check_member(member)

    def names(self) -> list[str]:
        """All names, in the zip's order, as they are stored: Python's own ends at the first NUL."""
        return [member.orig_filename for member in self._zip.infolist()]

    def size(self, name: str) -> int:
        """Size of a file in bytes, as the zip says; reading never yields more."""
        return self._zip.getinfo(name).file_size

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading; damage shows as VerificationError while reading."""
        try:
            return io.BufferedReader(_Member(self._zip.open(name), name), 1 << 16)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
            raise _damaged(name) from None


def _damaged(name: str) -> VerificationError:
    return VerificationError("the zip is damaged here (a wrong CRC or length)", code="zip_damaged", file=name)


class _Member(io.RawIOBase):
    """A member of a zip whose damage is told as a finding."""

    def __init__(self, member: IO[bytes], name: str) -> None:
        self._member, self._name = member, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._member.read(len(buffer))
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, zlib.error):
            raise _damaged(self._name) from None
        buffer[: len(data)] = data
        return len(data)


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 0x1:
        raise VerificationError("the zip is encrypted", code="zip_encrypted", file=member.filename)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise VerificationError(
            "the member is neither stored nor deflated", code="zip_method", file=member.filename
        )


def _refuse_long_directory(file: BinaryIO) -> None:
    """Look at the zip's last 64 KiB for the length of its directory, which Python would read whole."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - (1 << 16) - 22))
    tail = file.read()
    found = tail.rfind(b"PK\x05\x06")
    if found >= 0 and int.from_bytes(tail[found + 12 : found + 16], "little") > _DIRECTORY_LIMIT:
        raise UncheckableError("the zip names more files than any record has", code="too_many_files")


def check_names(record: Record) -> frozenset[str]:
    """Check names and sizes before anything is read (§9), and return the names.

    Raises VerificationError, or UncheckableError for more files than any record has.
    """
    seen: set[str] = set()
    total = 0
    for number, name in enumerate(record.names()):
        if number >= NAMES_LIMIT:
            raise UncheckableError("there are more files than any record has", code="too_many_files")
        shown = repr(name[:80])
        if name in seen:
            raise VerificationError(f"the name {shown} is there twice", code="name_twice")
        if not (
            name in ALWAYS + DRAWN or name == WITNESS or NOTICE.fullmatch(name) or KEY_NOTE.fullmatch(name)
        ):
            raise VerificationError(f"a record holds no file named {shown}", code="name")
        if record.size(name) > MEMBER_LIMIT:
            raise VerificationError("the file is larger than 512 MiB", code="size", file=name)
        seen.add(name)
        total += record.size(name)
    if total > TOTAL_LIMIT:
        raise VerificationError("the record is larger than 2 GiB", code="size")
    return frozenset(seen)


def write_zip(files: Mapping[str, bytes], to: BinaryIO) -> None:
    """Write the bundle: the same bytes on any machine at any time (§9)."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            bundle.writestr(member, files[name])
