"""Writing what a command was asked for to a file."""

import tempfile
from pathlib import Path

from competition.cli.refusals import NOT_TRIED, Refusal


def write_whole(target: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Whole or not at all: whoever reads the target meanwhile never sees half a file."""
    try:
        if target.exists() and not target.is_file():
            # A pipe or a device is written to; replaced, it would be gone for everyone.
            target.write_bytes(data)
            return
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as folder:
            whole = Path(folder) / "whole"
            whole.write_bytes(data)
            whole.chmod(mode)
            whole.replace(target)
    except OSError as error:
        raise Refusal([f"{target} cannot be written: {error.strerror}."], NOT_TRIED) from None
