"""The audit of lists from ten thousand to ten million tickets: seconds and memory, as the command makes it.

The record is a folder, as the zip of ten million is larger than the format lets a member be (§9). Memory is
the peak of the command with the processes that it starts, looked at often in a run of its own.

    python bench/audit_sizes.py [number of tickets]
"""

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


def seconds_of_an_audit(folder: Path) -> float:
    """The best of three runs, with the command's start."""
    command = [sys.executable, "-m", "competition.audit", "verify", str(folder)]
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    sizes = [int(sys.argv[1])] if len(sys.argv) > 1 else SIZES
    print(f"| tickets | list | seconds, best of {ROUNDS} | a million tickets | peak memory |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_folder(folder, count)
            size = (folder / "entries.txt").stat().st_size / 1e6
            seconds, memory = seconds_of_an_audit(folder), peak_of_an_audit(folder)
        each = seconds / count * 1e6
        print(f"| {count:,} | {size:.1f} MB | {seconds:.2f} | {each:.2f} s | {memory:.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
