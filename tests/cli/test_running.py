"""`serve`, `worker` and `tick` as processes: mail goes out, signals end them, nothing is left behind."""

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from competition.adapters.mailer import Mailbox
from competition.cli import working
from competition.cli.desk import Desk
from competition.config import load
from competition.rules.wording import machine
from competition.services.instance import assemble
from competition.store.engine import Database
from tests.cli.operator import Operator
from tests.cli.processes import children, command_of, is_gone, started, wait_for_line
from tests.cli.slow_smtp import slow_server
from tests.configurations import with_line
from tests.fixtures.smtp import Mailroom
from tests.services import builders
from tests.services.builders import FakeClock, House


def mail_goes_to(operator: Operator, port: int, worker: str = "separate") -> None:
    """Let the configured mail server be one on this machine."""
    text = operator.config.read_text(encoding="utf-8").replace("smtp.cinema.example", "127.0.0.1")
    line = f'port = {port}\nsecurity = "none"\nworker = "{worker}"'
    operator.config.write_text(with_line("mail", line)(text), encoding="utf-8")


@pytest.fixture
def house(operator: Operator) -> Iterator[House]:
    """A competition that opened an hour ago by the real clock, with three letters waiting."""
    config, now = load(operator.config), datetime.now(tz=UTC)
    clock = FakeClock(now - timedelta(hours=2))
    database = Database(config.database.url)
    house = House(database, assemble(config, clock=clock), clock)
    dates = {
        "opens": machine(now - timedelta(hours=1)),
        "closes": machine(now + timedelta(days=7)),
    }
    builders.publish(database, house.instance, **dates)
    clock.at = now - timedelta(minutes=30)
    for name in ("ann", "bob", "cem"):
        house.enter(f"{name}@example.com")
    yield house
    database.close()


def counted(operator: Operator) -> dict[str, int]:
    found: dict[str, int] = json.loads(operator.run("status", "--json").stdout)["mail"]
    return found


def test_one_pass_of_the_worker_opens_what_is_due_and_empties_the_outbox(
    operator: Operator, house: House, smtp_server: Mailroom
) -> None:
    mail_goes_to(operator, smtp_server.port)
    operator.run("worker", "--once")
    assert len(smtp_server.messages) == 3
    assert counted(operator) == {"due": 0, "leased": 0, "sent": 3, "parked": 0}
    assert "state       open" in operator.run("status").stdout


def test_two_workers_at_once_send_each_letter_once(
    operator: Operator, house: House, smtp_server: Mailroom, tmp_path: Path
) -> None:
    mail_goes_to(operator, smtp_server.port)
    for number in range(9):
        house.enter(f"reader{number}@example.com")
    command = ("--config", str(operator.config), "worker", "--once")
    with started(*command, cwd=tmp_path) as one, started(*command, cwd=tmp_path) as other:
        assert [one.wait(60), other.wait(60)] == [0, 0]
    ids = [message["Message-ID"] for message in smtp_server.messages]
    assert len(ids) == len(set(ids)) == 12
    assert counted(operator)["sent"] == 12


def test_a_worker_that_is_told_to_end_finishes_its_letter_and_hands_back_the_rest(
    operator: Operator, house: House, tmp_path: Path
) -> None:
    with slow_server() as server:
        mail_goes_to(operator, server.port)
        with started("--config", str(operator.config), "worker", cwd=tmp_path) as worker:
            assert server.letter_in_hand.wait(30)
            worker.send_signal(signal.SIGTERM)
            server.answer_now.set()
            assert worker.wait(10) == 0
        assert server.taken == 1
    assert counted(operator) == {"due": 2, "leased": 0, "sent": 1, "parked": 0}
    assert sorted(message.attempts for message in house.messages()) == [0, 0, 1]


def test_a_worker_ends_within_ten_seconds_though_the_mail_server_never_answers(
    operator: Operator, house: House, tmp_path: Path
) -> None:
    with slow_server() as server:
        mail_goes_to(operator, server.port)
        with started("--config", str(operator.config), "worker", cwd=tmp_path) as worker:
            assert server.letter_in_hand.wait(30)
            worker.send_signal(signal.SIGTERM)
            asked = time.monotonic()
            assert worker.wait(15) == 0
            assert time.monotonic() - asked < 10
    # Its lease runs out by itself; nothing was counted as sent.
    assert counted(operator)["sent"] == 0


