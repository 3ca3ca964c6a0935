"""The worker's loop: the clock every few seconds, and the mail in between."""

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from competition.adapters import relay, witnesses
from competition.adapters.mailer import Mailer
from competition.cli.desk import Desk
from competition.config import Beacon
from competition.services import clockwork, mail, witnessing
from competition.store.engine import Database
from competition.store.errors import StoreError

_EVERY = 5.0
_NAP = 0.5
_ASK_AGAIN = 30.0
_ASK_WITNESS_AGAIN = 60.0
# After SIGTERM the message in hand has this long; its lease runs out if it takes longer (P16).
_LAST_SECONDS = 8

Over = Callable[[], bool]

_log = logging.getLogger(__name__)


class Stop:
    """Whether to end: a signal came, or the `serve` that started this worker is gone."""

    def __init__(self, parent: int | None = None) -> None:
        self._asked = False
        self._parent = parent

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals, and give them back afterwards."""
        before = {each: signal.signal(each, self._ask) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            signal.alarm(0)
            for each, handler in before.items():
                signal.signal(each, handler)

    def __call__(self) -> bool:
        return self._asked or (self._parent is not None and os.getppid() != self._parent)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked = True
        signal.signal(signal.SIGALRM, _end)
        signal.alarm(_LAST_SECONDS)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


class Asking:
    """Asks each witness for each list every minute at most."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._asked: dict[bytes, float] = {}

    def __call__(self, address: str, body: bytes) -> witnesses.Answer | None:
        now, request = time.monotonic(), f"{address}\n".encode() + body
        if now - self._asked.get(request, -_ASK_WITNESS_AGAIN) < _ASK_WITNESS_AGAIN:
            return None
        self._asked[request] = now
        return witnesses.ask(address, body, timeout=self._timeout)


class Relays:
    """Asks for a round every 30 seconds at most, as the page tells its readers."""

    def __init__(self, beacon: Beacon) -> None:
        self._beacon = beacon
        self._asked: dict[tuple[str, int], float] = {}

    def __call__(self, chain_hash: str, round_: int) -> Iterator[bytes]:
        now = time.monotonic()
        if now - self._asked.get((chain_hash, round_), -_ASK_AGAIN) < _ASK_AGAIN:
            return iter(())
        self._asked[chain_hash, round_] = now
        settings = self._beacon
        return relay.answers(
            settings.relays, chain_hash=chain_hash, round_=round_, timeout=settings.timeout_seconds
        )


def work(desk: Desk, database: Database, *, once: bool, parent: int | None) -> None:
    """Do the clock's work and the mail until asked to stop; with `once`, what is due now."""
    stop, fetch, mailer = Stop(parent), Relays(desk.config.beacon), desk.mailer()
    ask = Asking(desk.config.beacon.timeout_seconds)
    with stop.listening():
        if once:
            clockwork.tick(database, instance=desk.instance, fetch=fetch)
            witnessing.ask_all(database, instance=desk.instance, ask=ask)
            _deliver(desk, database, mailer, over=stop)
            return
        while not stop():
            end = time.monotonic() + _EVERY
            _pass(desk, database, mailer, fetch, over=lambda end=end: stop() or time.monotonic() >= end)  # type: ignore[misc]
            with _going_on("the witnesses"):
                witnessing.ask_all(database, instance=desk.instance, ask=ask)
            while not stop() and time.monotonic() < end:
                time.sleep(_NAP)


def _pass(desk: Desk, database: Database, mailer: Mailer, fetch: Relays, *, over: Over) -> None:
    """The clock, then the mail until the clock's next turn. What stops one does not hold up the other."""
    with _going_on("the clock"):
        clockwork.tick(database, instance=desk.instance, fetch=fetch)
    with _going_on("the mail"):
        _deliver(desk, database, mailer, over=over)


@contextmanager
def _going_on(what: str) -> Iterator[None]:
    """Note a failure and go on: the next pass tries again."""
    try:
        yield
    except StoreError as error:
        _log.warning("%s: %s", what, error)
    except Exception:  # noqa: BLE001  whatever one competition or letter breaks, the worker goes on
        _log.exception("%s: this pass failed", what)


def _deliver(desk: Desk, database: Database, mailer: Mailer, *, over: Over) -> None:
    """Deliver until nothing more goes."""
    while not over():
        if not mail.deliver_due(database, mailer=mailer, instance=desk.instance, until=over).sent:
            return
