"""Following a log: it may only grow, and one that was rewritten is convicted by its own two signatures."""

import base64
import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from competition.audit import papers
from competition.audit.__main__ import main
from tests.record_pieces import note, signature_line, tree
from tests.records import Files
from tests.stories import event

FILES: Files = event().files()
LINES = FILES["log.txt"].decode().splitlines(keepends=True)
ORIGIN = FILES["checkpoint.note"].decode().splitlines()[0]
REWRITTEN = [line.replace("count issued=", "count issued=9") for line in LINES]
PAGES = "/c/x"


def shown(lines: list[str], label: str = "service 1") -> Files:
    """What a server shows of a log with these lines."""
    data = "".join(lines).encode()
    size, root = tree(data)
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n"
    head = note(text, signature_line(text, label))
    return {"checkpoint": head, "log.txt": data, "manifest.json": FILES["manifest.json"]}


class Place:
    """A site that shows one log, on a real socket."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.files: Files = shown(LINES[:3])


@pytest.fixture
def place() -> Iterator[Place]:
    found: list[Place] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = found[0].files.get(self.path.removeprefix(f"{PAGES}/"))
            self.send_response(200 if data is not None else 404)
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found.append(Place(f"http://127.0.0.1:{server.server_port}{PAGES}"))
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield found[0]
        server.shutdown()
        thread.join()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


def follow(place: Place, state: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = main(["follow", place.address, "--state", str(state), *more])
    return code, capsys.readouterr().out.strip()


def test_a_log_that_grows_is_followed(place: Place, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert follow(place, state, capsys) == (
        0,
        f"verified: {ORIGIN}: 3 lines, remembered. Nothing to hold them against so far.",
    )
    place.files = shown(LINES[:5])
    said = f"verified: {ORIGIN}: 5 lines, 2 new. The log has only grown."
    assert follow(place, state, capsys) == (0, said)
    assert follow(place, state, capsys)[1].endswith("5 lines, none new. The log has only grown.")


@pytest.mark.parametrize("size", [2, 3, 5], ids=["shorter", "as long", "longer"])
def test_a_fork_is_proven_by_both_signatures_to_anybody(
    place: Place, state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], size: int
) -> None:
    follow(place, state, capsys)
    remembered = state.read_bytes()
    place.files = shown([LINES[0].replace("T0", "T1"), *REWRITTEN[1:]][:size])
    evidence = tmp_path / "evidence.zip"
    code, said = follow(place, state, capsys, "--evidence", str(evidence))
    assert code == 1
    assert "TWO HISTORIES OF ONE LOG ARE SIGNED" in said
    # What was seen first is not forgotten for what contradicts it.
    assert state.read_bytes() == remembered
    assert main(["evidence", str(evidence)]) == 1
    assert "TWO HISTORIES OF ONE LOG ARE SIGNED" in capsys.readouterr().out


def test_control_of_a_log_that_grew_the_same_papers_convict_nobody(
    place: Place, state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    longer = shown(LINES[:5])
    files = {
        "seen.note": shown(LINES[:3])["checkpoint"],
        "checkpoint.note": longer["checkpoint"],
        "log.txt": longer["log.txt"],
        "manifest.json": longer["manifest.json"],
    }
    papers.write(tmp_path / "evidence.zip", files)
    assert main(["evidence", str(tmp_path / "evidence.zip")]) == 0
    assert "its 3 lines are the first of 5" in capsys.readouterr().out


def test_an_older_log_is_no_fork_and_no_success(
    place: Place, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    follow(place, state, capsys)
    place.files = shown(LINES[:2])
    code, said = follow(place, state, capsys)
    assert (code, "an older log is shown, with 2 lines; it had 3" in said) == (2, True)


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda: shown(LINES[:5], "nobody"), 1, "not by a key of the service"),
        (lambda: {**shown(LINES[:5]), "log.txt": shown(REWRITTEN[:5])["log.txt"]}, 2, "not those that were"),
        (lambda: {**shown(LINES[:5]), "log.txt": b"<html>\n"}, 1, "log.txt line 1"),
        (lambda: {**shown(LINES[:5]), "checkpoint": b"down for repair"}, 1, "checkpoint.note"),
        (dict, 2, "answered 404"),
    ],
    ids=["another key", "other lines", "no log", "no checkpoint", "nothing there"],
)
def test_what_is_not_signed_is_not_remembered(
    place: Place, state: Path, capsys: pytest.CaptureFixture[str], change: object, code: int, said: str
) -> None:
    follow(place, state, capsys)
    remembered = state.read_bytes()
    assert callable(change)
    place.files = change()
    found, words = follow(place, state, capsys)
    assert (found, said in words) == (code, True), words
    assert state.read_bytes() == remembered


def test_a_server_that_cannot_be_reached_is_no_verdict(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}/c/x"
    assert main(["follow", address, "--state", str(state)]) == 2
    assert "cannot be reached" in capsys.readouterr().out
    assert not state.exists()


def test_a_state_that_is_none_is_not_overwritten(
    place: Place, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state.write_text(json.dumps({"format": "my diary"}))
    code, said = follow(place, state, capsys)
    assert (code, "is no file of this command" in said) == (2, True)
    assert state.read_text() == '{"format": "my diary"}'


def test_the_state_is_written_whole_or_not_at_all(
    place: Place, state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(place, state, capsys)
    remembered = state.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("competition.audit.papers.os.fsync", full)
    place.files = shown(LINES[:5])
    assert follow(place, state, capsys)[0] == 2
    assert state.read_bytes() == remembered
    assert [each.name for each in state.parent.iterdir()] == ["state.json"]
