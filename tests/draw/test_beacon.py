"""drand's rounds and chains, events' values, rehearsals (§3, §7)."""

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import beacon, chains
from competition.draw.errors import MalformedError, UncheckableError, VerificationError
from tests.record_pieces import VECTORS

KNOWN = json.loads((VECTORS / "drand_rounds.json").read_text())
CHAINS = {"quicknet": chains.QUICKNET, "default": chains.DEFAULT}
EVENT = '{"id":"lotto","kind":"event","typed_by":["a","b"],"value":"%s"}'


@pytest.mark.parametrize("name", sorted(CHAINS))
def test_the_pinned_chains_are_those_that_drand_publishes(name: str) -> None:
    known, chain = KNOWN["chains"][name], CHAINS[name]
    assert (chain.scheme, chain.period, chain.genesis) == (
        known["scheme"],
        known["period"],
        known["genesis_time"],
    )
    assert (chain.public_key, chain.chain_hash) == (known["public_key"], known["chain_hash"])
    body = (
        chain.period.to_bytes(4, "big") + chain.genesis.to_bytes(8, "big") + bytes.fromhex(chain.public_key)
    )
    body += bytes.fromhex(known["genesis_seed"])
    body += b"" if known["beacon_id"] == "default" else known["beacon_id"].encode()
    assert sha256(body).hexdigest() == chain.chain_hash


def test_no_other_chain_is_known() -> None:
    assert set(chains.KNOWN_CHAINS) == {chain.chain_hash for chain in CHAINS.values()}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"genesis": True}, "beacon: genesis is not a number"),
        ({"period": "3"}, "beacon: period is not a number"),
        ({"scheme": 1}, "beacon: scheme is not a text"),
        ({"period": 0}, "beacon: the period is 0, or scheme or public key are malformed"),
    ],
    ids=str,
)
def test_a_chain_in_another_form_is_refused_in_words(change: dict[str, Any], said: str) -> None:
    whole = {"chain_hash": "ab" * 32, "scheme": "own", "public_key": "ab", "genesis": 0, "period": 1}
    assert chains.parse_chain(whole).period == 1
    with pytest.raises(MalformedError) as caught:
        chains.parse_chain(whole | change)
    assert caught.value.message == said


def value_of(case: dict[str, Any]) -> beacon.DrandValue:
    chain = CHAINS[case["chain"]]
    return beacon.DrandValue(
        chain.chain_hash, case["round"], case["signature"], case.get("previous_signature")
    )


@pytest.mark.parametrize(
    "case", KNOWN["rounds"], ids=lambda case: f"{case['chain']} {case['round']} {case.get('note', '')}"
)
def test_a_round_of_the_vectors_is_accepted_exactly_if_it_is_real(case: dict[str, Any]) -> None:
    value, chain = value_of(case), CHAINS[case["chain"]]
    if case["valid"]:
        beacon.verify_round(value, chain, case["round"])
        assert value.value == sha256(bytes.fromhex(case["signature"])).hexdigest()
        assert beacon.parse_value(value.to_bytes()) == value
        assert case.get("randomness", value.value) == value.value
    else:
        with pytest.raises(VerificationError):
            beacon.verify_round(value, chain, case["round"])


def test_a_round_is_signed_with_the_signature_before_it_where_the_scheme_chains_them() -> None:
    value = beacon.DrandValue("ab" * 32, 258, "cd" * 48, "0f" * 96)
    number = bytes(6) + b"\1\2"
    assert beacon.message_of(value, chains.CHAINED) == sha256(b"\x0f" * 96 + number).digest()
    assert beacon.message_of(value, chains.UNCHAINED) == sha256(number).digest()


@pytest.mark.parametrize("chain", [chains.QUICKNET, chains.DEFAULT])
def test_a_verifier_is_given_scheme_key_message_and_signature_of_the_chain(chain: chains.Chain) -> None:
    value = beacon.DrandValue(
        chain.chain_hash, 7, "cd" * 48, "0f" * 96 if chain.scheme == chains.CHAINED else None
    )
    given: list[object] = []

    def taken(*what: object) -> bool:
        given.append(what)
        return True

    beacon.verify_round(value, chain, 7, bls=taken)
    message = beacon.message_of(value, chain.scheme)
    assert given == [(chain.scheme, bytes.fromhex(chain.public_key), message, b"\xcd" * 48)]


def real() -> beacon.DrandValue:
    return value_of(next(case for case in KNOWN["rounds"] if case["round"] == 1000 and case["valid"]))


