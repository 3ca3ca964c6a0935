"""What is handed to the auditor may be made to harm it: one clear sentence, bounded memory, no traceback."""

import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from competition.audit.__main__ import main
from tests.audit import golden

GOOD = golden.files("simple-drand")


def encrypted() -> bytes:
    data = bytearray(golden.zipped(GOOD))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + flags] |= 1
    return bytes(data)


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = bytearray(golden.zipped_pairs([*GOOD.items(), ("rules.txt", b"other\n")]))
    return bytes(data)


def wrong_crc() -> bytes:
    data = golden.zipped(GOOD)
    at = data.find(GOOD["log.txt"])
    return data[:at] + b"1" + data[at + 1 :]


def claims_a_terabyte() -> bytes:
    data = bytearray(golden.zipped(GOOD))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    return bytes(data)


def bomb() -> bytes:
    return golden.zipped({**GOOD, "rules.txt": b"\0" * (200 << 20)}, zipfile.ZIP_DEFLATED)


def many_names() -> bytes:
    return golden.zipped({**GOOD, **{f"notices/{number:064x}.txt": b"" for number in range(6000)}})


HOSTILE: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "no zip": (lambda: b"hello", 2, "no zip file"),
    "nothing at all": (lambda: b"", 2, "no zip file"),
    "half a zip": (lambda: golden.zipped(GOOD)[:2000], 2, "no zip file"),
    "a name twice": (twice, 1, "there twice"),
    "a way out of the folder": (lambda: golden.zipped({**GOOD, "../evil": b""}), 1, "holds no file named"),
    "a name from the root": (lambda: golden.zipped({**GOOD, "/etc/passwd": b""}), 1, "holds no file named"),
    "a folder around all": (
        lambda: golden.zipped({f"record/{name}": data for name, data in GOOD.items()}),
        1,
        "holds no file named",
    ),
    "a name that steers the terminal": (lambda: golden.zipped({**GOOD, "\x1b[2J": b""}), 1, "holds no file"),
    "encryption": (encrypted, 1, "encrypted"),
    "a wrong CRC": (wrong_crc, 1, "damaged"),
    "another method": (lambda: golden.zipped(GOOD, zipfile.ZIP_BZIP2), 1, "neither stored nor deflated"),
    "an absurd size": (claims_a_terabyte, 1, "larger than 512 MiB"),
    "two hundred megabytes of nothing": (bomb, 2, "larger than this auditor reads"),
    "more files than any record": (many_names, 2, "more files than any record"),
    "a line of ten megabytes": (
        lambda: golden.zipped({**GOOD, "entries.txt": b"a" * (10 << 20)}),
        1,
        "longer than 1024 bytes",
    ),
    "a log in UTF-16": (
        lambda: golden.zipped({**GOOD, "log.txt": GOOD["log.txt"].decode().encode("utf-16")}),
        1,
        "log.txt",
    ),
    "terms in Latin-1": (
        lambda: golden.zipped({**GOOD, "rules.txt": "Prix d’été\n".replace("’", "'").encode("latin-1")}),
        1,
        "not UTF-8",
    ),
    "a manifest nested without end": (
        lambda: golden.zipped({**GOOD, "manifest.json": b"[" * 500_000}),
        1,
        "manifest.json",
    ),
    "a number of a million digits": (
        lambda: golden.zipped({**GOOD, "manifest.json": b"9" * 1_000_000}),
        1,
        "manifest.json",
    ),
    "a log of nothing but keys": (
        lambda: golden.zipped({**GOOD, "log.txt": keys_only(200_000)}),
        1,
        "log.txt",
    ),
}


def keys_only(count: int) -> bytes:
    key = "cinema.example/draws+17219c61+ATDz4J5WbV0av7JmFLq4gMCnjSij1bSxSJSB30HbdG5N"
    return b"".join(f"{seq} 2026-08-24T07:30:00Z key vkey={key}\n".encode() for seq in range(count))


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_bundle_gets_one_clear_sentence(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, code, said = HOSTILE[case]
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(make())
    found = main(["verify", str(bundle)])
    printed = capsys.readouterr()
    verdict = printed.out.splitlines()[-1]
    assert (found, said in verdict) == (code, True), verdict
    assert "Traceback" not in printed.out + printed.err
    assert "\x1b" not in printed.out


def test_a_deflated_bundle_is_read_like_a_stored_one(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(golden.zipped(GOOD, zipfile.ZIP_DEFLATED))
    assert main(["verify", str(bundle)]) == 0


def stray_notice(root: Path) -> None:
    (root / "notices").mkdir()
    (root / "notices" / f"{'0' * 64}.txt").write_bytes(b"")


FOLDERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe under a file's name": (lambda root: os.mkfifo(root / "seed.txt"), "no ordinary file"),
    "a folder under a file's name": (lambda root: (root / "seed.txt").mkdir(), "holds no file named"),
    "a file that does not belong": (
        lambda root: (root / ".DS_Store").write_bytes(b""),
        "holds no file named",
    ),
    "a stray folder": (lambda root: (root / "more").mkdir(), "holds no file named"),
    "a notice that the log does not name": (
        stray_notice,
        "does not call for this file",
    ),
}


@pytest.mark.parametrize("case", FOLDERS)
def test_a_hostile_folder_gets_one_clear_sentence(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, said = FOLDERS[case]
    for name, data in GOOD.items():
        (tmp_path / name).write_bytes(data)
    if "file's name" in case:
        (tmp_path / "seed.txt").unlink()
    make(tmp_path)
    assert main(["verify", str(tmp_path)]) == 1
    assert said in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    "case", ["two hundred megabytes of nothing", "a line of ten megabytes", "an absurd size"]
)
def test_hostile_sizes_are_refused_within_little_memory(case: str, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(HOSTILE[case][0]())

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (150 << 20, 150 << 20))

    done = subprocess.run(
        [sys.executable, "-m", "competition.audit", "verify", str(bundle)],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limit,
    )
    assert done.returncode == HOSTILE[case][1]
    assert "MemoryError" not in done.stdout + done.stderr
