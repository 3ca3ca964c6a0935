"""A record of any size to measure with: a rehearsal, written with the core's own writers."""

import os
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from competition.draw import manifest as manifests
from competition.draw.beacon import RehearsalValue
from competition.draw.bundle import write_zip
from competition.draw.entries import listed_of, write_entries
from competition.draw.freeze import Freeze
from competition.draw.loglines import make_line
from competition.draw.merkle import leaf_hash, root_of
from competition.draw.notes import Checkpoint, Signer, sign_note
from competition.draw.ranking import places, rank_entries
from competition.draw.seed import seed_of, seed_text
from competition.draw.texts import parse_time, write_lines

_COMPETITION = "bench.example/c/long-list"
_RULES = b"One entry per person.\n"
_OPENS = parse_time("2026-07-01T10:00:00Z")


def write_record(to: Path, count: int) -> tuple[manifests.Manifest, bytes]:
    """Write the bundle of a drawn rehearsal with so many random tickets; returns manifest and entries.txt."""
    key = Ed25519PrivateKey.from_private_bytes(sha256(b"bench").digest())
    signer = Signer("bench.example", key.public_key().public_bytes_raw(), key.sign)
    fixed = _manifest(signer)
    entries = write_entries((os.urandom(32).hex(), None) for _ in range(count))
    frozen = _freeze(fixed, entries, count)
    seed_file = seed_text(frozen.text(), _VALUE.value)
    result = _result(fixed, entries, seed_of(seed_file))
    log = _log(fixed, frozen, seed_file, result, count)
    head = Checkpoint(_COMPETITION, len(log), root_of([leaf_hash(line.encode()) for line in log]))
    with to.open("wb") as file:
        write_zip(
            {
                "manifest.json": fixed.to_bytes(),
                "rules.txt": _RULES,
                "entries.txt": entries,
                "excluded.txt": b"",
                "freeze.note": sign_note(frozen.text(), signer),
                "beacon.json": _VALUE.to_bytes(),
                "seed.txt": seed_file,
                "result.txt": result,
                "log.txt": write_lines(log),
                "checkpoint.note": sign_note(head.text(), signer),
            },
            file,
        )
    return fixed, entries


_VALUE = RehearsalValue(sha256(b"a value").hexdigest())


def _manifest(signer: Signer) -> manifests.Manifest:
    return manifests.Manifest(
        competition=_COMPETITION,
        title="A long list",
        promoter_name="Bench",
        promoter_address="1 Example Street",
        rules_sha256=sha256(_RULES).hexdigest(),
        opens=_OPENS,
        closes=_OPENS + 60,
        confirm_by=_OPENS + 120,
        freeze_by=_OPENS + 180,
        draw_at=_OPENS + 240,
        min_gap_seconds=0,
        beacon=manifests.RehearsalBeacon(),
        prizes=(manifests.Prize("Nothing", 10),),
        reserves=0,
        group_rule="none",
        exclusion_reasons=(),
        vacancy_reasons=(),
        claim_days=28,
        fallback=None,
        verifier_keys=(signer.key,),
        witnesses=(),
        witness_quorum=0,
        previous=None,
    )


def _freeze(fixed: manifests.Manifest, entries: bytes, count: int) -> Freeze:
    return Freeze(
        competition=_COMPETITION,
        draw=1,
        manifest=fixed.digest(),
        entries=listed_of(entries.split(b"\n")[:-1]),
        entries_file=sha256(entries).hexdigest(),
        excluded=listed_of([]),
        beacon="rehearsal",
        frozen=_OPENS + 150,
    )


def _result(fixed: manifests.Manifest, entries: bytes, seed: str) -> bytes:
    found = rank_entries(lambda: BytesIO(entries), fixed, seed)
    return write_lines(place.line() for place in places(found, fixed))


def _log(fixed: manifests.Manifest, frozen: Freeze, seed_file: bytes, result: bytes, count: int) -> list[str]:
    drawn = {"value": _VALUE.value, "signature": "-", "seed": seed_of(seed_file)}
    events = (
        (_OPENS, "opened", {"manifest": fixed.digest()}),
        (_OPENS + 140, "count", {"issued": str(count)}),
        (frozen.frozen, "frozen", {"draw": "1", "statement": frozen.digest()}),
        (fixed.draw_at, "drawn", {"draw": "1", **drawn, "result": sha256(result).hexdigest()}),
    )
    return [make_line(seq, time, kind, values).text() for seq, (time, kind, values) in enumerate(events)]
