"""Ed25519 verification: RFC 8032's vectors, keys made to confuse verifiers, and agreement with OpenSSL."""

import json
from hashlib import sha512
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from competition.draw import ed25519

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "ed25519_rfc8032.json").read_text())
CONFUSING = VECTORS["small_order_and_noncanonical"]["cases"]

seeds = st.binary(min_size=32, max_size=32)
messages = st.binary(max_size=200)


def signed(seed: bytes, message: bytes) -> tuple[bytes, bytes]:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return private.public_key().public_bytes_raw(), private.sign(message)


def openssl_accepts(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def with_flipped_bits(data: bytes, position: int, bits: int) -> bytes:
    position %= len(data)
    return data[:position] + bytes([data[position] ^ bits]) + data[position + 1 :]


@pytest.mark.parametrize("case", VECTORS["rfc8032"], ids=lambda case: case["name"])
def test_the_signatures_of_rfc_8032_are_accepted(case: dict[str, str]) -> None:
    key, message, signature = (bytes.fromhex(case[name]) for name in ("public_key", "message", "signature"))
    assert ed25519.is_acceptable_key(key)
    assert ed25519.verify(key, message, signature)
    assert not ed25519.verify(key, message + b"\0", signature)


def test_every_signature_that_libraries_disagree_about_is_refused() -> None:
    assert len(CONFUSING) == 196
    accepted = [
        case
        for case in CONFUSING
        if ed25519.verify(bytes.fromhex(case["vk_bytes"]), b"Zcash", bytes.fromhex(case["sig_bytes"]))
    ]
    assert accepted == []


def test_no_key_of_small_order_or_second_spelling_is_acceptable() -> None:
    keys = {bytes.fromhex(case["vk_bytes"]) for case in CONFUSING}
    assert len(keys) == 14
    assert not any(ed25519.is_acceptable_key(key) for key in keys)


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        (b"", "empty"),
        (bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751"), "31 bytes"),
        (bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00"), "33 bytes"),
        ((2**255 - 19 + 3).to_bytes(32, "little"), "y = 3, a good point, written as p + 3"),
        (b"\x02" + bytes(31), "y = 2, where the curve has no point"),
        (b"\x01" + bytes(30) + b"\x80", "x = 0 with the sign bit set"),
        (b"\xff" * 32, "all bits set"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_key_that_is_not_written_in_the_one_right_way_is_not_acceptable(key: bytes, fault: str) -> None:
    assert not ed25519.is_acceptable_key(key)
    assert not ed25519.verify(key, b"", bytes(64))


def test_the_point_behind_a_refused_spelling_is_fine_when_written_properly() -> None:
    assert ed25519.is_acceptable_key((3).to_bytes(32, "little"))


def test_a_signature_with_the_order_added_to_s_is_refused() -> None:
    key, signature = signed(bytes(32), b"a list")
    s = int.from_bytes(signature[32:], "little")
    assert ed25519.verify(key, b"a list", signature)
    assert not ed25519.verify(key, b"a list", signature[:32] + (s + ed25519.L).to_bytes(32, "little"))


class _AllZeros:
    def digest(self) -> bytes:
        return bytes(64)


def test_the_order_itself_is_no_second_spelling_of_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    # Were the hash zero, the identity and s = 0 would sign whatever it is the hash of.
    monkeypatch.setattr(ed25519, "sha512", lambda data: _AllZeros())
    key, identity = (3).to_bytes(32, "little"), (1).to_bytes(32, "little")
    assert ed25519.verify(key, b"", identity + bytes(32))
    assert not ed25519.verify(key, b"", identity + ed25519.L.to_bytes(32, "little"))


@settings(max_examples=60, deadline=None)
@given(seeds, messages)
def test_what_openssl_signs_is_accepted(seed: bytes, message: bytes) -> None:
    key, signature = signed(seed, message)
    assert ed25519.is_acceptable_key(key)
    assert ed25519.verify(key, message, signature)


@settings(max_examples=120, deadline=None)
@given(seeds, st.binary(min_size=1, max_size=80), st.integers(0, 2), st.integers(0, 79), st.integers(1, 255))
def test_a_changed_byte_anywhere_is_refused(
    seed: bytes, message: bytes, part: int, position: int, bits: int
) -> None:
    key, signature = signed(seed, message)
    parts = [key, message, signature]
    parts[part] = with_flipped_bits(parts[part], position, bits)
    assert not ed25519.verify(parts[0], parts[1], parts[2])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80), messages, st.binary(max_size=80))
def test_bytes_of_any_length_get_an_answer(key: bytes, message: bytes, signature: bytes) -> None:
    assert ed25519.verify(key, message, signature) is False


@settings(max_examples=150, deadline=None)
@given(st.integers(1, ed25519.L - 1), st.integers(1, ed25519.L - 1), messages)
def test_keys_with_a_small_order_part_are_judged_as_openssl_judges_them(
    secret: int, nonce: int, message: bytes
) -> None:
    # A point of order 8 added to an honest key makes one signature in eight valid, if the equation is checked
    # without the cofactor and with the challenge reduced, as OpenSSL and Go do.
    order_eight = ed25519._decode(
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    )
    assert order_eight is not None
    honest = ed25519._combine(secret, ed25519._BASE, 0, ed25519._BASE)
    key = ed25519._encode(ed25519._add(honest, order_eight))
    r = ed25519._encode(ed25519._combine(nonce, ed25519._BASE, 0, ed25519._BASE))
    challenge = int.from_bytes(sha512(r + key + message).digest(), "little") % ed25519.L
    signature = r + ((nonce + challenge * secret) % ed25519.L).to_bytes(32, "little")
    verdict = ed25519.verify(key, message, signature)
    assert ed25519.is_acceptable_key(key)
    assert verdict == (challenge % 8 == 0)
    assert verdict == openssl_accepts(key, message, signature)