class Site:
    """A site served by a process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._address = wait_for_line(process, r"from (\S+)\.", error=True)[1]

    def connection(self) -> socket.socket:
        """For what is no request."""
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host, int(port)))

    def get(self, path: str) -> tuple[int, str]:
        request = urllib.request.Request(f"http://{self._address}{path}", headers={"Host": "cinema.example"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def serve(operator: Operator) -> tuple[str, ...]:
    return ("--config", str(operator.config), "serve", "--bind", "127.0.0.1:0")


def embedded_worker(process: "subprocess.Popen[str]") -> int:
    [pid] = [pid for pid in children(process.pid) if "worker --parent" in command_of(pid)]
    return pid


def test_the_pages_are_served_and_the_log_holds_no_path(
    operator: Operator, house: House, tmp_path: Path
) -> None:
    with started(*serve(operator), cwd=tmp_path) as process:
        site = Site(process)
        assert "Never Sorry" in site.get("/draws/c/never-sorry")[1]
        assert site.get("/draws/healthz") == (200, "ok\n")
        assert site.get("/draws/confirm/no-such-token")[0] == 404
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=15)
        assert process.returncode == 0
    assert "no-such-token" not in "".join(said)


def test_while_nobody_can_sign_in_it_says_how_and_prints_no_link(
    operator: Operator, house: House, tmp_path: Path
) -> None:
    with started(*serve(operator), cwd=tmp_path) as process:
        greeting = wait_for_line(process, "Serving ", error=True).string
    assert "Nobody can sign in yet: `competition init` prints the link for the owner." in greeting
    assert "/admin/" not in greeting


def test_the_embedded_worker_sends_mail_and_ends_with_the_server(
    operator: Operator, house: House, smtp_server: Mailroom, tmp_path: Path
) -> None:
    mail_goes_to(operator, smtp_server.port, worker="embedded")
    with started(*serve(operator), cwd=tmp_path) as process:
        assert Site(process).get("/draws/readyz")[0] == 200
        smtp_server.wait_for(3, timeout=30)
        worker = embedded_worker(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert is_gone(worker, within=0)


def test_a_killed_server_leaves_no_worker_behind(
    operator: Operator, house: House, smtp_server: Mailroom, tmp_path: Path
) -> None:
    mail_goes_to(operator, smtp_server.port, worker="embedded")
    with started(*serve(operator), cwd=tmp_path) as process:
        assert Site(process).get("/draws/readyz")[0] == 200
        smtp_server.wait_for(3, timeout=30)
        left = children(process.pid)
        process.kill()
        assert all(is_gone(pid) for pid in left)


def test_an_embedded_worker_that_dies_is_started_again(
    operator: Operator, house: House, smtp_server: Mailroom, tmp_path: Path
) -> None:
    mail_goes_to(operator, smtp_server.port, worker="embedded")
    with started(*serve(operator), cwd=tmp_path) as process:
        assert Site(process).get("/draws/readyz")[0] == 200
        smtp_server.wait_for(3, timeout=30)
        first = embedded_worker(process)
        subprocess.run(["kill", "-KILL", str(first)], check=True)
        assert is_gone(first)
        house.enter("dora@example.com")
        smtp_server.wait_for(4, timeout=30)
        assert embedded_worker(process) != first


@pytest.mark.parametrize("bind", ["nowhere", "127.0.0.1:99999", "127.0.0.1:", "192.0.2.1:8000"])
def test_an_address_that_cannot_be_listened_at_is_a_sentence(operator: Operator, bind: str) -> None:
    [sentence] = operator.refused("serve", "--bind", bind, code=2)
    assert bind in sentence


def test_an_address_that_is_taken_is_a_sentence(operator: Operator) -> None:
    with slow_server() as server:
        [sentence] = operator.refused("serve", "--bind", f"127.0.0.1:{server.port}", code=2)
    assert sentence.endswith("address already in use.")


def test_a_clock_that_fails_does_not_hold_up_the_mail(
    operator: Operator, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise LookupError("a row of some competition")

    monkeypatch.setattr("competition.cli.working.clockwork.tick", broken)
    fetch = working.Relays(load(operator.config).beacon)
    working._pass(Desk(operator.config), house.database, Mailbox(), fetch, over=lambda: False)
    assert counted(operator)["sent"] == 3


def test_a_request_that_cannot_be_read_leaves_neither_its_link_nor_its_sender_in_the_log(
    operator: Operator, tmp_path: Path
) -> None:
    with started(*serve(operator), cwd=tmp_path) as process:
        site = Site(process)
        with site.connection() as connection:
            connection.sendall(b"GET /confirm/private?from=\xff HTTP/1.1\r\nHost: cinema.example\r\n\r\n")
            assert b" 400 " in connection.recv(100)
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=20)[1]
    assert "a request could not be read" in said
    assert "private" not in said
    assert "127.0.0.1" not in said
