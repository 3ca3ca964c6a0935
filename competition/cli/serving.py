"""The web server inside this program: gunicorn, with nothing of its own that is not wanted here."""

import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from competition.cli.desk import Desk
from competition.cli.refusals import NOT_TRIED, Refusal
from competition.services.cosigning import Witness
from competition.store.engine import Database
from competition.web.app import create_app
from competition.web.witness import create_witness

_GRACE = 10


def listen(bind: str) -> socket.socket:
    """A socket on HOST:PORT; refuses with a sentence what is no address, or is taken."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise Refusal([f"“{bind}” is no HOST:PORT such as 127.0.0.1:8000."], NOT_TRIED)
    address = host.strip("[]")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, int(port)), family=family, backlog=2048)
    except OSError as error:
        # Of its number, because the text of the error repeats the address.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise Refusal([f"Nothing can listen at {bind}: {reason.lower()}."], NOT_TRIED) from None


def name_of(listener: socket.socket) -> str:
    """HOST:PORT, with the port that was really taken."""
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def run(desk: Desk, listener: socket.socket, *, workers: int, threads: int) -> None:
    """Serve the pages until told to stop; does not return."""

    def load() -> Any:
        # In each process after the fork: connections do not survive one.
        return create_app(desk.config, Database(desk.config.database.url), desk.instance)

    companion = Companion(desk) if desk.config.mail.worker == "embedded" else None
    _Server(load, _settings(listener, workers=workers, threads=threads), companion).run()


def run_witness(witness: Witness, listener: socket.socket, *, threads: int) -> None:
    """Answer add-checkpoint requests until told to stop; does not return."""
    settings = _settings(listener, workers=1, threads=threads)
    _Server(lambda: create_witness(witness), settings, None).run()


def _settings(listener: socket.socket, *, workers: int, threads: int) -> dict[str, Any]:
    return {
        "bind": f"fd://{listener.detach()}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "graceful_timeout": _GRACE,
        "logger_class": Quiet,
        "loglevel": "warning",
        "accesslog": None,
        "control_socket_disable": True,
        # Our own Front believes proxies, as configured; gunicorn none.
        "forwarded_allow_ips": "",
    }


def keep_loaded() -> None:
    """Spare the collector what is loaded by now: looking through it stops every thread for some 70 ms."""
    gc.collect()
    gc.freeze()


class Companion:
    """The embedded worker: a process of its own, started again if it ends, gone when the server is."""

    def __init__(self, desk: Desk) -> None:
        own = [sys.executable, "-m", "competition.cli", "--config", str(desk.path)]
        self._command = [*own, "worker", "--parent", str(os.getpid())]
        self._process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Start it, or start it again."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL)  # noqa: S603  this program

    def dismiss(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        if self._process is not None:
            try:
                self._process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()


class Quiet(Logger):  # type: ignore[misc]
    """Writes no path of a request, which may hold somebody's private link (O17), and no reader's address."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        # It quotes what could not be read, and names who sent it.
        if msg.startswith("Invalid request"):
            msg, args = "a request could not be read", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if "%s" in msg:
            msg, args = "a request could not be answered", ()
        super().exception(msg, *args, **kwargs)


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(
        self, load: Callable[[], Any], settings: dict[str, Any], companion: Companion | None
    ) -> None:
        self._load = load
        self._settings = settings
        self.companion = companion
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        app = self._load()
        keep_loaded()
        return app

    def run(self) -> None:
        _Supervisor(self).run()


class _Supervisor(Arbiter):  # type: ignore[misc]
    """Gunicorn's supervisor of processes, which here looks after the embedded worker as well."""

    def manage_workers(self) -> None:
        super().manage_workers()
        if self.app.companion:
            self.app.companion.keep()

    def halt(self, reason: str | None = None, exit_status: int = 0) -> None:
        if self.app.companion:
            self.app.companion.dismiss()
        try:
            super().halt(reason, exit_status)
        finally:
            if self.app.companion:
                self.app.companion.wait()
