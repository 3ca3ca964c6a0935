"""A record of any size to measure with: a rehearsal, written with the core's own writers.

The list goes to disk piece by piece, so that only the disk limits it.
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from competition.draw import manifest as manifests
from competition.draw.beacon import RehearsalValue
from competition.draw.bundle import write_zip
from competition.draw.entries import Entries, listed_of
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
_VALUE = RehearsalValue(sha256(b"a value").hexdigest())
_BATCH = 1 << 14


def write_record(to: Path, count: int) -> tuple[manifests.Manifest, bytes]:
    """Write the bundle of a drawn rehearsal with so many random tickets; returns manifest and entries.txt."""
    with TemporaryDirectory() as name:
        fixed = write_folder(Path(name), count)
        files = {path.name: path.read_bytes() for path in Path(name).iterdir()}
    with to.open("wb") as file:
        write_zip(files, file)
    return fixed, files["entries.txt"]


def write_folder(to: Path, count: int) -> manifests.Manifest:
    """Write the same as a folder."""
    signer, fixed, entries = _signer(), long_list(), to / "entries.txt"
    write_tickets(entries, count)
    frozen = _freeze(fixed, rank_entries(lambda: entries.open("rb"), fixed, None))
    seed_file = seed_text(frozen.text(), _VALUE.value)
    found = rank_entries(lambda: entries.open("rb"), fixed, seed_of(seed_file))
    result = write_lines(place.line() for place in places(found, fixed))
    log = _log(fixed, frozen, seed_file, result)
    head = Checkpoint(_COMPETITION, len(log), root_of([leaf_hash(line.encode()) for line in log]))
    others = {
        "manifest.json": fixed.to_bytes(),
        "rules.txt": _RULES,
        "excluded.txt": b"",
        "freeze.note": sign_note(frozen.text(), signer),
        "beacon.json": _VALUE.to_bytes(),
        "seed.txt": seed_file,
        "result.txt": result,
        "log.txt": write_lines(log),
        "checkpoint.note": sign_note(head.text(), signer),
    }
    for name, data in others.items():
        (to / name).write_bytes(data)
    return fixed


def write_tickets(to: Path, count: int) -> None:
    """Write so many random tickets in their order: each begins with its place, scaled to 64 bits."""
    with to.open("wb") as file:
        for start in range(0, count, _BATCH):
            file.writelines(_tickets(start, min(start + _BATCH, count), count))


def _tickets(start: int, end: int, count: int) -> Iterator[bytes]:
    chance = os.urandom(24 * (end - start)).hex()
    for number in range(start, end):
        at = 48 * (number - start)
        yield f"{(number << 64) // count:016x}{chance[at : at + 48]}\n".encode("ascii")


def _signer() -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(sha256(b"bench").digest())
    return Signer("bench.example", key.public_key().public_bytes_raw(), key.sign)


def long_list() -> manifests.Manifest:
    """The manifest of the rehearsal: ten winners, no groups."""
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
        verifier_keys=(_signer().key,),
        witnesses=(),
        witness_quorum=0,
        previous=None,
    )


def _freeze(fixed: manifests.Manifest, found: Entries) -> Freeze:
    return Freeze(
        competition=_COMPETITION,
        draw=1,
        manifest=fixed.digest(),
        entries=found.listed,
        entries_file=found.file_digest,
        excluded=listed_of([]),
        beacon="rehearsal",
        frozen=_OPENS + 150,
    )


def _log(fixed: manifests.Manifest, frozen: Freeze, seed_file: bytes, result: bytes) -> list[str]:
    drawn = {"value": _VALUE.value, "signature": "-", "seed": seed_of(seed_file)}
    events = (
        (_OPENS, "opened", {"manifest": fixed.digest()}),
        (_OPENS + 140, "count", {"issued": str(frozen.entries.count)}),
        (frozen.frozen, "frozen", {"draw": "1", "statement": frozen.digest()}),
        (fixed.draw_at, "drawn", {"draw": "1", **drawn, "result": sha256(result).hexdigest()}),
    )
    return [make_line(seq, time, kind, values).text() for seq, (time, kind, values) in enumerate(events)]
