"""Accepted entries a second over HTTP, against an empty POST and a bare insert on the same server.

One gunicorn process with eight threads serves three things: the product, a Flask view that answers a POST
with nothing, and a Flask view that inserts three rows in one durable transaction, as many as an entry has
(entry, letter, activity). Rounds are interleaved; the table shows the median of them. SQLite with
synchronous=FULL; PostgreSQL with fsync.

    python bench/entries_per_second.py [requests in a round]
"""

import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import _server
from competition.web.form_token import form_tokens
from tests.fixtures.postgresql import running

ROUNDS = 5
CLIENTS = 8
PLACES = ("/empty/", "/bare/", f"/c/{_server.SLUG}/enter")


def bodies(place: str, count: int, offset: int) -> list[bytes]:
    """The forms of one round; each entry has an address and a token of its own."""
    if not place.endswith("enter"):
        return [b"email=ann%40example.com"] * count
    tokens = form_tokens((_server.SECRET,), "enter", _server.SLUG)
    fields = {"name": "Ann Example", "eligible": "1", "publication": "none"}
    return [
        urlencode(
            {**fields, "email": f"reader{offset + n}@example.com", "form_token": tokens.make()}
        ).encode()
        for n in range(count)
    ]


def post_all(port: int, place: str, forms: list[bytes]) -> float:
    """Send the forms over eight kept connections; requests a second."""
    shares = [forms[start::CLIENTS] for start in range(CLIENTS)]
    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda share: _post_share(port, place, share), shares))
    return len(forms) / (time.perf_counter() - start)


def _post_share(port: int, place: str, forms: list[bytes]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Host": "127.0.0.1"}
    for form in forms:
        connection.request("POST", place, form, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (204, 303):
            raise SystemExit(f"{place} answered {answer.status}")
    connection.close()


@contextmanager
def served(database_url: str) -> Iterator[int]:
    """The three places on one server in a process of its own; yields its port."""
    environment = {**os.environ, "BENCH_DATABASE": database_url}
    process = subprocess.Popen(
        [sys.executable, "-m", "bench._server"],
        env=environment,
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdout is None:
        raise SystemExit("the server has no output")
    try:
        yield int(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def measure(database_url: str, count: int) -> dict[str, float]:
    """Median requests a second of each place."""
    found: dict[str, list[float]] = {place: [] for place in PLACES}
    with served(database_url) as port:
        for round_ in range(ROUNDS + 1):
            for place in PLACES:
                rate = post_all(port, place, bodies(place, count, round_ * count))
                # The first round warms up threads, connections and templates.
                if round_:
                    found[place].append(rate)
    return {place: statistics.median(rates) for place, rates in found.items()}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"| requests a second, median of {ROUNDS} rounds of {count} | SQLite | PostgreSQL |")
    print("| --- | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder, running({}) as server, server.database() as url:
        sqlite = measure(f"sqlite:///{folder}/bench.db", count)
        postgresql = measure(url, count)
    rows = dict(
        zip(PLACES, ("empty Flask POST", "bare view, three rows durably", "accepted entry"), strict=True)
    )
    for place, name in rows.items():
        print(f"| {name} | {sqlite[place]:.0f} | {postgresql[place]:.0f} |")
    ratio: Callable[[dict[str, float]], float] = lambda rates: rates[PLACES[2]] / rates[PLACES[1]]  # noqa: E731
    print(f"| entry / bare view (aim: 0.5) | {ratio(sqlite):.2f} | {ratio(postgresql):.2f} |")


if __name__ == "__main__":
    main()
