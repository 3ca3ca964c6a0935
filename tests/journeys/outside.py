"""What lies outside of our program: a drand relay, and the program itself as a process of its own."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from competition.draw.chains import QUICKNET
from tests.services import drawn

LOCAL = "127.0.0.1"


class _Relay(BaseHTTPRequestHandler):
    """Answers for the one recorded round, in the form of drand's own relays."""

    def do_GET(self) -> None:
        known = self.path == f"/{QUICKNET.chain_hash}/public/{drawn.ROUND}"
        self.send_response(200 if known else 404)
        self.end_headers()
        self.wfile.write(drawn.answer() if known else json.dumps({"error": "unknown round"}).encode())

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def relay() -> Iterator[str]:
    """The address of a relay on this machine."""
    with HTTPServer((LOCAL, 0), _Relay) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{LOCAL}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Service:
    """A running `competition serve`, asked as the proxy in front of it asks."""

    port: int
    host: str

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(LOCAL, self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": self.host})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def download(self, path: str) -> bytes:
        status, data = self.get(path)
        assert status == 200, (path, status)
        return data


@contextmanager
def serving(config: Path, host: str) -> Iterator[Service]:
    """A process of its own; what it says on stderr must hold nothing but its greeting."""
    with socket.create_server((LOCAL, 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "competition.cli", "--config", str(config), "serve"]
    process = subprocess.Popen([*command, "--bind", f"{LOCAL}:{port}"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    # It says so once it listens.
    greeting = process.stderr.readline()
    try:
        yield Service(port, host)
    finally:
        process.terminate()
        _, more = process.communicate(timeout=20)
    assert greeting.startswith("Serving "), greeting + more
    assert more == ""
