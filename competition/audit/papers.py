"""Evidence as a file: the papers that convict, in a zip that a third party can judge alone.

Nobody's address or salt is in it: a receipt convicts by its ticket.
"""

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from competition.draw.accusing import HELD, RECEIPT, WANTED
from competition.draw.bundle import Record, write_zip
from competition.draw.errors import UncheckableError, VerificationError
from competition.draw.report import Report

_LARGEST = 1 << 30
# What convicts, by the code of the finding.
_OWN = {"two_freezes": HELD, "receipt_missing": RECEIPT}


def of_audit(record: Record, report: Report, own: Mapping[str, bytes | None]) -> dict[str, bytes] | None:
    """The papers of a record that failed by somebody's own paper; None where nothing such was found."""
    codes = {step.finding.code for step in report.findings() if step.finding}
    name = next((name for code, name in _OWN.items() if code in codes), None)
    paper = own.get(name) if name else None
    if name is None or paper is None:
        return None
    return {name: paper, **{each: _read(record, each) for each in WANTED[name]}}


def _read(record: Record, name: str) -> bytes:
    with record.open(name) as file:
        return file.read()


def write(path: Path, papers: Mapping[str, bytes]) -> None:
    out = io.BytesIO()
    write_zip(papers, out)
    replace(path, out.getvalue())


def replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises UncheckableError."""
    try:
        handle, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise UncheckableError(f"{str(path)!r} cannot be written: {reason}", code="no_file") from None


def read(path: Path) -> dict[str, bytes]:
    """The papers of an evidence file; raises UncheckableError."""
    known = {name for own, more in WANTED.items() for name in (own, *more)}
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            total = sum(member.file_size for member in archive.infolist())
            if len(set(names)) < len(names) or not {*names} <= known or total > _LARGEST:
                raise UncheckableError(f"{str(path)!r} holds other things than evidence", code="papers")
            return {name: archive.read(name) for name in names}
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, VerificationError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UncheckableError(f"{str(path)!r} cannot be read: {reason}", code="papers") from None
