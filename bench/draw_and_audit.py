"""A draw and a full audit of a million entries, against bare hashing and a peer, in one run.

Yardsticks: the same number of `hashlib.sha256` calls in a plain loop (what no program in Python can go
below), and `consistent_sampler`, which draws 10 of a list by hashing as well. Each figure is the best of
three rounds, the rounds interleaved; memory is the peak of the command and the processes it starts.

    python bench/draw_and_audit.py [number of entries]
"""

import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import consistent_sampler

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench._record_of import write_record
from competition.audit.cores import over_cores
from competition.audit.opening import opened
from competition.draw.entries import EachPiece
from competition.draw.manifest import Manifest
from competition.draw.ranking import draw_list
from competition.draw.verify import audit

ROUNDS = 3
WINNERS = 10


def bare_hashing(lines: list[bytes]) -> None:
    """As many calls as an audit makes for each entry: a leaf, a node, a score."""
    for _ in range(3):
        for line in lines:
            hashlib.sha256(line)


def our_draw(data: bytes, fixed: Manifest, seed: str) -> None:
    assert len(list(draw_list(data.split(b"\n")[:-1], fixed, seed))) == WINNERS


def their_draw(tickets: list[str], seed: str) -> None:
    assert len(list(consistent_sampler.sampler(tickets, seed, take=WINNERS))) == WINNERS


def our_audit(bundle: Path, each: EachPiece) -> None:
    with opened(str(bundle)) as record:
        assert audit(record, each=each).verdict == "verified"


def peak_of_an_audit(bundle: Path) -> float:
    """Peak memory in MB of the command with the processes that it starts, looked at often."""
    command = [sys.executable, "-m", "competition.audit", "verify", str(bundle)]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as audit_:
        while audit_.poll() is None:
            peak = max(peak, memory_of(audit_.pid))
            time.sleep(0.01)
    assert audit_.returncode == 0
    return peak / 1024


def memory_of(process: int) -> int:
    """Memory in KiB of a process and its children; what they share counts once (the kernel's Pss)."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended while we looked
        return 0
    own = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return own + sum(memory_of(int(child)) for child in children)


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "record.zip"
        fixed, data = write_record(bundle, count)
        memory = peak_of_an_audit(bundle)
        lines, seed = data.split(b"\n")[:-1], "5eed" * 16
        tickets = [line.decode() for line in lines]
        work: dict[str, Callable[[], None]] = {
            "bare hashing, 3 calls an entry": lambda: bare_hashing(lines),
            "full audit on one core": lambda: our_audit(bundle, map),
            "full audit as the command makes it": lambda: our_audit(bundle, over_cores),
            "draw of 10": lambda: our_draw(data, fixed, seed),
            "consistent_sampler, 10": lambda: their_draw(tickets, seed),
        }
        best = dict.fromkeys(work, float("inf"))
        for _ in range(ROUNDS):
            for name, run in work.items():
                best[name] = min(best[name], timed(run))
    report(count, best, memory)


def report(count: int, best: dict[str, float], memory: float) -> None:
    bare, one_core, ours, draw, peer = best.values()
    print(f"| {count:,} entries, best of {ROUNDS} | seconds | ratio | aim |")
    print("| --- | ---: | ---: | --- |")
    print(f"| bare hashing, 3 calls an entry | {bare:.2f} | 1.0 | the limit |")
    shared = f"{ours:.2f} | {ours / bare:.2f} x the limit"
    print(f"| full audit on one core | {one_core:.2f} | {one_core / bare:.2f} x the limit | |")
    print(f"| full audit as the command makes it | {shared} | at most 2.5 |")
    print(f"| consistent_sampler draws 10 | {peer:.2f} | 1.0 | the peer |")
    print(f"| draw of 10 | {draw:.2f} | {peer / draw:.1f} x as fast | at least 5 |")
    print(f"| peak memory of the audit command | {memory:.0f} MB | | at most 512 MB |")


if __name__ == "__main__":
    main()
