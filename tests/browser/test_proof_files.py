"""The files behind the proof pages: small modules, one of which may fetch, and none of which makes markup."""

import re
from pathlib import Path

import pytest

from tests.fixtures.verifier_page import STATIC

FILES = sorted((STATIC / "proof").glob("*.js"))
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Storage\b|cookie|sendBeacon"
)
NETWORK = re.compile(r"\b(fetch\(|XMLHttpRequest|WebSocket|EventSource|importScripts)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_small_and_imports_what_can_be_packed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 160
    sources = re.findall(r"(?m)^import \{[^}]*\} from '([^']+)';$", text)
    assert len(sources) == len(re.findall(r"(?m)^import ", text))
    assert all(re.fullmatch(r"\./\w+\.js|\.\./verifier/\w+\.js", source) for source in sources)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_makes_markup_of_a_text_or_keeps_anything(path: Path) -> None:
    assert not FORBIDDEN.search(path.read_text(encoding="utf-8"))


def test_one_file_alone_may_ask_the_network_and_it_never_sees_a_receipt() -> None:
    asking = [path for path in FILES if NETWORK.search(path.read_text(encoding="utf-8"))]
    assert [path.name for path in asking] == ["record.js"]
    assert not re.search("receipt|salt|email", asking[0].read_text(encoding="utf-8"))
