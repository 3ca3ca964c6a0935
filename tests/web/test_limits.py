"""The counts of forms a network: exact when two come at once, forgotten in time, kept without a thread."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from limits.storage import MemoryStorage

from competition.web.limits import Counts

WINDOW = 60.0


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of day, to be set by the test."""
    at = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: at[0])
    return at


def test_a_count_rises_within_its_window_and_starts_again_after_it(now: list[float]) -> None:
    counts = Counts()
    assert [counts.incr("192.0.2.0/24", WINDOW) for _ in range(3)] == [1, 2, 3]
    now[0] += WINDOW
    assert counts.incr("192.0.2.0/24", WINDOW) == 1


def test_networks_whose_window_is_over_are_forgotten(now: list[float]) -> None:
    counts = Counts()
    for number in range(1000):
        counts.incr(f"10.{number // 256}.{number % 256}.0/24", WINDOW)
    now[0] += WINDOW
    counts.incr("192.0.2.0/24", WINDOW)
    assert [*counts.storage] == [*counts.expirations] == ["192.0.2.0/24"]


class Meeting(Counts):
    """Lets two meet between reading a count and writing it, if they can."""

    def __init__(self) -> None:
        super().__init__()
        self.both_have_read = Barrier(2)

    def get(self, key: str) -> int:
        found = super().get(key)
        with suppress(BrokenBarrierError):
            self.both_have_read.wait(0.2)
        return found


def count_two_at_once(counts: Counts) -> int:
    with ThreadPoolExecutor(2) as pool:
        return max(pool.map(lambda _: counts.incr("192.0.2.0/24", WINDOW), range(2)))


def test_two_forms_at_once_are_counted_as_two() -> None:
    assert count_two_at_once(Meeting()) == 2


def test_control_without_taking_turns_two_forms_at_once_are_counted_as_one() -> None:
    counts: Any = Meeting()
    counts._turn = nullcontext()
    assert count_two_at_once(counts) == 1


def refuse_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_thread: Thread) -> None:
        raise RuntimeError("a thread was started")

    monkeypatch.setattr(Thread, "start", refused)


def test_counting_a_form_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = Counts()
    counts.timer.join()
    refuse_threads(monkeypatch)
    assert counts.incr("192.0.2.0/24", WINDOW) == 1


def test_control_the_counts_of_the_library_start_one(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = MemoryStorage()
    counts.timer.join()
    refuse_threads(monkeypatch)
    with pytest.raises(RuntimeError, match="a thread was started"):
        counts.incr("192.0.2.0/24", WINDOW)
