"""Signed notes, checkpoints and cosignatures: C2SP's own examples, and the stricter profile of §2 and §8."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import ed25519, evidence, manifest_file, notes
from competition.draw.errors import MalformedError, VerificationError
from tests.record_pieces import (
    ORIGIN,
    VECTORS,
    WITNESSES,
    cosignature_line,
    note,
    private_key,
    public_key,
    signature_line,
    vkey,
)
from tests.stories import event

KNOWN = json.loads((VECTORS / "notes_checkpoints.json").read_text())
HEAD = f"{ORIGIN}/x\n7\n{'A' * 43}=\n"


def opened(data: bytes, keys: list[notes.VerifierKey]) -> tuple[str, str, list[str]]:
    """C2SP's `open`: lines of unknown keys and repeated lines are passed over, a wrong signature is not."""
    try:
        found = notes.parse_note(data, file="f")
    except MalformedError:
        return "malformed", "", []
    verified: list[str] = []
    for line in found.signatures:
        key = next((key for key in keys if (key.name, key.key_id) == (line.name, line.key_id)), None)
        if key is None or key.name in verified:
            continue
        try:
            notes.verify_line(found, line, key)
        except VerificationError:
            return "invalid signature", "", []
        verified.append(key.name)
    return ("ok", found.text, verified) if verified else ("unverified", "", [])


def service(label: str = "service 1") -> notes.VerifierKey:
    return notes.parse_verifier_key(vkey(label), notes.ED25519)


def witness(label: str) -> notes.VerifierKey:
    return notes.parse_verifier_key(vkey(label), notes.COSIGNATURE)


@pytest.mark.parametrize("case", KNOWN["notes"], ids=lambda case: case["name"])
def test_the_notes_of_go_and_c2sp_open_as_they_say(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["note_hex"]) if "note_hex" in case else case["note"].encode()
    keys = [notes.parse_verifier_key(text, notes.ED25519) for text in case["vkeys"]]
    expected = (case["result"], case.get("text", ""), case.get("verified", []))
    assert opened(data, keys) == expected


@pytest.mark.parametrize("case", KNOWN["vkeys"], ids=lambda case: case["vkey"][:24])
def test_the_verifier_keys_of_go_and_c2sp_are_read_or_refused(case: dict[str, Any]) -> None:
    if case["ok"]:
        assert str(notes.parse_verifier_key(case["vkey"], notes.ED25519)) == case["vkey"]
    else:
        with pytest.raises(MalformedError):
            notes.parse_verifier_key(case["vkey"], notes.ED25519)


@pytest.mark.parametrize("case", KNOWN["checkpoints"], ids=lambda case: case["name"])
def test_the_checkpoints_of_real_logs_verify(case: dict[str, Any]) -> None:
    keys = [notes.parse_verifier_key(text, notes.ED25519) for text in case["vkeys"]]
    status, text, _ = opened(case["checkpoint"].encode(), keys)
    assert status == "ok"
    head = notes.parse_checkpoint(text, file="f")
    assert (head.origin, head.size, head.text()) == (case["origin"], case["size"], text)


@pytest.mark.parametrize("case", KNOWN["cosignature_v1"], ids=lambda case: case["vkey"][:24])
def test_of_the_cosignatures_of_sigsum_only_the_right_one_verifies(case: dict[str, Any]) -> None:
    key = notes.parse_verifier_key(case["vkey"], notes.COSIGNATURE)
    right = []
    for number, text in enumerate(case["lines"]):
        try:
            found = notes.parse_note(f"{case['body']}\n{text}\n".encode(), file="f")
            [line] = found.signatures
            assert notes.verify_cosignature(found, line, key) == case["timestamp"]
        except (MalformedError, VerificationError):
            continue
        if (line.name, line.key_id) == (key.name, key.key_id):
            right.append(number)
    assert right == [case["valid_line_index"]]


def test_what_is_signed_here_is_what_others_sign() -> None:
    private = private_key("service 1")
    signer = notes.Signer(ORIGIN, public_key("service 1"), private.sign)
    assert notes.sign_note(HEAD, signer) == note(HEAD, signature_line(HEAD, "service 1"))
    assert str(signer.key) == vkey("service 1")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20), st.integers(0, 3))
def test_a_note_is_written_and_read_back(line: str, more: int) -> None:
    text = f"{line}\n" + "more\n" * more
    signer = notes.Signer(ORIGIN, public_key("service 1"), private_key("service 1").sign)
    found = notes.parse_note(notes.sign_note(text, signer), file="f")
    assert found.text == text
    assert notes.verify_single(found, [service()]) == service()
    assert found.signatures[0].line == more + 3


def test_the_line_of_a_wrong_signature_is_named() -> None:
    line = signature_line("other\n", "service 1")
    with pytest.raises(VerificationError) as caught:
        notes.verify_single(notes.parse_note(note("a\n", line), file="f"), [service()])
    assert (caught.value.file, caught.value.line) == ("f", 3)


