"""Manifest and freeze as objects: what is written is read back, to the byte (§3, §5)."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import freeze, manifest, manifest_file
from competition.draw.errors import MalformedError, UncheckableError, VerificationError
from competition.draw.notes import ED25519, VerifierKey
from tests.record_pieces import GOLDEN, canonical, seconds_of
from tests.records import Draft
from tests.stories import LOTTERY, chained, event, fallback, grouped, quicknet, rehearsal, witnessed

STORIES = (event, quicknet, chained, rehearsal, fallback, grouped, witnessed)
RECORDS = sorted(GOLDEN.glob("*/record"))
titles = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20)


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.parent.name)
def test_the_manifests_of_the_worked_records_are_read_and_written_again(record: Path) -> None:
    data = (record / "manifest.json").read_bytes()
    found = manifest_file.parse(data)
    manifest.check(found)
    assert found.to_bytes() == data
    expected = json.loads(record.with_name("expected.json").read_text())
    assert found.digest() == expected["manifest_sha256"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.parent.name)
def test_the_freezes_of_the_worked_records_are_read_and_written_again(record: Path) -> None:
    text = (record / "freeze.note").read_text().rpartition("\n\n")[0] + "\n"
    assert freeze.parse(text).text() == text


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_manifests_of_all_kinds_are_read_and_written_again(story: Callable[[], Draft]) -> None:
    draft = story()
    data = draft.files()["manifest.json"]
    found = manifest_file.parse(data)
    manifest.check(found)
    assert found.to_bytes() == data
    assert manifest_file.parse(found.to_bytes()) == found


@given(
    titles,
    titles,
    st.lists(st.tuples(titles, st.integers(1, 9)), min_size=1, max_size=3),
    st.integers(0, 2**53 - 1),
)
def test_any_words_and_prizes_are_read_and_written_again(
    title: str, name: str, prizes: list[tuple[str, int]], reserves: int
) -> None:
    draft = event(title=title, promoter={"name": name, "address": title}, reserves=reserves)
    draft.manifest |= {"rules_sha256": "a" * 64, "prizes": [{"title": t, "quantity": q} for t, q in prizes]}
    found = manifest_file.parse(canonical(draft.manifest))
    assert found.to_bytes() == canonical(draft.manifest)
    assert found.units == sum(quantity for _, quantity in prizes)
    numbered = [title for title, quantity in prizes for _ in range(quantity)]
    assert [found.prize_of(unit).title for unit in range(1, found.units + 1)] == numbered
    with pytest.raises(IndexError):
        found.prize_of(found.units + 1)


def plain() -> manifest.Manifest:
    return manifest_file.parse(event().files()["manifest.json"])


def stranger() -> VerifierKey:
    return VerifierKey("stranger.example", ED25519, plain().verifier_keys[0].public_key)


def test_the_time_of_an_event_is_draw_at_and_of_a_round_its_own() -> None:
    draft = quicknet()
    found = manifest_file.parse(draft.files()["manifest.json"])
    assert plain().round_time(None) == plain().draw_at
    assert found.round_time(None) == seconds_of("2024-10-14T17:13:33Z")
    assert found.round_time(12040884) == found.round_time(None) + 3


def test_the_beacon_line_is_the_manifests_or_the_round_in_force() -> None:
    found = manifest_file.parse(quicknet().files()["manifest.json"])
    chain = found.beacon.chain.chain_hash if isinstance(found.beacon, manifest.DrandBeacon) else ""
    assert freeze.beacon_line(found.beacon, None) == f"drand {chain} 12040883"
    assert freeze.beacon_line(found.beacon, 7) == f"drand {chain} 7"
    assert freeze.beacon_line(plain().beacon, None) == "event lotto-a"
    assert freeze.beacon_line(manifest.RehearsalBeacon(), None) == "rehearsal"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"closes": 0}, "times"),
        ({"confirm_by": 2**40}, "times"),
        ({"min_gap_seconds": 899}, "min_gap"),
        ({"min_gap_seconds": 2**40}, "min_gap"),
        ({"fallback": manifest.EventBeacon("x", "x", 64)}, "fallback"),
        ({"verifier_keys": (*plain().verifier_keys, stranger())}, "verifier_keys"),
        ({"witness_quorum": 1}, "witness_quorum"),
    ],
    ids=lambda one: str(one)[:40],
)
def test_keys_that_contradict_each_other_are_refused(change: dict[str, Any], code: str) -> None:
    manifest.check(replace(plain(), min_gap_seconds=900))
    with pytest.raises(VerificationError) as caught:
        manifest.check(replace(plain(), **change))
    assert (caught.value.code, caught.value.file) == (code, "manifest.json")
    assert " " in caught.value.message


def test_a_round_counts_from_one() -> None:
    values = quicknet().manifest
    first = values | {"beacon": values["beacon"] | {"round": 1}, "rules_sha256": "a" * 64}
    found = manifest_file.parse(canonical(first)).beacon
    assert isinstance(found, manifest.DrandBeacon)
    assert found.round == 1
    for round_ in (0, -1, True, "1", 1.5):
        with pytest.raises(MalformedError):
            manifest_file.parse(canonical(first | {"beacon": first["beacon"] | {"round": round_}}))


def test_another_format_is_not_judged() -> None:
    other_formats: tuple[Any, ...] = ("prizedraw-manifest/2", "", None, 7, [])
    for format_ in other_formats:
        with pytest.raises(UncheckableError) as caught:
            manifest_file.parse(canonical({"format": format_}))
        assert (caught.value.code, caught.value.file) == ("format", "manifest.json")
        assert " " in caught.value.message
    others: tuple[Any, ...] = ([], 1, "x", None, {})
    for value in others:
        with pytest.raises(MalformedError):
            manifest_file.parse(canonical(value))


hex64 = st.binary(min_size=32, max_size=32).map(bytes.hex)
beacons = st.sampled_from(["rehearsal", "event lotto-a", f"drand {'a' * 64} 7"])


@given(st.integers(1, 2**53 - 1), st.integers(0, 2**53 - 1), hex64, beacons, st.integers(0, 2**33))
def test_a_freeze_is_written_and_read_back(
    draw: int, count: int, root: str, beacon: str, frozen: int
) -> None:
    listed = freeze.Listed(count, root)
    made = freeze.Freeze("cinema.example/x", draw, root, listed, root, freeze.Listed(0, root), beacon, frozen)
    assert freeze.parse(made.text()) == made
    assert freeze.parse(made.text()).text() == made.text()
    assert made.issued == count


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("draw 1", "draw 01", 3),
        ("manifest a", "manifest A", 4),
        ("entries 8 ", "entries 8  ", 5),
        ("entries 8", "entries -8", 5),
        ("entries-file a", "entries-file ", 6),
        ("excluded 0 ", "excluded 0", 7),
        ("event lotto-a", "event lotto_a", 8),
        ("event lotto-a", f"event {'a' * 65}", 8),
        ("event lotto-a", "event", 8),
        ("event lotto-a", "event  lotto-a", 8),
        ("event lotto-a", "rehearsal now", 8),
        ("event lotto-a", f"drand {'a' * 64} 07", 8),
        ("event lotto-a", f"drand {'a' * 64}", 8),
        ("frozen 2", "frozen 02", 9),
    ],
)
def test_a_freeze_in_another_form_is_refused_with_its_line(old: str, new: str, line: int) -> None:
    listed = freeze.Listed(8, "a" * 64)
    made = freeze.Freeze(
        "cinema.example/x",
        1,
        "a" * 64,
        listed,
        "a" * 64,
        freeze.Listed(0, "a" * 64),
        "event lotto-a",
        1_800_000_000,
    )
    assert old in made.text()
    with pytest.raises(MalformedError) as caught:
        freeze.parse(made.text().replace(old, new, 1))
    assert (caught.value.file, caught.value.line) == ("freeze.note", line)


def test_the_lottery_of_the_stories_is_a_promised_event() -> None:
    assert plain().beacon == manifest.EventBeacon(LOTTERY["id"], LOTTERY["description"], LOTTERY["bits"])
