"""The public random value: drand rounds, named events, rehearsals (§7).

drand's rules are those of drand/drand: the message of a round, and the scheme's curve layout and tag.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from competition.draw import bls12381, canonical
from competition.draw.chains import CHAINED, UNCHAINED, Chain, check_pinned
from competition.draw.errors import MalformedError, VerificationError
from competition.draw.texts import CODE, HEX64, HEX_BYTES

FALLBACK_DELAY = 7 * 86400

EVENT_ID = re.compile(r"[a-z0-9.+-]{1,64}", re.ASCII)
_EVENT_VALUE = re.compile(r"(((0|[1-9][0-9]{0,15})\.)+/)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class DrandValue:
    """`beacon.json` of a drand round; signatures in hex, `previous_signature` for the chained scheme only."""

    chain_hash: str
    round: int
    signature: str
    previous_signature: str | None = None

    @property
    def value(self) -> str:
        """The randomness, hex SHA-256 of the signature; it counts only once the signature is verified."""
        return sha256(bytes.fromhex(self.signature)).hexdigest()

    @property
    def log_signature(self) -> str:
        """What the `drawn` line names as `signature` (§8)."""
        return self.signature

    def to_bytes(self) -> bytes:
        """The bytes of `beacon.json`."""
        previous = {"previous_signature": self.previous_signature} if self.previous_signature else {}
        return canonical.dump(
            {
                "kind": "drand",
                "chain_hash": self.chain_hash,
                "round": self.round,
                "signature": self.signature,
                **previous,
            }
        )


@dataclass(frozen=True, slots=True)
class EventValue:
    """`beacon.json` of a public event: the RFC 3797 key string, typed by two different people."""

    id: str
    value: str
    typed_by: tuple[str, str]

    @property
    def log_signature(self) -> str:
        """What the `drawn` line names as `signature` (§8)."""
        return "+".join(self.typed_by)

    def to_bytes(self) -> bytes:
        """The bytes of `beacon.json`."""
        return canonical.dump(
            {"kind": "event", "id": self.id, "value": self.value, "typed_by": list(self.typed_by)}
        )


@dataclass(frozen=True, slots=True)
class RehearsalValue:
    """`beacon.json` of a rehearsal: 64 hex digits that the server made, so they prove nothing."""

    value: str

    @property
    def log_signature(self) -> str:
        """What the `drawn` line names as `signature` (§8)."""
        return "-"

    def to_bytes(self) -> bytes:
        """The bytes of `beacon.json`."""
        return canonical.dump({"kind": "rehearsal", "value": self.value})


BeaconValue = DrandValue | EventValue | RehearsalValue


def parse_value(data: bytes, *, file: str = "beacon.json") -> BeaconValue:
    """Read `beacon.json`; raises MalformedError."""
    members = canonical.parse(data, file=file)
    kind = members.get("kind") if isinstance(members, dict) else None
    readers: dict[Any, Callable[[dict[str, Any]], BeaconValue]] = {
        "drand": _drand_value,
        "event": _event_value,
        "rehearsal": _rehearsal_value,
    }
    if not isinstance(kind, str) or kind not in readers:
        raise MalformedError("the kind of beacon is none of drand, event, rehearsal", file=file)
    try:
        return readers[kind](members)
    except MalformedError as error:
        raise MalformedError(error.message, file=file) from None


def _expect_keys(members: dict[str, Any], *keys: str) -> None:
    if set(members) != {"kind", *keys}:
        raise MalformedError(f"the keys are not exactly kind, {', '.join(keys)}")


def _text(members: dict[str, Any], key: str, pattern: re.Pattern[str]) -> str:
    value = members[key]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise MalformedError(f"{key} is not what the format says")
    return value


def _drand_value(members: dict[str, Any]) -> DrandValue:
    chained = ("previous_signature",) if "previous_signature" in members else ()
    _expect_keys(members, "chain_hash", "round", "signature", *chained)
    if type(members["round"]) is not int:
        raise MalformedError("round is not a number")
    return DrandValue(
        chain_hash=_text(members, "chain_hash", HEX64),
        round=members["round"],
        signature=_text(members, "signature", HEX_BYTES),
        previous_signature=_text(members, "previous_signature", HEX_BYTES) if chained else None,
    )


def _event_value(members: dict[str, Any]) -> EventValue:
    _expect_keys(members, "id", "value", "typed_by")
    typists = members["typed_by"]
    if not (isinstance(typists, list) and len(typists) == 2 and all(isinstance(one, str) for one in typists)):
        raise MalformedError("typed_by does not name two people")
    if typists[0] == typists[1] or not all(CODE.fullmatch(one) for one in typists):
        raise MalformedError("typed_by does not name two different staff codes")
    value = _text(members, "value", _EVENT_VALUE)
    check_event_value(value)
    return EventValue(_text(members, "id", EVENT_ID), value, (typists[0], typists[1]))


def check_event_value(value: str) -> None:
    """Check an RFC 3797 key string: per source ascending numbers below 2^53 (§7); raises MalformedError."""
    if not _EVENT_VALUE.fullmatch(value):
        raise MalformedError("the value is not written as in RFC 3797, such as 7.8.11./2.3.9./")
    for source in value.split("/")[:-1]:
        numbers = [int(number) for number in source.split(".")[:-1]]
        if numbers != sorted(numbers) or numbers[-1] >= 2**53:
            raise MalformedError("the numbers of one source are not ascending and below 2^53")


def _rehearsal_value(members: dict[str, Any]) -> RehearsalValue:
    _expect_keys(members, "value")
    return RehearsalValue(_text(members, "value", HEX64))


# Takes scheme, public key, message and signature; the server gives a faster one than the built-in.
BlsVerifier = Callable[[str, bytes, bytes, bytes], bool]


def verify_bls(scheme: str, public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Verify a BLS signature of one of the two pinned schemes with the standard library alone."""
    if scheme == UNCHAINED:
        return bls12381.verify_g1(public_key, message, signature)
    return bls12381.verify_g2(public_key, message, signature)


def message_of(value: DrandValue, scheme: str) -> bytes:
    """The 32 bytes that drand signs in a round."""
    previous = bytes.fromhex(value.previous_signature or "") if scheme == CHAINED else b""
    return sha256(previous + value.round.to_bytes(8, "big")).digest()


def verify_round(value: DrandValue, chain: Chain, round_: int, *, bls: BlsVerifier = verify_bls) -> None:
    """Verify that a value is the signature of exactly this round of this pinned chain (§7).

    Raises VerificationError, or UncheckableError where the chain is not a built-in one.
    """
    if value.chain_hash != chain.chain_hash:
        raise VerificationError("the value is of another chain", code="chain", file="beacon.json")
    if value.round != round_:
        raise VerificationError(
            f"the value is of round {value.round}, not of {round_}", code="round", file="beacon.json"
        )
    if (value.previous_signature is not None) != (chain.scheme == CHAINED):
        raise MalformedError("previous_signature belongs to the chained scheme alone", file="beacon.json")
    check_pinned(chain)
    key, signature = bytes.fromhex(chain.public_key), bytes.fromhex(value.signature)
    if not bls(chain.scheme, key, message_of(value, chain.scheme), signature):
        raise VerificationError(
            "the drand signature is not one of this round", code="beacon_signature", file="beacon.json"
        )