def test_control_without_the_signature_check_another_text_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    found = notes.parse_note(note("a\n", signature_line("other\n", "service 1")), file="f")
    monkeypatch.setattr(ed25519, "verify", lambda *_: True)
    assert notes.verify_single(found, [service()])


def checked(*lines: str, text: str = HEAD) -> dict[str, int]:
    found = notes.parse_note(note(text, *lines), file="f")
    times = notes.verify_checkpoint(found, [service()], [witness(label) for label in WITNESSES])
    return {key.name: time for key, time in times.items()}


def test_a_checkpoint_has_the_services_line_and_any_of_the_witnesses() -> None:
    first, *_ = signature_line(HEAD, "service 1"), None
    lines = [cosignature_line(HEAD, label, 5 + place) for place, label in enumerate(WITNESSES)]
    names = list(WITNESSES.values())
    assert checked(first) == {}
    assert checked(first, *lines) == {names[0]: 5, names[1]: 6}
    assert checked(first, *reversed(lines)) == {names[1]: 6, names[0]: 5}


@pytest.mark.parametrize(
    "lines",
    [
        [cosignature_line(HEAD, "town-gazette", 5)],
        [cosignature_line(HEAD, "town-gazette", 5), signature_line(HEAD, "service 1")],
        [
            signature_line(HEAD, "service 1"),
            *[cosignature_line(HEAD, "town-gazette", time) for time in (5, 6)],
        ],
        [signature_line(HEAD, "service 1"), signature_line(HEAD, "service 1")],
        [signature_line(HEAD, "service 1"), signature_line(HEAD, "service 3", "stranger.example")],
        [signature_line(HEAD, "service 1"), cosignature_line("other\n", "town-gazette", 5)],
        [signature_line(HEAD, "service 2")],
        [signature_line(HEAD, "service 1", "other.example")],
    ],
)
def test_any_other_line_of_a_checkpoint_is_refused(lines: list[str]) -> None:
    with pytest.raises(VerificationError):
        checked(*lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n7\n", None),
        (f"a\n7\n{'A' * 43}=\nmore\n", None),
        (f"\n7\n{'A' * 43}=\n", None),
        (f"a\n07\n{'A' * 43}=\n", 2),
        (f"a\n-7\n{'A' * 43}=\n", 2),
        (f"a\n{2**53}\n{'A' * 43}=\n", 2),
        ("a\n7\nAAAA\n", 3),
        (f"a\n7\n{'A' * 42}B=\n", 3),
        (f"a\n7\n{'A' * 43}\n", 3),
        (f"a\n7\n {'A' * 43}=\n", 3),
    ],
)
def test_a_checkpoint_in_another_form_is_refused(text: str, line: int | None) -> None:
    with pytest.raises(MalformedError) as caught:
        notes.parse_checkpoint(text, file="f")
    assert (caught.value.file, caught.value.line) == ("f", line)
    known = manifest_file.parse(event().files()["manifest.json"])
    with pytest.raises(MalformedError) as found:
        evidence.check_log_head(note(text, signature_line(text, "service 1")), "f", [], known)
    assert (found.value.file, found.value.line) == ("f", line)


def test_more_than_a_million_bytes_or_100_lines_are_no_note() -> None:
    line = signature_line("a\n", "service 1")
    assert notes.parse_note(note("a\n", *[line] * 100), file="f")
    most = note("a" * (1_000_000 - len(note("\n", line))) + "\n", line)
    assert len(most) == 1_000_000
    assert notes.parse_note(most, file="f")
    for data in (note("a\n", *[line] * 101), b"a" + most):
        with pytest.raises(MalformedError) as caught:
            notes.parse_note(data, file="f")
        assert (caught.value.file, caught.value.line) == ("f", None)


def test_a_signature_is_a_byte_behind_the_key_id_at_least() -> None:
    [line] = notes.parse_note(note("a\n", "— cinema AAAAAAE=\n"), file="f").signatures
    assert (line.key_id, line.signature) == (bytes(4), b"\1")
    with pytest.raises(MalformedError) as caught:
        notes.parse_note(note("a\n", "— cinema AAAAAA==\n"), file="f")
    assert (caught.value.file, caught.value.line) == ("f", 3)


def test_a_repeated_line_and_a_strangers_are_told_apart() -> None:
    first, twice = signature_line(HEAD, "service 1"), cosignature_line(HEAD, "town-gazette", 5)
    with pytest.raises(VerificationError, match="a second line of one key is refused"):
        checked(first, twice, twice)
    with pytest.raises(VerificationError, match="a line of an unknown key is refused"):
        checked(first, first)


@pytest.mark.parametrize("cut", ["", "\n", "a\n"])
def test_signatures_without_a_text_or_a_gap_are_no_note(cut: str) -> None:
    with pytest.raises(MalformedError, match=r"^f"):
        notes.parse_note((cut + signature_line("a\n", "service 1")).encode(), file="f")
