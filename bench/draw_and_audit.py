"""A draw and a full audit of a million entries, against bare hashing and a peer, in one run.

Yardsticks: the same number of `hashlib.sha256` calls in a plain loop (what no program in Python can go
below), and `consistent_sampler`, which draws 10 of a list by hashing as well. Each figure is the best of
three rounds, the rounds interleaved; memory is the peak of a process of its own.

    python bench/draw_and_audit.py [number of entries]
"""

import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import consistent_sampler

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench._record_of import write_record
from competition.audit.opening import opened
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


def our_audit(bundle: Path) -> None:
    with opened(str(bundle)) as record:
        assert audit(record).verdict == "verified"


def peak_of_an_audit(bundle: Path) -> float:
    """Peak memory in MB of the command in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    subprocess.run(
        [sys.executable, "-m", "competition.audit", "verify", str(bundle)], check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(before, after) / 1024


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
            "full audit": lambda: our_audit(bundle),
            "draw of 10": lambda: our_draw(data, fixed, seed),
            "consistent_sampler, 10": lambda: their_draw(tickets, seed),
        }
        best = dict.fromkeys(work, float("inf"))
        for _ in range(ROUNDS):
            for name, run in work.items():
                best[name] = min(best[name], timed(run))
    report(count, best, memory)


def report(count: int, best: dict[str, float], memory: float) -> None:
    bare, ours, draw, peer = best.values()
    print(f"| {count:,} entries, best of {ROUNDS} | seconds | ratio | aim |")
    print("| --- | ---: | ---: | --- |")
    print(f"| bare hashing, 3 calls an entry | {bare:.2f} | 1.0 | the limit |")
    print(f"| full audit | {ours:.2f} | {ours / bare:.2f} x the limit | at most 2.5 |")
    print(f"| consistent_sampler draws 10 | {peer:.2f} | 1.0 | the peer |")
    print(f"| draw of 10 | {draw:.2f} | {peer / draw:.1f} x as fast | at least 5 |")
    print(f"| peak memory of the audit command | {memory:.0f} MB | | at most 512 MB |")


if __name__ == "__main__":
    main()
