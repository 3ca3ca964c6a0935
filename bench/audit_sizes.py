"""The audit of lists from ten thousand to ten million tickets: seconds and memory, as the command makes it.

The record is a folder, as the zip of ten million is larger than the format lets a member be (§9). Memory is
the peak of the command with the processes that it starts, looked at often in a run of its own.

    python bench/audit_sizes.py [number of tickets]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench._record_of import write_folder
from bench.draw_and_audit import peak_of_an_audit

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
ROUNDS = 3


def audited(folder: Path) -> tuple[float, float]:
    """Seconds of one audit with the command's start, and those of all processors together."""
    command = [sys.executable, "-m", "competition.audit", "verify", str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


def main() -> None:
    sizes = [int(sys.argv[1])] if len(sys.argv) > 1 else SIZES
    print(f"| tickets | list | seconds, best of {ROUNDS} | of processors | peak memory |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_folder(folder, count)
            size = (folder / "entries.txt").stat().st_size / 1e6
            seconds, processors = map(min, zip(*(audited(folder) for _ in range(ROUNDS)), strict=True))
            memory = peak_of_an_audit(folder)
        print(
            f"| {count:,} | {size:.1f} MB | {seconds:.2f} | {processors:.2f} | {memory:.0f} MB |", flush=True
        )


if __name__ == "__main__":
    main()
