"""drand rounds as relays hand them on: other keys in another order, proven by their signature alone (§7)."""

import json
from typing import Any

import pytest

from competition.draw import relayed
from competition.draw.beacon import DrandValue, verify_round
from competition.draw.chains import DEFAULT, QUICKNET, Chain
from competition.draw.errors import MalformedError
from tests.record_pieces import canonical, digest, drand
from tests.stories import LOTTERY_VALUE


def handed_on(value: dict[str, Any], **more: Any) -> bytes:
    said = {key: value[key] for key in ("round", "signature", "previous_signature") if key in value}
    return json.dumps(
        {"randomness": digest(bytes.fromhex(value["signature"])), **said, **more}, indent=1
    ).encode()


@pytest.mark.parametrize(
    ("chain", "value"),
    [(QUICKNET, drand("quicknet", 1000)), (DEFAULT, drand("default", 3311596))],
    ids=["unchained", "chained"],
)
def test_a_round_of_a_relay_is_read_and_proves_itself(chain: Chain, value: dict[str, Any]) -> None:
    for data in (handed_on(value), canonical(value), canonical(value) + b"\n"):
        found = relayed.parse(data, chain.chain_hash)
        assert isinstance(found, DrandValue)
        assert found.to_bytes() == canonical(value)
        verify_round(found, chain, value["round"])


def test_an_empty_previous_signature_is_none() -> None:
    found = relayed.parse(handed_on(drand("quicknet", 1000), previous_signature=""), QUICKNET.chain_hash)
    assert isinstance(found, DrandValue)
    assert found.previous_signature is None


def test_an_events_value_is_read_from_our_own_file() -> None:
    assert relayed.parse(canonical(LOTTERY_VALUE), QUICKNET.chain_hash).value == LOTTERY_VALUE["value"]


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"[]", b"1", b"{}", b"<html>", b"\xff", b"[" * 10_000, b'{"round":1}', b'{"signature":"ab"}'),
        *(
            b'{"round":"1","signature":"ab"}',
            b'{"round":1.5,"signature":"ab"}',
            b'{"round":1,"signature":"AB"}',
        ),
        *(
            b'{"round":1,"signature":"\\ud800"}',
            b'{"round":-1,"signature":"ab"}',
            b'{"round":NaN,"signature":"ab"}',
        ),
        b'{"round":1,"signature":"ab","previous_signature":7}',
        b'{"round":%s,"signature":"ab"}' % (b"9" * 5000),
    ],
)
def test_what_is_no_round_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError) as caught:
        relayed.parse(data, QUICKNET.chain_hash)
    assert caught.value.file == "the round"
    assert " " in caught.value.message


def test_a_value_of_our_own_form_that_is_none_is_refused_under_the_same_name() -> None:
    with pytest.raises(MalformedError) as caught:
        relayed.parse(canonical(LOTTERY_VALUE | {"value": "7"}), QUICKNET.chain_hash)
    assert caught.value.file == "the round"


def test_an_answer_of_just_the_largest_size_is_read() -> None:
    data = handed_on(drand("quicknet", 1000))
    assert relayed.parse(data + b" " * (16_384 - len(data)), QUICKNET.chain_hash)
    with pytest.raises(MalformedError):
        relayed.parse(data + b" " * (16_385 - len(data)), QUICKNET.chain_hash)
