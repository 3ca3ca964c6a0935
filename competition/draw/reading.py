"""Step 1 of an audit (§9): the files are present and canonical, and nothing else is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from competition.draw import beacon, bundle, entries, freeze, loglines, manifest, manifest_file, ranking
from competition.draw.errors import MalformedError, UncheckableError, VerificationError
from competition.draw.notes import Note, parse_checkpoint, parse_note

# What is read into memory at once; entries.txt is read in pieces and may have its 512 MiB.
_SMALL = 1 << 20
_LARGE = 64 << 20
_LIMITS = dict.fromkeys(("excluded.txt", "log.txt", "result.txt", "rules.txt"), _LARGE)

# Each change of keys costs a root of the log and two signatures.
_KEYS_LIMIT = 64

FREEZES = ("frozen", "refrozen")


@dataclass(frozen=True, slots=True)
class Files:
    """A record's files, read and parsed; `manifest` is None where its format is not known here.

    `freeze_line` is the log's last freeze; `drawn` and `voided` say whether such a line follows it.
    """

    record: bundle.Record
    names: frozenset[str]
    lines: list[loglines.Line]
    freeze_line: loglines.Line
    drawn: bool
    voided: bool
    manifest: manifest.Manifest | None
    manifest_digest: str
    rules_digest: str
    freeze_note: Note
    freeze: freeze.Freeze
    excluded: entries.Excluded
    value: beacon.BeaconValue | None


def read_record(record: bundle.Record) -> Files:
    """Read a record; raises MalformedError, VerificationError, or UncheckableError for what is too large."""
    names = bundle.check_names(record)
    _require(names, bundle.ALWAYS)
    lines = loglines.parse_log(read(record, loglines.FILE))
    line = _last_freeze(lines)
    later = {after.kind for after in lines[line.seq :]}
    _check_names_of_log(record, names, lines, drawn="drawn" in later)
    fixed = read(record, manifest.FILE)
    note = parse_note(read(record, "freeze.note"), file="freeze.note")
    return Files(
        record=record,
        names=names,
        lines=lines,
        freeze_line=line,
        drawn="drawn" in later,
        voided="voided" in later,
        manifest=_known_manifest(fixed),
        manifest_digest=sha256(fixed).hexdigest(),
        rules_digest=_digest_of_text(read(record, "rules.txt"), "rules.txt"),
        freeze_note=note,
        freeze=freeze.parse(note.text),
        excluded=entries.read_excluded(read(record, entries.EXCLUDED)),
        value=beacon.parse_value(read(record, "beacon.json")) if "drawn" in later else None,
    )


def read(record: bundle.Record, name: str) -> bytes:
    """Read one file whole; raises UncheckableError where it is larger than any honest one."""
    limit = _LIMITS.get(name, _SMALL)
    if record.size(name) > limit:
        raise UncheckableError("the file is larger than this auditor reads", code="too_large", file=name)
    with record.open(name) as file:
        return file.read()


def _require(names: frozenset[str], wanted: Iterable[str]) -> None:
    for name in wanted:
        if name not in names:
            raise VerificationError("the file is missing", code="missing_file", file=name)


def _last_freeze(lines: list[loglines.Line]) -> loglines.Line:
    freezes = [line for line in lines if line.kind in FREEZES]
    if not freezes:
        raise VerificationError("the log has no freeze", code="no_freeze", file=loglines.FILE)
    return freezes[-1]


def _check_names_of_log(
    record: bundle.Record, names: frozenset[str], lines: list[loglines.Line], *, drawn: bool
) -> None:
    """What only some records hold: the draw's three files, and just the notices and keys of the log."""
    notices = {f"notices/{line['notice']}.txt" for line in lines if "notice" in line.values}
    notes = {f"keys/{line.seq}.note" for line in lines if line.kind == "key"}
    if len(notes) > _KEYS_LIMIT:
        raise UncheckableError("the keys changed more often than in any record", code="too_many_keys")
    wanted = [*(bundle.DRAWN if drawn else ()), *sorted(notices), *sorted(notes)]
    _require(names, wanted)
    extra = names - {*bundle.ALWAYS, bundle.WITNESS, *wanted}
    if extra:
        raise VerificationError("the log does not call for this file", code="extra_file", file=min(extra))
    for name in sorted(notices):
        if f"notices/{_digest(record, name)}.txt" != name:
            raise VerificationError("the notice has another digest than its name", code="notice", file=name)


def check_derived(files: Files) -> None:
    """Check the form of the result and the checkpoints, which later steps hold against what they recompute.

    Raises MalformedError.
    """
    if files.drawn:
        ranking.check_form(read(files.record, ranking.FILE))
    for name in sorted(files.names):
        if name in ("checkpoint.note", bundle.WITNESS) or bundle.KEY_NOTE.fullmatch(name):
            parse_checkpoint(parse_note(read(files.record, name), file=name).text, file=name)


def _digest(record: bundle.Record, name: str) -> str:
    """Digest a file piece by piece: a notice may be as large as the format lets any file be."""
    digest = sha256()
    with record.open(name) as file:
        while piece := file.read(_SMALL):
            digest.update(piece)
    return digest.hexdigest()


def _known_manifest(data: bytes) -> manifest.Manifest | None:
    try:
        return manifest_file.parse(data)
    except UncheckableError:
        # The steps that need it say so; whatever else can be wrong is still looked for.
        return None


def _digest_of_text(data: bytes, name: str) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedError("the file is not UTF-8", file=name) from None
    if b"\r" in data or not data.endswith(b"\n"):
        raise MalformedError("the file has carriage returns, or no line feed at its end", file=name)
    return sha256(data).hexdigest()
