"""A mail server that takes a letter and answers only when it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ANSWERS = {b"DATA": b"354 go on", b"QUIT": b"221 bye"}


class SlowServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port = int(self.server_address[1])
        self.letter_in_hand = threading.Event()
        self.answer_now = threading.Event()
        self.taken = 0


class _Session(socketserver.StreamRequestHandler):
    server: SlowServer

    def handle(self) -> None:
        self.wfile.write(b"220 slow\r\n")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            self.wfile.write(_ANSWERS.get(verb, b"250 well") + b"\r\n")
            if verb == b"DATA":
                self._letter()
            if verb == b"QUIT":
                return

    def _letter(self) -> None:
        for line in self.rfile:
            if line == b".\r\n":
                break
        self.server.letter_in_hand.set()
        if self.server.answer_now.wait(60):
            self.server.taken += 1
            self.wfile.write(b"250 kept\r\n")


@contextmanager
def slow_server() -> Iterator[SlowServer]:
    with SlowServer() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.answer_now.set()
            server.shutdown()
            thread.join()
