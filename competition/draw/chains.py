"""The drand chains of v1, pinned with scheme and key, and the arithmetic of their rounds (§3).

drand's chain hash does not cover the scheme, so both are pinned. Values as drand/drand publishes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from competition.draw.errors import MalformedError, UncheckableError, VerificationError
from competition.draw.texts import HEX_BYTES, parse_hex64

UNCHAINED = "bls-unchained-g1-rfc9380"
CHAINED = "pedersen-bls-chained"


@dataclass(frozen=True, slots=True)
class Chain:
    """A drand chain: hash and key in hex, `genesis` in seconds since 1970, `period` in seconds."""

    chain_hash: str
    scheme: str
    public_key: str
    genesis: int
    period: int

    def round_time(self, round_: int) -> int:
        """The instant at which a round (from 1) is due, seconds since 1970."""
        return self.genesis + (round_ - 1) * self.period

    def round_at(self, instant: int) -> int:
        """The first round at or after an instant."""
        return max(1, -((self.genesis - instant) // self.period) + 1)


QUICKNET = Chain(
    chain_hash="52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    scheme=UNCHAINED,
    public_key=(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
        "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
        "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    genesis=1692803367,
    period=3,
)
DEFAULT = Chain(
    chain_hash="8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    scheme=CHAINED,
    public_key=(
        "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31"
    ),
    genesis=1595431050,
    period=30,
)
KNOWN_CHAINS: Mapping[str, Chain] = {chain.chain_hash: chain for chain in (QUICKNET, DEFAULT)}


def check_pinned(chain: Chain) -> None:
    """Check that a chain is a built-in one under its hash.

    Raises VerificationError for other values under a known hash, UncheckableError for an unknown chain.
    """
    known = KNOWN_CHAINS.get(chain.chain_hash)
    if known is None:
        raise UncheckableError(
            "the drand chain is none of those built in: whoever owns a chain knows its values beforehand",
            code="unknown_chain",
        )
    if known != chain:
        raise VerificationError("other values stand under the hash of a known drand chain", code="chain")


def parse_chain(members: Mapping[str, Any]) -> Chain:
    """Read the keys of a drand chain out of a manifest's beacon; raises MalformedError."""
    for key in ("genesis", "period"):
        if type(members[key]) is not int:
            raise MalformedError(f"beacon: {key} is not a number")
    for key in ("chain_hash", "scheme", "public_key"):
        if not isinstance(members[key], str):
            raise MalformedError(f"beacon: {key} is not a text")
    if members["period"] < 1 or not HEX_BYTES.fullmatch(members["public_key"]) or not members["scheme"]:
        raise MalformedError("beacon: the period is 0, or scheme or public key are malformed")
    return Chain(
        chain_hash=parse_hex64(members["chain_hash"]),
        scheme=members["scheme"],
        public_key=members["public_key"],
        genesis=members["genesis"],
        period=members["period"],
    )
