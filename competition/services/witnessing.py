"""Having a frozen list signed by outside witnesses, before the number exists (§6, C2SP tlog-witness).

What is asked is decided in one transaction, what comes back is kept in another; in between nothing is open.
Only witnesses that the manifest names and the configuration has an address for are asked.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from sqlalchemy.orm import Session

from competition.adapters.witnesses import Answer
from competition.draw.errors import DrawError
from competition.draw.merkle import Tree, leaf_hash
from competition.draw.notes import Note, VerifierKey, parse_note, verify_cosignature
from competition.draw.texts import parse_num
from competition.draw.witnessing import SIZE_TYPE, AddCheckpoint
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.services import facts, records
from competition.services.awaiting import awaited
from competition.services.instance import Instance
from competition.services.records import StoredRecord
from competition.store import competitions, cosignatures, freezes, locks
from competition.store.engine import Database
from competition.store.errors import StoreError
from competition.store.models import Competition, Cosignature

_LOG = logging.getLogger(__name__)
FILE = "the witness's answer"

# Asks a witness: (address, body) -> its answer, not trusted; None where it is away or was asked just now.
Ask = Callable[[str, bytes], Answer | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A signature that is missing."""

    slug: str
    witness: str
    address: str
    checkpoint: bytes
    tree: Tree
    """Of the lines that the checkpoint covers."""

    def request(self, old: int) -> bytes:
        """What to send to a witness that signed so many lines last."""
        return AddCheckpoint(old, tuple(self.tree.consistency(old)), self.checkpoint).to_bytes()


def ask_all(database: Database, *, instance: Instance, ask: Ask) -> list[str]:
    """Ask every witness whose signature a frozen list waits for; returns who signed, in words."""
    with database.read() as session:
        wanted = [*_missing(session, instance)]
    done = []
    for one in wanted:
        try:
            names = _obtain(database, one, instance=instance, ask=ask)
            done += [f"{one.slug}: signed by {name}" for name in names]
        except (DrawError, RuleError, StoreError) as problem:
            _LOG.warning("%s: %s: %s", one.slug, one.witness, problem)
    return done


def take(session: Session, slug: str, lines: bytes, *, instance: Instance, actor: str) -> list[str]:
    """Keep the signature lines of witnesses whose signature is missing; returns their names.

    Lines of anybody else are passed over. Raises RuleError where a line is too late or there is none to keep,
    DrawError where one is wrong.
    """
    row = facts.public(session, slug)
    locks.exclusive(session, row.id)
    row = competitions.by_id(session, row.id)
    missing = {(key.name, key.key_id): key for key in _unsigned(session, row)}
    kept = []
    for line in lines.splitlines(keepends=True) if missing else ():
        note = parse_note(_checkpoint(session, row) + line, file=FILE)
        witness = missing.pop((note.signatures[-1].name, note.signatures[-1].key_id), None)
        if witness is not None:
            _keep(session, row, witness, note, line, instance=instance, actor=actor)
            kept.append(witness.name)
    if not kept:
        raise RuleError("witness", "No frozen list waits for the signature of this witness.")
    return kept


def _keep(
    session: Session,
    row: Competition,
    witness: VerifierKey,
    note: Note,
    line: bytes,
    *,
    instance: Instance,
    actor: str,
) -> None:
    now, value = instance.clock(session), awaited(session, row)
    time = verify_cosignature(note, note.signatures[-1], witness)
    if value is None or time >= value.due.timestamp():
        raise RuleError("late", "It was signed when the number was due already, which proves nothing.")
    kept = Cosignature(
        competition_id=row.id,
        draw=value.draw,
        witness=str(witness),
        line=line.decode("utf-8").removesuffix("\n"),
        received_at=now,
    )
    cosignatures.add(session, kept)
    facts.record(session, "witnessed", row, at=now, actor=actor, subject=witness.name)


def _missing(session: Session, instance: Instance) -> Iterator[Wanted]:
    for row in competitions.in_status(session, {Status.FROZEN}):
        try:
            yield from _wanted(session, row, instance)
        except (DrawError, LookupError) as problem:
            _LOG.warning("%s: no witness is asked: %s", row.slug, problem)


def _wanted(session: Session, row: Competition, instance: Instance) -> Iterator[Wanted]:
    value = awaited(session, row)
    if value is None or instance.clock(session) >= value.due:
        return
    for witness in _unsigned(session, row):
        if address := instance.witnesses.get(witness.name):
            lines = _record(session, row).lines_to_freeze()
            tree = Tree(leaf_hash(line.encode("ascii")) for line in lines)
            yield Wanted(row.slug, witness.name, address, _checkpoint(session, row), tree)


def _unsigned(session: Session, row: Competition) -> list[VerifierKey]:
    """The witnesses who have not signed the list that waits for its number."""
    frozen = freezes.last_freeze(session, row.id)
    if frozen is None or row.status != Status.FROZEN:
        return []
    signed = {one.witness for one in cosignatures.of_draw(session, row.id, frozen.draw)}
    return [key for key in records.manifest_of(session, row).witnesses if str(key) not in signed]


def _record(session: Session, row: Competition) -> StoredRecord:
    frozen = freezes.last_freeze(session, row.id)
    if frozen is None:
        raise LookupError(f"competition {row.id} is frozen without a freeze")
    return StoredRecord(session, row, frozen)


def _checkpoint(session: Session, row: Competition) -> bytes:
    return _record(session, row).checkpoint_of_freeze()


def _obtain(database: Database, wanted: Wanted, *, instance: Instance, ask: Ask) -> list[str]:
    answer = ask(wanted.address, wanted.request(0))
    known = _known_size(answer) if answer else None
    if known is not None:
        if known > wanted.tree.size:
            # An old backup was put back here, or somebody forged a log with our key.
            raise RuleError("ahead", f"it has signed {known:,} lines of this log, and here are fewer")
        answer = ask(wanted.address, wanted.request(known))
    if answer is None:
        return []
    if answer.status != HTTPStatus.OK:
        raise RuleError("refused", f"it answers {answer.status}")
    with database.write() as session:
        return take(session, wanted.slug, answer.body, instance=instance, actor="clock")


def _known_size(answer: Answer) -> int | None:
    """What the witness signed last, where it says so instead of signing."""
    if answer.status != HTTPStatus.CONFLICT or answer.type.partition(";")[0].strip() != SIZE_TYPE:
        return None
    return parse_num(answer.body.decode("latin-1").removesuffix("\n"))
