"""`competition demo`: what the newcomer is promised, done over HTTP and with the printed commands."""

import re
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.cli.processes import PROGRAM, children, is_gone, started, wait_for_line
from tests.web.html_tree import Tree
from tests.web.reader import fields


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Demo:
    """A running demonstration: its process, its address, the folder it was started in, what it printed."""

    process: "subprocess.Popen[str]"
    address: str
    cwd: Path
    commands: list[str]
    seconds: float

    def get(self, path: str) -> Tree:
        return self._open(path, None)[0]

    def post(self, path: str, form: Sequence[tuple[str, str]] = ()) -> tuple[Tree, str]:
        """The page that a form leads to, and its path."""
        return self._open(path, urlencode(form).encode())

    def _open(self, path: str, data: bytes | None) -> tuple[Tree, str]:
        with urlopen(self.address + path, data, timeout=30) as answer:
            return Tree(answer.read().decode()), answer.url.removeprefix(self.address)

    def run(self, command: str) -> "subprocess.CompletedProcess[str]":
        """Paste a printed command into another terminal."""
        return subprocess.run(
            shlex.split(command), cwd=self.cwd, capture_output=True, text=True, timeout=120, check=True
        )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    cwd = tmp_path_factory.mktemp("demo")
    begin = time.monotonic()
    with started("demo", "--port", str(free_port()), cwd=cwd) as process:
        address = wait_for_line(process, r"The site +(\S+)/")[1]
        seconds = time.monotonic() - begin
        assert process.stdout
        printed = []
        for line in process.stdout:
            printed.append(line.strip())
            if "Ctrl-C" in line:
                break
        commands = [line for line in printed if " --config " in line or " verify " in line]
        yield Demo(process, address, cwd, commands, seconds)


def test_it_starts_within_seconds_and_prints_five_commands(demo: Demo) -> None:
    assert demo.seconds < 20
    verbs = [re.search(r" (audit|verify|freeze|draw) ", command) for command in demo.commands]
    assert [verb[1] for verb in verbs if verb] == ["audit", "verify", "freeze", "draw", "audit"]


@pytest.mark.parametrize("slug", ["never-sorry", "silent-films", "rehearsal"])
def test_it_serves_three_competitions_with_their_pictures(demo: Demo, slug: str) -> None:
    assert demo.get(f"/c/{slug}").all("h1")
    with urlopen(f"{demo.address}/c/{slug}/picture", timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("image/svg+xml")


def test_the_printed_audit_commands_verify_the_drawn_one(demo: Demo) -> None:
    own, anybody = demo.commands[:2]
    assert demo.run(own).stdout == "silent-films  draw 1  self-consistent  verified\n"
    outcome = demo.run(anybody).stdout
    assert "evidence level self-consistent" in outcome
    assert outcome.rstrip().endswith("verified")


def newest_letter(demo: Demo) -> str:
    """Open the mailbox and read the letter at its top."""
    first = next(link for link in demo.get("/demo/mail").all("a") if "/demo/mail/" in link["href"])
    return demo.get(first["href"]).one("main").text


def test_a_reader_enters_confirms_from_the_mailbox_and_takes_the_receipt(demo: Demo) -> None:
    form = fields(demo.get("/c/never-sorry"), "/enter") | {
        "email": "newcomer@example.com",
        "name": "Nell Newcomer",
        "answer": "1",
        "publication": "name",
    }
    statements = [("eligible", str(number)) for number in (1, 2, 3)]
    page, path = demo.post("/c/never-sorry/enter", [*form.items(), *statements])
    assert path == "/c/never-sorry/check-mail", page.one("main").text
    link = re.search(r"/confirm/[^ ]+", newest_letter(demo))
    assert link
    assert demo.get(link[0]).one("h1").text == "Confirm your entry"
    _, entry = demo.post(link[0])
    assert entry.startswith("/e/")
    with urlopen(f"{demo.address}{entry}/receipt.note", timeout=30) as answer:
        assert answer.read().startswith(b"prizedraw/v1 receipt\n")
    assert "receipt" in newest_letter(demo)


def test_the_rehearsal_is_closed_and_drawn_within_a_minute(demo: Demo) -> None:
    begin = time.monotonic()
    freeze, draw, audit = demo.commands[2:]
    assert "12 in, 0 left out" in demo.run(freeze).stdout
    assert "unit 1" in demo.run(draw).stdout
    assert demo.run(audit).stdout == "rehearsal  draw 1  rehearsal  verified\n"
    assert time.monotonic() - begin < 60


def test_the_folder_of_a_running_demonstration_is_not_taken_over(demo: Demo) -> None:
    outcome = subprocess.run([PROGRAM, "demo"], cwd=demo.cwd, capture_output=True, text=True, timeout=60)
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("A demonstration runs in demo-data already.")
    assert demo.get("/").all("h1")


def test_ctrl_c_ends_it_and_nothing_is_left(tmp_path: Path) -> None:
    with started("demo", "--port", str(free_port()), cwd=tmp_path) as process:
        address = wait_for_line(process, r"The site +(\S+)/")[1]
        with urlopen(f"{address}/readyz", timeout=30):
            left = children(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert left
        assert all(is_gone(pid, within=15) for pid in left)


def test_a_port_that_is_taken_gives_way_to_the_next_free_one(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with started("demo", "--port", str(port), cwd=tmp_path) as process:
            address = wait_for_line(process, r"The site +(\S+)/")[1]
            assert int(address.rpartition(":")[2]) != port


def test_each_start_makes_the_folder_anew_and_touches_no_other(tmp_path: Path) -> None:
    other = tmp_path / "letters"
    other.mkdir()
    (other / "diary.txt").write_text("mine")
    outcome = subprocess.run(
        [PROGRAM, "demo", "--folder", str(other)], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert outcome.returncode == 2
    assert "are not the demonstration's" in outcome.stderr
    assert [path.name for path in other.iterdir()] == ["diary.txt"]
    configurations = []
    for _ in range(2):
        with started("demo", "--port", str(free_port()), cwd=tmp_path) as process:
            wait_for_line(process, r"The site ")
            configurations.append((tmp_path / "demo-data" / "competition.toml").read_text())
    assert configurations[0] != configurations[1]
