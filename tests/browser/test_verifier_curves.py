"""The browser's curves against what others published, and against points made to confuse verifiers."""

import base64
from hashlib import sha256, sha512

from competition.draw import ed25519
from competition.draw.beacon import verify_bls
from competition.draw.bls12381_curves import B1, decode_g1
from competition.draw.bls12381_fields import Fp
from competition.draw.chains import DEFAULT, QUICKNET
from tests.browser.test_verifier_vectors import Case, accepted, hexed, known
from tests.draw.test_beacon import value_of
from tests.fixtures.verifier_page import Verifier, packed

CHAINS = {"quicknet": QUICKNET, "default": DEFAULT}
SIGNED = {"key": "public_key", "message": "message", "signature": "signature"}


def test_drand_s_rounds_are_accepted_exactly_if_they_are_real(verifier: Verifier) -> None:
    rounds = known("drand_rounds")["rounds"]
    asked = [
        {
            "data": packed(value_of(case).to_bytes()),
            "round": case["round"],
            "chain": {key: getattr(CHAINS[case["chain"]], key) for key in CHAINS[case["chain"]].__slots__},
        }
        for case in rounds
    ]
    answers = verifier.ask("drand", asked)
    assert accepted(answers) == [case["valid"] for case in rounds]
    values = [sha256(bytes.fromhex(case["signature"])).hexdigest() for case in rounds if case["valid"]]
    assert [answer["value"] for answer in answers if "value" in answer] == values


def test_a_bls_signature_has_one_spelling_and_lies_in_its_group(verifier: Verifier) -> None:
    rounds = [one for one in known("drand_rounds")["rounds"] if one["valid"] and one["chain"] == "quicknet"]
    key, signature = bytes.fromhex(QUICKNET.public_key), bytes.fromhex(rounds[0]["signature"])
    message = sha256(rounds[0]["round"].to_bytes(8, "big")).digest()
    signatures = [
        *(signature, signature[:-1], signature + b"\0", bytes([signature[0] ^ 0x20]) + signature[1:], b""),
        bytes([signature[0] & 0x7F]) + signature[1:],
        bytes([0xC0]) + bytes(47),
        outside_the_group(),
    ]
    keys = [key, bytes([0xC0]) + bytes(95), bytes.fromhex(DEFAULT.public_key), b"", key[:-1] + b"\0"]
    asked = [(key, one) for one in signatures] + [(one, signature) for one in keys]
    common = {"scheme": QUICKNET.scheme, "message": packed(message)}
    answers = verifier.ask("bls", [common | {"key": packed(k), "signature": packed(s)} for k, s in asked])
    expected = [verify_bls(QUICKNET.scheme, k, message, s) for k, s in asked]
    assert [answer["value"] for answer in answers] == expected
    assert expected.count(True) == 2


def outside_the_group() -> bytes:
    """A compressed point that is on the curve but not in G1."""
    candidates = (bytes([0x80]) + x.to_bytes(47, "big") for x in range(1, 100))
    return next(one for one in candidates if on_curve(one) and decode_g1(one) is None)


def on_curve(encoded: bytes) -> bool:
    x = Fp(int.from_bytes(bytes([encoded[0] & 0x1F]) + encoded[1:], "big"))
    return (x * x * x + B1).sqrt() is not None


def test_signatures_of_rfc_8032_are_right_and_those_that_libraries_disagree_about_are_not(
    verifier: Verifier,
) -> None:
    vectors = known("ed25519_rfc8032")
    right = [{part: hexed(one[name]) for part, name in SIGNED.items()} for one in vectors["rfc8032"]]
    confusing = [
        {"key": hexed(one["vk_bytes"]), "message": packed(b"Zcash"), "signature": hexed(one["sig_bytes"])}
        for one in vectors["small_order_and_noncanonical"]["cases"]
    ]
    other = [one | {"message": packed(base64.b64decode(one["message"]) + b"\0")} for one in right]
    found = accepted(verifier.ask("ed25519", [*right, *confusing, *other]))
    assert found == [True] * len(right) + [False] * (len(confusing) + len(other))
    keys = sorted({one["key"] for one in [*right, *confusing]})
    acceptable = [ed25519.is_acceptable_key(base64.b64decode(key)) for key in keys]
    assert accepted(verifier.ask("acceptable", [{"key": key} for key in keys])) == acceptable


def signed_beside(point: tuple[int, int, int, int]) -> Case:
    """A signature whose R is moved by a point of small order: only a check times the cofactor takes it."""
    secret, nonce, message = 12345, 67890, b"moved"
    key = ed25519._encode(ed25519._combine(secret, ed25519._BASE, 0, ed25519._BASE))
    start = ed25519._encode(ed25519._add(ed25519._combine(nonce, ed25519._BASE, 0, ed25519._BASE), point))
    challenge = int.from_bytes(sha512(start + key + message).digest(), "little")
    scalar = (nonce + challenge * secret) % ed25519.L
    signature = start + scalar.to_bytes(32, "little")
    assert ed25519.verify(key, message, signature) == (point == ed25519._IDENTITY)
    return {"key": packed(key), "message": packed(message), "signature": packed(signature)}


def test_a_signature_that_fits_only_times_the_cofactor_is_refused(verifier: Verifier) -> None:
    order_two = (0, ed25519.P - 1, 1, 0)
    asked = [signed_beside(ed25519._IDENTITY), signed_beside(order_two)]
    assert [answer["value"] for answer in verifier.ask("ed25519", asked)] == [True, False]
    # The library's own check is the one that multiplies: it takes both.
    assert [answer["value"] for answer in verifier.ask("libraryEd25519", asked)] == [True, True]
