"""Checking a record the way a sceptic does: on a machine without a network, with Python and nothing else."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.fixtures.needs import missing

# Who is root needs no user namespace, which some places (a chroot) do not give.
ALONE = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")


@cache
def _can_be_alone() -> bool:
    try:
        return subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run it in a namespace of its own that has no network at all."""
    if not _can_be_alone():
        missing("a namespace without a network", "allow `unshare -rn`, in a container by its privileges")
    return subprocess.run([*ALONE, *command], cwd=cwd, capture_output=True, text=True, timeout=60)


def audit(*arguments: str, cwd: Path, code: int = 0) -> str:
    """Run the downloaded auditor there; -I and -S keep away every installed package."""
    ran = run(sys.executable, "-I", "-S", "competition-audit.pyz", *arguments, cwd=cwd)
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran.stdout
