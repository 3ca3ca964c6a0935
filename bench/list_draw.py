"""A draw from a spreadsheet's export: `draw-list` as a command, from the file to bundle and certificate.

The list has three columns, names in quotes and addresses of a thousand domains; one row in fifty repeats a
mailbox in another spelling. The seconds are those of the whole command: they include its start and, as a
rehearsal may not be drawn sooner, four seconds from the opening of its record to the value. Memory is the
command's peak. The record is verified by the auditor afterwards.

    python bench/list_draw.py [number of rows]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIZES = (10_000, 100_000, 1_000_000)


def write_list(to: Path, count: int) -> None:
    with to.open("w", encoding="utf-8", newline="") as file:
        file.write("Submitted,Name,E-mail\r\n")
        for number in range(count):
            again = number % 50 == 49
            local = f"Reader.{number - again}{'+again' if again else ''}"
            domain = "gmail.com" if number % 50 >= 48 else f"post{number % 1000}.example"
            file.write(f'2026-08-20 10:11:12,"Reader, Number {number}",{local}@{domain}\r\n')


def measured(count: int) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and peak memory in MB of one draw."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder) / "list.csv", Path(folder) / "draw"
        write_list(source, count)
        start = time.perf_counter()
        _, status, used = os.wait4(_started(source, output).pid, 0)
        seconds = time.perf_counter() - start
        assert status == 0
        audit = [sys.executable, "-m", "competition.audit", "verify", str(output / "record.zip")]
        subprocess.run(audit, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _started(source: Path, output: Path) -> "subprocess.Popen[bytes]":
    said = ("--prizes", "10", "--title", "A long list", "--beacon", "rehearsal", "--output", str(output))
    return subprocess.Popen(
        [sys.executable, "-m", "competition.cli", "draw-list", str(source), *said],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> None:
    sizes = [int(sys.argv[1])] if len(sys.argv) > 1 else SIZES
    print("| rows | seconds | of the processor | peak memory |")
    print("| ---: | ---: | ---: | ---: |")
    for count in sizes:
        seconds, processor, memory = measured(count)
        print(f"| {count:,} | {seconds:.1f} | {processor:.1f} | {memory:.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
