"""What the steps of an audit (§9) share: the files, what was found in them, the report."""

from __future__ import annotations

from collections.abc import Sequence

from competition.draw import beacon, bundle, entries, evidence, manifest, ranking, receipts
from competition.draw.errors import UncheckableError
from competition.draw.notes import VerifierKey
from competition.draw.reading import Files, check_derived, read, read_record
from competition.draw.report import Report
from competition.draw.seed import seed_of, seed_text


class NothingToCheck(Exception):  # noqa: N818 - no error: a step has nothing to look at, and says why
    """A step has nothing to check, and that is in order; the message says why."""


class Audit:
    """An audit in progress. Step 1 leaves `files` and, for a known manifest, `found`: the list as read."""

    files: Files
    found: entries.Entries

    def __init__(
        self,
        record: bundle.Record,
        *,
        held: bytes | None,
        claim: receipts.Claim | None,
        bls: beacon.BlsVerifier,
        progress: entries.Progress | None,
        each: entries.EachPiece,
    ) -> None:
        self.record, self.held, self.claim = record, held, claim
        self.bls, self.progress, self.each = bls, progress, each
        self.report = Report()

    def read_files(self) -> None:
        """Read the record; raises what `read_record` raises."""
        self.files = read_record(self.record)
        self.report.draw = self.files.freeze_line.number("draw")
        self.report.manifest_sha256 = self.files.manifest_digest
        if self.files.manifest:
            self.found = self._read_entries(self.files.manifest)
        check_derived(self.files)

    def _read_entries(self, known: manifest.Manifest) -> entries.Entries:
        """One pass over entries.txt serves steps 1, 3, 4 and 7 and the receipt."""
        value, own = self.files.value, receipts.ticket_of(self.claim) if self.claim else None
        return ranking.rank_entries(
            lambda: self.record.open(entries.ENTRIES),
            known,
            seed_of(seed_text(self.files.freeze.text(), value.value)) if value else None,
            look_for=frozenset([*self.files.excluded.reasons, *([own] if own else [])]),
            progress=self.progress,
            each=self.each,
        )

    @property
    def files_unread(self) -> bool:
        """Whether step 1 could not read the record, so that no later step has anything to look at."""
        return not hasattr(self, "files")

    @property
    def lists_read(self) -> bool:
        """Whether step 1 has read the two lists, whatever it found wrong behind them."""
        return hasattr(self, "found")

    def read(self, name: str) -> bytes:
        """Read one file whole."""
        return read(self.record, name)

    def manifest(self) -> manifest.Manifest:
        """The manifest, which almost every step needs; raises UncheckableError if its format is unknown."""
        if self.files.manifest is None:
            raise UncheckableError(
                f"the format is not {manifest.FORMAT}, the one known here", code="format", file=manifest.FILE
            )
        return self.files.manifest

    def value(self) -> beacon.BeaconValue:
        """The value of a record that was drawn; without one the step cannot be made, or need not be."""
        if self.files.value is None:
            if self.files.voided:
                raise NothingToCheck("voided before it was drawn")
            raise UncheckableError("not drawn yet", code="not_drawn")
        return self.files.value

    def round(self) -> int | None:
        """The drand round that the freeze statement names; None for another beacon."""
        return self.files.freeze.round

    def keys_at(self, seq: int) -> Sequence[VerifierKey]:
        """The service's keys in force at a line of the log."""
        return evidence.keys_at(self.files.lines, seq, self.manifest().verifier_keys)

    def all_keys(self) -> list[VerifierKey]:
        """Every key that the service ever had in this log."""
        later = [evidence.key_of(line) for line in self.files.lines if line.kind == "key"]
        return [*self.manifest().verifier_keys, *later]