def test_a_real_signature_of_another_round_or_chain_is_refused_before_any_pairing() -> None:
    def never(*_: object) -> bool:
        raise AssertionError

    for chain, round_, code in ((chains.QUICKNET, 1001, "round"), (chains.DEFAULT, 1000, "chain")):
        with pytest.raises(VerificationError) as caught:
            beacon.verify_round(real(), chain, round_, bls=never)
        assert (caught.value.code, caught.value.file) == (code, "beacon.json")


def test_a_chain_of_ones_own_could_not_be_checked() -> None:
    own = chains.Chain("ab" * 32, chains.UNCHAINED, chains.QUICKNET.public_key, 0, 3)
    value = beacon.DrandValue("ab" * 32, 1000, real().signature)
    with pytest.raises(UncheckableError) as caught:
        beacon.verify_round(value, own, 1000)
    assert caught.value.code == "unknown_chain"


def test_control_without_the_signature_any_bytes_would_do() -> None:
    forged = beacon.DrandValue(chains.QUICKNET.chain_hash, 1000, "ab" * 48)
    beacon.verify_round(forged, chains.QUICKNET, 1000, bls=lambda *_: True)
    with pytest.raises(VerificationError) as caught:
        beacon.verify_round(forged, chains.QUICKNET, 1000)
    assert (caught.value.code, caught.value.file) == ("beacon_signature", "beacon.json")


@given(st.sampled_from([chains.QUICKNET, chains.DEFAULT]), st.integers(0, 2**35))
def test_the_round_at_an_instant_is_the_first_at_or_after_it(chain: chains.Chain, instant: int) -> None:
    round_ = chain.round_at(instant)
    assert chain.round_time(round_) >= instant
    assert round_ == 1 or chain.round_time(round_ - 1) < instant


@pytest.mark.parametrize(("by", "round_"), [(-1, 1), (0, 1), (1, 2), (3, 2), (4, 3)])
def test_round_1_comes_at_genesis(by: int, round_: int) -> None:
    assert chains.QUICKNET.round_at(chains.QUICKNET.genesis + by) == round_
    assert chains.QUICKNET.round_time(1) == chains.QUICKNET.genesis


@pytest.mark.parametrize(
    "text", ["0./", "7.8.11.18.28.40./15.16.21.31.36.65./", "7.7./", f"{2**53 - 1}./", "1./" * 50]
)
def test_an_events_value_is_read(text: str) -> None:
    value = beacon.parse_value((EVENT % text).encode())
    assert isinstance(value, beacon.EventValue)
    assert value.value == text
    assert value.to_bytes() == (EVENT % text).encode()
    assert value.log_signature == "a+b"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "7.",
        "7/",
        "/",
        "./",
        "7./8.",
        "7.8",
        "8.7./",
        "7./9.8./",
        "1./2./9.8./3./",
        "07./",
        "-7./",
        "7 ./",
        f"{2**53}./",
        "7..8./",
        "٧./",
    ],
)
def test_what_is_no_events_value_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        beacon.parse_value((EVENT % text).encode())
    with pytest.raises(MalformedError):
        beacon.check_event_value(text)


@pytest.mark.parametrize(
    "data",
    [
        *(b"[]", b"1", b'"event"', b"{}", b'{"kind":"dice"}', b'{"kind":[]}', b'{"kind":"rehearsal"}'),
        b'{"kind":"rehearsal","value":"%s"}' % (b"A" * 64),
        b'{"kind":"rehearsal","note":"x","value":"%s"}' % (b"a" * 64),
        b'{"chain_hash":"%s","kind":"drand","round":true,"signature":"ab"}' % (b"a" * 64),
        b'{"chain_hash":"%s","kind":"drand","round":1,"signature":"abc"}' % (b"a" * 64),
        b'{"chain_hash":"%s","kind":"drand","round":1,"signature":""}' % (b"a" * 64),
        b'{"chain_hash":"%s","kind":"drand","round":1}' % (b"a" * 64),
        (EVENT % "7./").replace('"b"', '"a"').encode(),
        (EVENT % "7./").replace('"b"', '"B"').encode(),
        (EVENT % "7./").replace(',"b"', "").encode(),
        (EVENT % "7./").replace('"lotto"', '""').encode(),
        (EVENT % "7./").replace('["a","b"]', '"ab"').encode(),
    ],
)
def test_another_beacon_file_is_refused_and_named(data: bytes) -> None:
    with pytest.raises(MalformedError) as caught:
        beacon.parse_value(data)
    assert caught.value.file == "beacon.json"


def test_a_rehearsal_is_written_and_read_back() -> None:
    value = beacon.RehearsalValue("a" * 64)
    assert beacon.parse_value(value.to_bytes()) == value
    assert value.log_signature == "-"
