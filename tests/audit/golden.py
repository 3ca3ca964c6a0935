"""The worked records as an auditor meets them: folders, zips, receipts."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from competition.draw.bundle import write_zip

RECORDS = Path(__file__).parent.parent / "vectors" / "prizedraw"
NAMES = sorted(folder.name for folder in RECORDS.iterdir() if folder.is_dir())


def folder(name: str) -> Path:
    return RECORDS / name / "record"


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RECORDS / name / "expected.json").read_text())
    return found


def files(name: str) -> dict[str, bytes]:
    root = folder(name)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of these members, as a person's own tool would write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as bundle:
        for member, data in members.items():
            bundle.writestr(member, data)
    return buffer.getvalue()


def bundle(name: str) -> bytes:
    buffer = io.BytesIO()
    write_zip(files(name), buffer)
    return buffer.getvalue()


def receipts(name: str) -> list[dict[str, Any]]:
    """Each receipt's JSON, `receipt` made a whole path."""
    found = []
    for path in sorted((RECORDS / name).glob("receipts/*.json")):
        said = json.loads(path.read_text())
        found.append({**said, "receipt": str(path.parent / said["receipt"])})
    return found


def zipped_pairs(members: list[tuple[str, bytes]]) -> bytes:
    """A zip in which a name may stand twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        for member, data in members:
            bundle.writestr(member, data)
    return buffer.getvalue()
