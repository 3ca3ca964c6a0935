"""The record of a draw from a list, in memory: opened, frozen, drawn, its log growing by lines (§8)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from competition.draw import freeze as statements
from competition.draw import loglines, manifest_file
from competition.draw.awards import Units
from competition.draw.beacon import BeaconValue, parse_value
from competition.draw.entries import listed_of
from competition.draw.errors import VerificationError
from competition.draw.freeze import Freeze, Listed
from competition.draw.log import Drawn, LogState
from competition.draw.manifest import Manifest
from competition.draw.merkle import leaf_hash, root_of
from competition.draw.notes import Checkpoint, Signer, parse_note, sign_note
from competition.draw.ranking import PRIZE, RESERVE, Place, draw_list
from competition.draw.seed import seed_of, seed_text
from competition.draw.texts import write_lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """What list and value came to."""

    value: BeaconValue
    seed_file: bytes
    walk: tuple[Place, ...]

    @property
    def result_file(self) -> bytes:
        return write_lines(place.line() for place in self.walk)

    def facts(self) -> Drawn:
        """What the `drawn` line must say."""
        given = {
            kind: [place.ticket for place in self.walk if place.kind == kind and place.ticket]
            for kind in (PRIZE, RESERVE)
        }
        return Drawn(
            value=self.value.value,
            signature=self.value.log_signature,
            seed=seed_of(self.seed_file),
            result=sha256(self.result_file).hexdigest(),
            units=Units(dict(enumerate(given[PRIZE], 1)), tuple(given[RESERVE])),
        )


@dataclass(frozen=True, slots=True)
class ListRecord:
    """A record as far as it has come; `note` and `entries` are empty before the freeze."""

    fixed: Manifest
    rules: bytes
    entries: bytes = b""
    note: bytes = b""
    lines: tuple[loglines.Line, ...] = ()
    outcome: Outcome | None = None

    @property
    def statement(self) -> Freeze:
        return statements.parse(parse_note(self.note, file="freeze.note").text)

    def opened(self) -> "ListRecord":
        return self._with_line("opened", {"manifest": self.fixed.digest()}, self.fixed.opens)

    def frozen(self, entries: bytes, listed: Listed, *, signer: Signer, now: int) -> "ListRecord":
        """Seal the list; raises VerificationError where it is too late for that."""
        counted = self._with_line("count", {"issued": str(listed.count)}, now)
        statement = Freeze(
            competition=self.fixed.competition,
            draw=1,
            manifest=self.fixed.digest(),
            entries=listed,
            entries_file=sha256(entries).hexdigest(),
            excluded=listed_of(()),
            beacon=statements.beacon_line(self.fixed.beacon, None),
            frozen=now,
        )
        sealed = replace(counted, entries=entries, note=sign_note(statement.text(), signer))
        return sealed._with_line("frozen", {"draw": "1", "statement": statement.digest()}, now)

    def drawn(self, value: BeaconValue, *, now: int) -> "ListRecord":
        """Draw with a value that was verified; raises VerificationError before it is due."""
        done = replace(self, outcome=_outcome(self, value))
        return done._with_line("drawn", {"draw": "1", **_facts(done).values()}, now)

    def _with_line(self, kind: str, values: Mapping[str, str], now: int) -> "ListRecord":
        """One line more, if the machine that audits logs takes it."""
        line = loglines.make_line(len(self.lines), now, kind, values)
        known = {} if not self.note else {self.statement.digest(): self.statement}
        state = LogState(
            manifests={self.fixed.digest(): self.fixed},
            freezes=known,
            draws={1: _facts(self)} if self.outcome else {},
            keys=self.fixed.verifier_keys,
        )
        state.replay([*self.lines, line])
        return replace(self, lines=(*self.lines, line))

    def files(self, signer: Signer) -> dict[str, bytes]:
        """The published files by name (§9), in an order in which a cut-off writing can be made good."""
        texts = [line.text() for line in self.lines]
        head = Checkpoint(
            self.fixed.competition, len(texts), root_of([leaf_hash(text.encode("ascii")) for text in texts])
        )
        made = {
            "manifest.json": self.fixed.to_bytes(),
            "rules.txt": self.rules,
            "entries.txt": self.entries,
            "excluded.txt": b"",
            "freeze.note": self.note,
        }
        if self.outcome:
            made["beacon.json"] = self.outcome.value.to_bytes()
            made["seed.txt"] = self.outcome.seed_file
            made["result.txt"] = self.outcome.result_file
        return made | {"log.txt": write_lines(texts), "checkpoint.note": sign_note(head.text(), signer)}


def _facts(record: ListRecord) -> Drawn:
    if record.outcome is None:
        raise VerificationError("this record was not drawn", code="not_drawn")
    return record.outcome.facts()


def _outcome(record: ListRecord, value: BeaconValue) -> Outcome:
    seed_file = seed_text(record.statement.text(), value.value)
    walk = draw_list(record.entries.split(b"\n")[:-1], record.fixed, seed_of(seed_file))
    return Outcome(value, seed_file, tuple(walk))


def from_files(files: Mapping[str, bytes]) -> ListRecord:
    """A record as it was written; raises MalformedError for files that are none."""
    record = ListRecord(
        fixed=manifest_file.parse(files["manifest.json"]),
        rules=files["rules.txt"],
        entries=files["entries.txt"],
        note=files["freeze.note"],
        lines=tuple(loglines.parse_log(files["log.txt"])),
    )
    if not any(line.kind == "drawn" for line in record.lines):
        return record
    return replace(record, outcome=_outcome(record, parse_value(files["beacon.json"])))
