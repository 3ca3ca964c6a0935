"""Reading a long list on all cores, where the system lets a program start others of itself."""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from competition.draw.entries import Job, PieceRead

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

# Starting processes takes as long as reading some pieces; a list of fewer is read in this one.
_WORTH_IT = 8


def over_cores(work: Callable[[Job], PieceRead], jobs: Iterator[Job]) -> Iterator[PieceRead]:
    """Do what `map` does, the same results in the same order, with only a few pieces in memory."""
    first = list(islice(jobs, _WORTH_IT))
    pool = _pool() if len(first) == _WORTH_IT else None
    if pool is None:
        yield from map(work, chain(first, jobs))
        return
    with pool:
        waiting = deque(pool.submit(work, job) for job in first)
        for job in jobs:
            yield waiting.popleft().result()
            waiting.append(pool.submit(work, job))
        while waiting:
            yield waiting.popleft().result()


def _pool() -> "ProcessPoolExecutor | None":
    """Processes forked from this one: only Linux does so safely, and not in every sandbox."""
    cores = os.cpu_count() or 1
    if cores == 1 or sys.platform != "linux":
        return None
    # Loaded for a long list only: a short one is audited before these modules are.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    try:
        return ProcessPoolExecutor(
            cores, mp_context=multiprocessing.get_context("fork"), initializer=_leave_interrupts_to_parent
        )
    except (ImportError, NotImplementedError, OSError):
        return None


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
