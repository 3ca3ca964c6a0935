"""What a finding says to a person, where its sentence names more than the kind of fault."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from competition.draw import beacon, bundle, canonical, entries, freeze, loglines, manifest_file, notes
from competition.draw.errors import DrawError
from tests.record_pieces import canonical as written
from tests.stories import LOTTERY, event

HERE = "2026-09-06T18:00:00Z"
TICKET, GROUP = "a" * 64, "b" * 16


def sentence(asked: Callable[[], object]) -> str:
    with pytest.raises(DrawError) as caught:
        asked()
    return caught.value.message


def fixed(**changes: Any) -> bytes:
    draft = event()
    draft.files()
    return written(draft.manifest | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"promoter": "x"}, "promoter: promoter is not an object"),
        (
            {"promoter": {"name": "x"}},
            "promoter: promoter has not exactly the keys of the format: see address",
        ),
        ({"beacon": "x"}, "beacon: the kind is none of drand, event, rehearsal"),
        (
            {"beacon": {"kind": "rehearsal", "round": 1, "bits": 2}},
            "beacon: beacon has not exactly the keys of the format: see bits, round",
        ),
        (
            {"beacon": {"kind": "drand"}},
            (
                "beacon: beacon has not exactly the keys of the format:"
                " see chain_hash, genesis, period, public_key, round, scheme"
            ),
        ),
        (
            {"fallback": {"kind": "event"}},
            "fallback: an event has not exactly the keys of the format: see bits,",
        ),
        (
            {"fallback": LOTTERY | {"kind": "dice"}},
            "fallback: the event's kind or id is not what the format says",
        ),
        (
            {"fallback": LOTTERY | {"id": "lotto_a"}},
            "fallback: the event's kind or id is not what the format says",
        ),
        ({"reserves": "2"}, "reserves: this is not a whole number from 0"),
        ({"claim_days": 0}, "claim_days: this is not a whole number from 1"),
        ({"prizes": []}, "prizes: this is not a list of at least 1"),
        ({"witnesses": {}}, "witnesses: this is not a list of at least 0"),
        (
            {"verifier_keys": ["two words+00000000+AQ=="]},
            "verifier_keys: 'two words' is no key name",
        ),
        ({"x" * 300: 1}, f"the manifest has not exactly the keys of the format: see {'x' * 200}"),
    ],
)
def test_a_manifest_is_told_which_key_of_what_will_not_do(changes: dict[str, Any], said: str) -> None:
    found = sentence(lambda: manifest_file.parse(fixed(**changes)))
    assert found.startswith(said)
    assert len(found) <= len(said) or said.endswith("bits,")


def test_what_is_no_manifest_is_told_so() -> None:
    assert sentence(lambda: manifest_file.parse(written([]))) == "the manifest is not an object"
    assert sentence(lambda: manifest_file.parse(written({"format": "prizedraw-manifest/2"}))) == (
        "the format is not prizedraw-manifest/1, the one known here"
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"a":1,"a":1}', "a key stands twice in one object"),
        (b"1.5", "only whole numbers are allowed"),
        (b"1e1", "only whole numbers are allowed"),
        (b"NaN", "only whole numbers are allowed"),
        (b"9007199254740992", "a number is not between 0 and 2^53-1"),
        (b"-1", "a number is not between 0 and 2^53-1"),
        (b"9" * 5000, "a number is not between 0 and 2^53-1"),
    ],
)
def test_json_is_told_what_has_no_place_in_it(data: bytes, said: str) -> None:
    assert sentence(lambda: canonical.parse(data, file="f")) == said


def test_a_value_of_another_type_is_named_by_it() -> None:
    assert sentence(lambda: canonical.dump([b""])) == "bytes has no place in the format's JSON"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 x", "the line is not numbered 0"),
        ("0", "the kind of event is none of the format"),
        (f"0 {HERE}", "the kind of event is none of the format"),
        (f"0 {HERE} counted", "the kind of event is none of the format"),
        (f"0 {HERE} count", "a line “count” has exactly the keys issued, in this order"),
        (f"0 {HERE} completed x=1", "a line “completed” has exactly the keys (none), in this order"),
        (
            f"0 {HERE} notified draw=1",
            "a line “notified” has exactly the keys draw, unit, ticket, attempt, in this order",
        ),
        (f"0 {HERE} count issued=1=2", "the value of issued holds other characters than the format allows"),
        (f"0 {HERE} count issued=01", "issued: '01' is not a whole number"),
    ],
)
def test_a_line_of_the_log_is_told_what_it_should_have(text: str, said: str) -> None:
    assert sentence(lambda: loglines.parse_line(text, 0)) == said


def test_a_line_that_is_made_is_told_its_keys() -> None:
    assert sentence(lambda: loglines.make_line(0, 0, "notified", {})) == (
        "a line “notified” has exactly the keys draw, unit, ticket, attempt"
    )


@pytest.mark.parametrize(
    ("data", "grouped", "said"),
    [
        (f"{TICKET}a\n", False, "the line is not a ticket of 64 hex digits"),
        (f"{TICKET}", False, "the last line is not ended by a line feed"),
        (f"{TICKET}\n{TICKET}a", False, "the line is not a ticket of 64 hex digits"),
        (f"{TICKET}\n", True, "the line is not a ticket and a group of 16 hex digits"),
        (f"{TICKET} {GROUP}", True, "the last line is not ended by a line feed"),
        (f"{TICKET} {GROUP}b", True, "the line is not a ticket and a group of 16 hex digits"),
        ("a" * 1024 + "\n", False, "the line is not a ticket of 64 hex digits"),
        ("a" * 1025 + "\n", False, "the line is longer than 1024 bytes"),
    ],
)
def test_a_list_is_told_what_a_line_of_it_is(data: str, grouped: bool, said: str) -> None:
    file = io.BytesIO(data.encode())
    assert sentence(lambda: entries.read_entries(file, grouped=grouped)) == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("duplicate\n", "the line does not begin with a ticket"),
        (f"{TICKET}\n", "'' is not a code (lower-case letters, digits, _ and -)"),
        (f"{TICKET} a b\n", "'a b' is not a code (lower-case letters, digits, _ and -)"),
    ],
)
def test_a_ticket_that_was_left_out_is_told_what_its_line_lacks(data: str, said: str) -> None:
    assert sentence(lambda: entries.read_excluded(data.encode())) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"kind": "event"}, "the keys are not exactly kind, id, value, typed_by"),
        (
            {"kind": "drand", "previous_signature": "00"},
            "the keys are not exactly kind, chain_hash, round, signature, previous_signature",
        ),
    ],
)
def test_a_value_is_told_its_keys(value: dict[str, str], said: str) -> None:
    assert sentence(lambda: beacon.parse_value(written(value))) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no key name"),
        ("cinema.example", "the key of cinema.example is not one of type 0x01 with 32 bytes"),
        ("cinema.example+00000000+!!!!", "this is not base64"),
        ("cinema.example+00000000+AB==", "the base64 is not written in its canonical form"),
    ],
)
def test_a_key_is_told_what_it_lacks(text: str, said: str) -> None:
    assert sentence(lambda: notes.parse_verifier_key(text, notes.ED25519)) == said


def test_a_name_is_shown_as_far_as_it_can_be_read() -> None:
    record = bundle.MemoryRecord({"x" * 100: b""})
    assert sentence(lambda: bundle.check_names(record)) == f"a record holds no file named '{'x' * 80}'"


@pytest.mark.parametrize(
    ("listed", "said"),
    [("8", "entries: '' is not 64 lower-case hex digits"), ("8 a b", "entries: 'a b' is not 64")],
)
def test_a_freeze_is_told_what_a_list_of_it_lacks(listed: str, said: str) -> None:
    of = freeze.Listed(8, TICKET)
    made = freeze.Freeze("cinema.example/x", 1, TICKET, of, TICKET, of, "rehearsal", 1_800_000_000)
    text = (
        replace(made, excluded=freeze.Listed(0, TICKET))
        .text()
        .replace(f"entries 8 {TICKET}", f"entries {listed}")
    )
    assert sentence(lambda: freeze.parse(text)).startswith(said)
