"""The auditor as one file that Python runs as it is: the sources of `draw` and `audit` in a zip."""

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

SHEBANG = b"#!/usr/bin/env python3\n"
START = b"import sys\n\nfrom competition.audit.__main__ import main\n\nsys.exit(main())\n"
# The earliest time a zip can hold: the same sources give the same bytes, whenever and wherever built.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@cache
def build() -> bytes:
    """The bytes of `competition-audit.pyz`, made from the installed package itself."""
    package = files("competition")
    members = dict(_sources(package / "audit", "competition/audit/")) | dict(
        _sources(package / "draw", "competition/draw/")
    )
    members["competition/__init__.py"] = (package / "__init__.py").read_bytes()
    members["__main__.py"] = START
    buffer = io.BytesIO(SHEBANG)
    buffer.seek(0, io.SEEK_END)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name in sorted(members):
            archive.writestr(_member(name), members[name])
    return buffer.getvalue()


def _sources(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir() and item.name != "__pycache__":
            yield from _sources(item, f"{prefix}{item.name}/")
        elif item.is_file():
            yield f"{prefix}{item.name}", item.read_bytes()


def _member(name: str) -> zipfile.ZipInfo:
    # Stored, not deflated: another zlib would give other bytes.
    member = zipfile.ZipInfo(name, LONG_AGO)
    member.create_system = 3
    member.external_attr = 0o644 << 16
    return member
