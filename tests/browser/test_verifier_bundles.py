"""Zips in the browser's verifier: what §9 refuses is refused there with the same finding."""

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from competition.audit import wording
from competition.draw import bundle
from competition.draw.errors import DrawError, UncheckableError
from competition.draw.report import FAILED, UNCHECKED
from competition.draw.verify import audit
from tests.audit.test_hostile_bundles import HOSTILE
from tests.draw.test_bundle import files, patched, written, zipped
from tests.draw.test_bundle_limits import notices
from tests.draw.test_damaged_records import verify_bls
from tests.fixtures.verifier_page import verifier_page


def odd_zips() -> Iterator[tuple[str, bytes]]:
    """Zips that people's tools write, and zips that nobody's tool does."""
    whole, deflated = written(files()), zipped(files())
    yield "stored", whole
    yield "deflated", deflated
    yield "with a comment", whole[:-2] + struct.pack("<H", 19) + b"a mirror added this"
    yield "behind other bytes", b"#!/bin/sh\n" + whole
    for name in sorted(files()):
        yield f"a wrong CRC of {name}", patched(whole, name, 16, b"\x12\x34\x56\x78")
    for flags in (b"\x01\x00", b"\x20\x00", b"\x40\x00"):
        yield f"flags {flags.hex()}", patched(whole, "rules.txt", 8, flags)
    for size in (0, 5, 512 * 2**20 + 1, 2**32 - 2):
        yield f"a size of {size}", patched(deflated, "rules.txt", 24, struct.pack("<I", size))
        yield f"a stored size of {size}", patched(whole, "rules.txt", 24, struct.pack("<I", size))
    yield "another name in front", whole.replace(b"rules.txt", b"rulez.txt", 1)
    yield "a directory elsewhere", patched(whole, "rules.txt", 42, b"\xff\xff\xff\x00", local=False)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield f"method {method}", zipped(files(), method)
    for name in ("rules.txt/", "notices\\a.txt", "C:rules.txt", "r\u00e9sum\u00e9.txt"):
        yield f"the name {name!r}", zipped(files() | {name: b"x"})
    for end in range(0, len(whole), 997):
        yield f"cut at {end}", whole[:end]
    for place in range(7, len(deflated), 211):
        flipped = bytes([deflated[place] ^ 0x55])
        yield f"byte {place} is another", deflated[:place] + flipped + deflated[place + 1 :]


def too_many() -> bytes:
    return zipped(dict.fromkeys(notices(4097, 0), b""), zipfile.ZIP_STORED)


Finding = tuple[str, str | None, str | None]


def ours(data: bytes) -> Finding:
    """The verdict, and code and file of the finding that decides it, as our own audit has them."""
    try:
        report = audit(bundle.ZipRecord(io.BytesIO(data)), bls=verify_bls)
    except DrawError as error:
        verdict = UNCHECKED if isinstance(error, UncheckableError) else FAILED
        return verdict, error.code, error.file
    return deciding(wording.data(report))


def in_the_page(found: dict[str, Any]) -> Finding:
    if "verdict" in found:
        return deciding(found)
    return UNCHECKED if found["kind"] == "unknown" else FAILED, found["code"], found["file"]


def deciding(report: dict[str, Any]) -> Finding:
    step: dict[str, Any] = next((one for one in report["steps"] if one["state"] == report["verdict"]), {})
    return report["verdict"], step.get("code"), step.get("file")


def differing(cases: list[tuple[str, bytes]], chromium: Browser, folder: Path) -> list[tuple[str, Finding]]:
    """Of all cases those that the page, which fetches them, judges otherwise."""
    served = {f"/{number}.zip": folder / str(number) for number in range(len(cases))}
    for path, (_, data) in zip(served.values(), cases, strict=True):
        path.write_bytes(data)
    with verifier_page(chromium, files=served) as page:
        answers = page.ask("bundled", [{"path": path} for path in served])
    both = zip(cases, [in_the_page(answer["value"]) for answer in answers], strict=True)
    return [(says, seen) for (says, data), seen in both if seen != ours(data)]


def test_zips_of_every_odd_kind_are_judged_as_on_the_command_line(chromium: Browser, tmp_path: Path) -> None:
    cases = [*odd_zips(), ("more files than any record", too_many())]
    assert differing(cases, chromium, tmp_path) == []
    assert {ours(data)[0] for _, data in cases} == {"verified", "failed", "could not check"}


def test_hostile_bundles_get_the_same_verdict_within_the_page(chromium: Browser, tmp_path: Path) -> None:
    cases = [(says, make()) for says, (make, _, _) in HOSTILE.items()]
    assert differing(cases, chromium, tmp_path) == []
