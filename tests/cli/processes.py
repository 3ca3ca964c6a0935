"""Commands as processes of their own, and waiting for what they do without sleeping."""

import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PROGRAM = str(Path(sys.executable).parent / "competition")
PATIENCE = 30


@contextmanager
def started(*arguments: str, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """A running command; what is left of it at the end is killed."""
    process = subprocess.Popen(
        [PROGRAM, *arguments], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for_line(stream: "subprocess.Popen[str]", pattern: str, *, error: bool = False) -> re.Match[str]:
    """Read what a process says until a line fits; the process ending first fails the test."""
    source = stream.stderr if error else stream.stdout
    assert source is not None
    read = ""
    for line in source:
        read += line
        if found := re.search(pattern, line):
            return found
    return pytest.fail(f"it ended without {pattern!r}: {read}")


def children(pid: int) -> list[int]:
    """The processes that this one has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def is_gone(pid: int, *, within: float = PATIENCE) -> bool:
    """Wait for the end of a process that may not be our own child."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            return bool(select.select([handle], [], [], within)[0])
        finally:
            os.close(handle)
    return True
