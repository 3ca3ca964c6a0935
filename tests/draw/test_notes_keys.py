"""Verifier keys and key names in every wrong form, each with an id that fits it (C2SP signed-note, §2)."""

import base64

import pytest

from competition.draw import notes
from competition.draw.errors import MalformedError, VerificationError
from tests.record_pieces import key_id, note, public_key, signature_line, vkey, vkey_of

PUBLIC = public_key("service 1")


def written(name: str, data: bytes) -> str:
    """A key whose id is that of an Ed25519 key, whatever it holds."""
    return f"{name}+{key_id(name, 1, data[1:]).hex()}+{base64.b64encode(data).decode()}"


def test_a_key_is_read_by_its_own_id() -> None:
    assert notes.parse_verifier_key(vkey_of(PUBLIC, "cinema"), notes.ED25519).public_key == PUBLIC
    assert written("cinema", b"\1" + PUBLIC) == vkey_of(PUBLIC, "cinema")


@pytest.mark.parametrize("name", ["", "a b", "a\u2003b", " a"])
def test_a_key_without_a_name_of_its_own_is_refused_though_its_id_fits(name: str) -> None:
    with pytest.raises(MalformedError):
        notes.parse_verifier_key(vkey_of(PUBLIC, name), notes.ED25519)


@pytest.mark.parametrize("data", [b"\4" + PUBLIC, b"\1" + PUBLIC + b"\0", b"\1" + PUBLIC[:-1], b"\1", b""])
def test_a_key_of_another_type_or_length_is_refused_though_its_id_fits(data: bytes) -> None:
    with pytest.raises(MalformedError):
        notes.parse_verifier_key(written("cinema", data), notes.ED25519)


@pytest.mark.parametrize("text", ["", "cinema", "cinema+", "cinema++", "cinema+00000000+"])
def test_a_key_with_a_part_left_out_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        notes.parse_verifier_key(text, notes.ED25519)


@pytest.mark.parametrize("name", ["a+b", "+"])
def test_a_line_is_signed_by_a_name_that_a_key_can_have(name: str) -> None:
    assert notes.parse_note(note("a\n", "— cinema AAAAAAE=\n"), file="f").signatures[0].name == "cinema"
    with pytest.raises(MalformedError) as caught:
        notes.parse_note(note("a\n", f"— {name} AAAAAAE=\n"), file="f")
    assert (caught.value.file, caught.value.line) == ("f", 3)


def test_a_text_may_hold_empty_lines_and_the_last_one_ends_it() -> None:
    text = "a\n\nb\n\n\nc\n"
    found = notes.parse_note(note(text, signature_line(text, "service 1")), file="f")
    assert (found.text, [line.line for line in found.signatures]) == (text, [8])


def test_what_is_no_base64_is_named_by_its_line() -> None:
    for signature in ("!!!!", "AAAAAAF=", "AAAA AAE="):
        with pytest.raises(MalformedError) as caught:
            notes.parse_note(note("a\n", f"— cinema {signature}\n"), file="f")
        assert (caught.value.file, caught.value.line) == ("f", 3)


def test_a_strangers_signature_and_a_second_one_have_their_codes() -> None:
    own = signature_line("a\n", "service 1")
    other = signature_line("a\n", "service 2")
    key = notes.parse_verifier_key(vkey("service 1"), notes.ED25519)
    for lines, code, line in (
        ([], "malformed", None),
        ([own, own], "signature", None),
        ([other], "unknown_key", 3),
        ([signature_line("b\n", "service 1")], "signature", 3),
    ):
        with pytest.raises((MalformedError, VerificationError)) as caught:
            notes.verify_single(notes.parse_note(note("a\n", *lines), file="f"), [key])
        assert (caught.value.code, caught.value.file, caught.value.line) == (code, "f", line)
    for lines, line in (([own, own], 4), ([own, other], 4)):
        with pytest.raises(VerificationError) as refused:
            notes.verify_checkpoint(notes.parse_note(note("a\n", *lines), file="f"), [key], [])
        assert (refused.value.code, refused.value.file, refused.value.line) == ("unknown_key", "f", line)
