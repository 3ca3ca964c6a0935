"""Relays: the first that answers, the next if asked, and no relay that can hold the worker (F14, O23)."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from competition.adapters.relay import LARGEST, answers

CHAIN = "52" * 32


class Relay(BaseHTTPRequestHandler):
    """Behaves as the first part of its path says."""

    def do_GET(self) -> None:
        behaviour = self.path.split("/")[1]
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        if behaviour == "early":
            self.send_error(425)
        elif behaviour == "drip":
            self._drip()
        else:
            body = b"x" * (LARGEST + 1) if behaviour == "flood" else b'{"round":1000}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def _drip(self) -> None:
        """A byte now and then, for ever: each read succeeds, the whole never ends."""
        self.send_response(200)
        self.end_headers()
        stop: threading.Event = self.server.stop  # type: ignore[attr-defined]
        while not stop.wait(0.05):
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Stay quiet."""


@pytest.fixture
def relays() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    server.asked, server.stop = [], threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def ask(server: ThreadingHTTPServer, *behaviours: str, timeout: float = 5) -> list[bytes]:
    addresses = [f"http://127.0.0.1:{server.server_port}/{behaviour}" for behaviour in behaviours]
    return list(answers(addresses, chain_hash=CHAIN, round_=1000, timeout=timeout))


def test_a_relay_is_asked_for_the_round_of_the_chain(relays: ThreadingHTTPServer) -> None:
    assert ask(relays, "good") == [b'{"round":1000}']
    assert relays.asked == [f"/good/{CHAIN}/public/1000"]  # type: ignore[attr-defined]


def test_the_next_relay_is_asked_only_if_the_caller_wants_another_answer(relays: ThreadingHTTPServer) -> None:
    base = f"http://127.0.0.1:{relays.server_port}"
    every = answers([f"{base}/a", f"{base}/b"], chain_hash=CHAIN, round_=1, timeout=5)
    next(every)
    assert len(relays.asked) == 1  # type: ignore[attr-defined]
    next(every)
    assert len(relays.asked) == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize("behaviour", ["early", "flood"])
def test_a_relay_that_is_early_or_endless_is_passed_over(relays: ThreadingHTTPServer, behaviour: str) -> None:
    assert ask(relays, behaviour, "good") == [b'{"round":1000}']


def test_a_relay_that_drips_is_given_up_in_time(relays: ThreadingHTTPServer) -> None:
    start = time.monotonic()
    assert ask(relays, "drip", "good", timeout=0.5) == [b'{"round":1000}']
    assert time.monotonic() - start < 5


def test_relays_that_are_not_there_or_are_no_relays_give_nothing() -> None:
    nowhere = ["http://127.0.0.1:9", "file:///etc", "ftp://127.0.0.1", "http://[::", "nonsense"]
    assert list(answers(nowhere, chain_hash=CHAIN, round_=1, timeout=1)) == []
