"""The public log, from its first line on: lines, heads, and proofs between any two of them."""

import base64

import pytest

from competition.draw.merkle import verify_consistency
from competition.draw.notes import parse_checkpoint, parse_note
from tests.services import drawn
from tests.web.conftest import Site
from tests.web.reader import Reader

PLACE = "/c/never-sorry"


@pytest.fixture
def described() -> dict[str, object]:
    return drawn.WITH_ROUND


@pytest.fixture
def grown(site: Site) -> Site:
    drawn.fill(site.house, 2)
    drawn.draw_by_clock(site.house)
    return site


def head(reader: Reader, size: int) -> tuple[int, bytes]:
    answer = reader.get(f"{PLACE}/checkpoint/{size}")
    found = parse_checkpoint(parse_note(answer.data, file="f").text, file="f")
    return found.size, found.root


def test_before_anything_happens_the_log_and_its_head_are_public(site: Site, reader: Reader) -> None:
    assert reader.get(f"{PLACE}/log.txt").text.startswith("0 ")
    assert reader.get(f"{PLACE}/manifest.json").json["format"] == "prizedraw-manifest/1"  # type: ignore[index]
    text = parse_note(reader.get(f"{PLACE}/checkpoint").data, file="f").text
    assert text.startswith("cinema.example/draws/c/never-sorry\n1\n")


def test_between_any_two_heads_there_is_a_proof(grown: Site, reader: Reader) -> None:
    size = reader.get(f"{PLACE}/log.txt").text.count("\n")
    assert size > 4
    for new in range(1, size + 1):
        for old in range(1, new + 1):
            lines = reader.get(f"{PLACE}/consistency/{old}/{new}").text.splitlines()
            proof = [base64.b64decode(line) for line in lines]
            (_, before), (_, after) = head(reader, old), head(reader, new)
            verify_consistency(old, new, proof, before, after)


@pytest.mark.parametrize("path", ["checkpoint/99", "checkpoint/0", "consistency/1/99", "consistency/3/2"])
def test_what_the_log_never_was_is_not_found(grown: Site, reader: Reader, path: str) -> None:
    assert reader.get(f"{PLACE}/{path}").status_code == 404


def test_a_draft_has_no_log(site: Site, reader: Reader) -> None:
    for name in ("log.txt", "checkpoint", "manifest.json", "consistency/1/1"):
        assert reader.get(f"/c/another/{name}").status_code == 404
