"""Steps 8 to 10 of an audit (§9): the log, its signatures, and how strong the evidence is."""

from hashlib import sha256

from competition.draw import beacon, bundle, evidence, log, manifest, ranking
from competition.draw.awards import Units
from competition.draw.merkle import leaf_hash, root_of
from competition.draw.report import HELD, REHEARSAL, SELF_CONSISTENT, WITNESSED
from competition.draw.steps import Audit
from competition.draw.steps_result import tickets_of


def check_log(audit: Audit) -> str:
    """(8) Log replay (§8) and its end state."""
    known, files = audit.manifest(), audit.files
    state = log.LogState(
        manifests={files.manifest_digest: known},
        freezes={files.freeze.digest(): files.freeze},
        draws={files.freeze.draw: _expected_draw(audit, files.value)} if files.value else {},
        keys=known.verifier_keys,
    ).replay(files.lines)
    awards = state.awards.get(files.freeze.draw)
    audit.report.holders = awards.holders() if awards else {}
    audit.report.remarks += state.end_remarks()
    audit.report.outcome = _outcome(audit, state)
    audit.report.log_size = len(files.lines)
    return f"{len(files.lines):,} lines, {audit.report.outcome}"


def _expected_draw(audit: Audit, value: beacon.BeaconValue) -> log.Drawn:
    """What the log's `drawn` line must say, recomputed."""
    known = audit.manifest()
    reserves = tuple(tickets_of(audit, ranking.RESERVE).values())
    drand = isinstance(known.beacon, manifest.DrandBeacon)
    return log.Drawn(
        value=value.value,
        signature=value.log_signature,
        seed=audit.report.seed or "",
        result=sha256(audit.read("result.txt")).hexdigest(),
        units=Units(audit.report.winners, reserves),
        by_fallback=drand and isinstance(value, beacon.EventValue),
    )


def _outcome(audit: Audit, state: log.LogState) -> str:
    if audit.files.freeze.draw in state.voided_draws:
        return "voided"
    if state.completed:
        return "completed"
    return "drawn" if audit.files.drawn else "frozen"


def check_checkpoints(audit: Audit) -> str:
    """(9) Checkpoint signature and root; the old key's checkpoint at each change of keys."""
    lines = audit.files.lines
    heads = {"checkpoint.note": len(lines)}
    heads |= {f"keys/{line.seq}.note": line.seq + 1 for line in lines if line.kind == "key"}
    for name, size in heads.items():
        evidence.check_log_head(audit.read(name), name, lines, audit.manifest(), size=size)
    audit.report.log_root = root_of([leaf_hash(line.text().encode("ascii")) for line in lines]).hex()
    return f"root {audit.report.log_root}"


def grade_evidence(audit: Audit) -> str:
    """(10) Evidence level (§6): the last of the table that applies; a rehearsal stays one."""
    rehearsal = isinstance(audit.manifest().beacon, manifest.RehearsalBeacon)
    audit.report.level = REHEARSAL if rehearsal else SELF_CONSISTENT
    # One after the other: a copy that cannot be compared takes nothing from what the witnesses signed.
    for level, reached in ((WITNESSED, _is_witnessed), (HELD, _is_held)):
        if reached(audit) and audit.report.level == SELF_CONSISTENT:
            audit.report.level = level
    return audit.report.level


def _is_held(audit: Audit) -> bool:
    files = audit.files
    return audit.held is not None and evidence.is_held(
        audit.held, files.freeze, files.lines, audit.all_keys()
    )


def _is_witnessed(audit: Audit) -> bool:
    if bundle.WITNESS not in audit.files.names:
        return False
    known, data = audit.manifest(), audit.read(bundle.WITNESS)
    due, frozen_at = known.round_time(audit.round()), audit.files.freeze_line.seq
    return evidence.is_witnessed(data, audit.files.lines, known, frozen_at=frozen_at, due=due)
