"""The manifest: everything that is fixed in public before the first entry is taken (§3)."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from competition.draw import canonical
from competition.draw.chains import Chain, check_pinned
from competition.draw.errors import UncheckableError, VerificationError
from competition.draw.notes import VerifierKey
from competition.draw.texts import format_time
from competition.draw.tickets import FOLDING

FORMAT = "prizedraw-manifest/1"
LEAST_GAP = 900
GROUP_RULES = ("none", "person", "household")
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class DrandBeacon:
    """A round of a drand chain, the first at or after `draw_at`."""

    chain: Chain
    round: int

    def to_json(self) -> dict[str, Any]:
        """The object as it stands in the manifest."""
        chain = self.chain
        return {
            "kind": "drand",
            "chain_hash": chain.chain_hash,
            "scheme": chain.scheme,
            "public_key": chain.public_key,
            "genesis": chain.genesis,
            "period": chain.period,
            "round": self.round,
        }


@dataclass(frozen=True, slots=True)
class EventBeacon:
    """A named public event whose outcome has at least 64 bits of chance."""

    id: str
    description: str
    bits: int

    def to_json(self) -> dict[str, Any]:
        """The object as it stands in the manifest."""
        return {"kind": "event", "id": self.id, "description": self.description, "bits": self.bits}


@dataclass(frozen=True, slots=True)
class RehearsalBeacon:
    """A value that the server makes itself: shows the mechanism, proves nothing."""

    def to_json(self) -> dict[str, Any]:
        """The object as it stands in the manifest."""
        return {"kind": "rehearsal"}


Beacon = DrandBeacon | EventBeacon | RehearsalBeacon


@dataclass(frozen=True, slots=True)
class Prize:
    """A prize of which there are `quantity` units."""

    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest's keys under their own names (§3); times are seconds since 1970."""

    competition: str
    title: str
    promoter_name: str
    promoter_address: str
    rules_sha256: str
    opens: int
    closes: int
    confirm_by: int
    freeze_by: int
    draw_at: int
    min_gap_seconds: int
    beacon: Beacon
    prizes: tuple[Prize, ...]
    reserves: int
    group_rule: str
    exclusion_reasons: tuple[str, ...]
    vacancy_reasons: tuple[str, ...]
    claim_days: int
    fallback: EventBeacon | None
    verifier_keys: tuple[VerifierKey, ...]
    witnesses: tuple[VerifierKey, ...]
    witness_quorum: int
    previous: str | None
    folding: str = FOLDING

    @property
    def units(self) -> int:
        """How many prize units there are in all."""
        return sum(prize.quantity for prize in self.prizes)

    @property
    def grouped(self) -> bool:
        """Whether entries carry a group, of which at most one ticket wins."""
        return self.group_rule != "none"

    @property
    def origin(self) -> str:
        """The one name of the service's keys."""
        return self.verifier_keys[0].name

    def prize_of(self, unit: int) -> Prize:
        """The prize whose unit this is; units are numbered from 1 through the list."""
        for prize in self.prizes:
            if unit <= prize.quantity:
                return prize
            unit -= prize.quantity
        raise IndexError("no such prize unit")

    def round_time(self, round_: int | None) -> int:
        """When the value exists: the round's time, or `draw_at` of an event and a rehearsal."""
        if isinstance(self.beacon, DrandBeacon):
            return self.beacon.chain.round_time(self.beacon.round if round_ is None else round_)
        return self.draw_at

    def to_bytes(self) -> bytes:
        """The bytes of `manifest.json`."""
        times = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")
        return canonical.dump(
            {
                "format": FORMAT,
                "competition": self.competition,
                "title": self.title,
                "promoter": {"name": self.promoter_name, "address": self.promoter_address},
                "rules_sha256": self.rules_sha256,
                **{key: format_time(getattr(self, key)) for key in times},
                "min_gap_seconds": self.min_gap_seconds,
                "beacon": self.beacon.to_json(),
                "prizes": [{"title": prize.title, "quantity": prize.quantity} for prize in self.prizes],
                "reserves": self.reserves,
                "group_rule": self.group_rule,
                "folding": self.folding,
                "exclusion_reasons": list(self.exclusion_reasons),
                "vacancy_reasons": list(self.vacancy_reasons),
                "claim_days": self.claim_days,
                "fallback": self.fallback.to_json() if self.fallback else None,
                "verifier_keys": [str(key) for key in self.verifier_keys],
                "witnesses": [str(key) for key in self.witnesses],
                "witness_quorum": self.witness_quorum,
                "previous": self.previous,
            }
        )

    def digest(self) -> str:
        """Hex SHA-256 of the file's bytes, by which log, freeze and receipts name it."""
        return sha256(self.to_bytes()).hexdigest()


def check(manifest: Manifest) -> None:
    """Check what the keys say about each other: times, gap, round, keys (§3); raises VerificationError."""
    times = (manifest.opens, manifest.closes, manifest.confirm_by, manifest.freeze_by, manifest.draw_at)
    if any(
        later < earlier or (later == earlier and number != 2)
        for number, (earlier, later) in enumerate(pairwise(times))
    ):
        raise _wrong("times", "opens, closes, confirm_by, freeze_by and draw_at are not in this order")
    if not isinstance(manifest.beacon, RehearsalBeacon) and manifest.min_gap_seconds < LEAST_GAP:
        raise _wrong("min_gap", f"min_gap_seconds is under {LEAST_GAP}")
    if manifest.freeze_by + manifest.min_gap_seconds > manifest.draw_at:
        raise _wrong("min_gap", "freeze_by is not min_gap_seconds before draw_at")
    if manifest.fallback and not isinstance(manifest.beacon, DrandBeacon):
        raise _wrong("fallback", "a fallback belongs to a drand beacon alone")
    if {key.name for key in manifest.verifier_keys} != {manifest.origin}:
        raise _wrong("verifier_keys", "the service's keys do not all have one name")
    if manifest.witness_quorum > len(manifest.witnesses):
        raise _wrong("witness_quorum", "witness_quorum is larger than the number of witnesses")
    if isinstance(manifest.beacon, DrandBeacon):
        _check_drand(manifest, manifest.beacon)


def _check_drand(manifest: Manifest, beacon: DrandBeacon) -> None:
    if beacon.round != beacon.chain.round_at(manifest.draw_at):
        raise _wrong("round", "the beacon's round is not the first at or after draw_at")
    try:
        check_pinned(beacon.chain)
    except VerificationError as error:
        raise _wrong(error.code, error.message) from None
    except UncheckableError:
        # Said in step 5, where the value would be verified; everything else is still checked.
        return


def _wrong(code: str, message: str) -> VerificationError:
    return VerificationError(message, code=code, file=FILE)
