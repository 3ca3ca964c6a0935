"""The public log as the service keeps it: a line is appended only if the state machine takes it (§8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.draw import beacon, loglines, manifest_file
from competition.draw.awards import Units
from competition.draw.freeze import parse
from competition.draw.log import Drawn, LogState
from competition.draw.merkle import leaf_hash, root_of
from competition.draw.notes import Checkpoint, Signer, sign_note
from competition.draw.ranking import PRIZE, RESERVE
from competition.draw.seed import seed_of
from competition.rules.errors import RuleError
from competition.services import records
from competition.store import competitions, freezes, logs
from competition.store.models import Competition, Draw


def append(
    session: Session,
    competition: Competition,
    kind: str,
    values: Mapping[str, str] | None = None,
    *,
    signer: Signer,
    now: datetime,
) -> loglines.Line:
    """Append one line and sign the checkpoint over the log as it then stands.

    Raises VerificationError, and writes nothing, where the line is not lawful here; RuleError where the
    service's key is not the one in force. The caller holds the competition's exclusive lock.
    """
    return append_all(session, competition, [(kind, values or {})], signer=signer, now=now)[-1]


def append_all(
    session: Session,
    competition: Competition,
    events: Sequence[tuple[str, Mapping[str, str]]],
    *,
    signer: Signer,
    now: datetime,
) -> list[loglines.Line]:
    """As `append`, for several lines in a row: the log is read and replayed once for all of them."""
    lines = read(session, competition)
    state = replay(session, competition, lines, signer=signer)
    if signer.key not in state.keys:
        raise RuleError(
            "key", "The signing key of this service is not the one that the public log has in force."
        )
    for kind, values in events:
        line = loglines.make_line(len(lines), next_time(lines, now), kind, values)
        state.accept(line)
        lines.append(line)
    first, leaves = len(lines) - len(events), [_leaf(line) for line in lines]
    for line in lines[first:]:
        logs.append(session, competition.id, seq=line.seq, line=line.text(), at=now)
        head = Checkpoint(competition.identity, line.seq + 1, root_of(leaves[: line.seq + 1]))
        note = sign_note(head.text(), signer).decode("utf-8")
        logs.add_checkpoint(session, competition.id, size=head.size, note=note)
    return lines[first:]


def _leaf(line: loglines.Line) -> bytes:
    return leaf_hash(line.text().encode("ascii"))


def read(session: Session, competition: Competition) -> list[loglines.Line]:
    """The log's lines so far; raises MalformedError where a row was damaged."""
    return [loglines.parse_line(text, seq) for seq, text in enumerate(logs.lines(session, competition.id))]


def next_time(lines: Sequence[loglines.Line], now: datetime) -> int:
    """The time of the next line in seconds since 1970: now, but never before the last line's."""
    return max(int(now.timestamp()), lines[-1].time if lines else 0)


def publish_notice(session: Session, competition: Competition, text: str) -> str:
    """Publish a notice, one sentence or more, and return its digest, by which the log names it."""
    content = text.strip() + "\n"
    digest = sha256(content.encode("utf-8")).hexdigest()
    if digest not in logs.notices(session, competition.id):
        logs.add_notice(session, competition.id, digest=digest, text=content)
    return digest


def replay(
    session: Session, competition: Competition, lines: Sequence[loglines.Line], *, signer: Signer
) -> LogState:
    """Where the log stands after these lines, with all that the database knows of them."""
    known = [manifest_file.parse(row.file) for row in competitions.manifests(session, competition.id)]
    frozen = [records.statement(row) for row in freezes.freezes(session, competition.id)]
    return LogState(
        manifests={one.digest(): one for one in known},
        freezes={one.digest(): one for one in frozen},
        draws={row.draw: drawn(session, competition, row) for row in freezes.draws(session, competition.id)},
        keys=known[0].verifier_keys if known else (signer.key,),
    ).replay(lines)


def state(session: Session, competition: Competition, *, signer: Signer) -> LogState:
    """Where the log stands now."""
    return replay(session, competition, read(session, competition), signer=signer)


def drawn(session: Session, competition: Competition, row: Draw) -> Drawn:
    """What a draw's rows say it came to, which its `drawn` line must repeat."""
    walk, value = records.places(session, competition, row.draw), beacon.parse_value(row.beacon_file)
    numbered = {
        kind: [place.ticket for place in walk if place.kind == kind and place.ticket]
        for kind in (PRIZE, RESERVE)
    }
    statement = parse(row.seed_file.decode("ascii").rpartition("value ")[0], file="seed.txt")
    return Drawn(
        value=value.value,
        signature=value.log_signature,
        seed=seed_of(row.seed_file),
        result=sha256(records.result_file(walk)).hexdigest(),
        units=Units(
            prizes=dict(enumerate(numbered[PRIZE], 1)),
            reserves=tuple(numbered[RESERVE]),
        ),
        by_fallback=isinstance(value, beacon.EventValue) and statement.beacon.startswith("drand "),
    )
