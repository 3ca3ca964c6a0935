"""How often one network may send a form: counted in memory, apart from the entries (guarantee O1)."""

import time
from threading import Lock

from flask import Flask, abort, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from competition.config import Limits
from competition.web.access import access_of
from competition.web.network import prefix


class Counts(MemoryStorage):
    """The library's counts, looked through once a window for those that ran out.

    The library itself starts a thread after a form, which looks through all networks every ten milliseconds:
    dear for each form, and dearest in a flood that comes from many networks.
    """

    def __init__(self) -> None:
        super().__init__()
        self._turn, self._next_look = Lock(), 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        with self._turn:
            if now >= self._next_look:
                self._forget(now)
                self._next_look = now + expiry
            # Reading a count that has run out clears it.
            count = self.get(key) + amount
            self.storage[key] = count
            self.expirations.setdefault(key, now + expiry)
        return count

    def _forget(self, now: float) -> None:
        for key in [key for key, end in self.expirations.items() if end <= now]:
            self.clear(key)


def install(app: Flask, limits: Limits) -> None:
    window, limiter = RateLimitItemPerMinute(limits.entries_per_minute), FixedWindowRateLimiter(Counts())

    @app.before_request
    def count() -> None:
        declared = access_of(app, request.endpoint)
        if declared is None or not declared.limited:
            return
        counted_as = declared.counted_as or request.endpoint or ""
        if not limiter.hit(window, counted_as, prefix(request.remote_addr or "")):
            abort(429)
