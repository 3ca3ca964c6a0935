"""Steps 2 to 4 of an audit (§9): what was fixed, and the list that was frozen."""

from competition.draw import entries, manifest
from competition.draw.errors import UncheckableError, VerificationError
from competition.draw.freeze import beacon_line
from competition.draw.notes import verify_single
from competition.draw.steps import Audit
from competition.draw.tickets import FOLDING


def check_manifest(audit: Audit) -> str:
    """(2) Manifest, rules_sha256, digest in force in the log, times and arithmetic."""
    known, files = audit.manifest(), audit.files
    manifest.check(known)
    audit.report.competition, audit.report.title = known.competition, known.title
    if known.rules_sha256 != files.rules_digest:
        raise VerificationError("it is not the text that the manifest fixes", code="rules", file="rules.txt")
    last = [line for line in files.lines if line.kind in ("opened", "amended")][-1:]
    if not last or last[0]["manifest"] != files.manifest_digest:
        raise _wrong("manifest", "the log has another manifest in force")
    if known.previous != last[0].values.get("previous"):
        raise _wrong("previous", "“previous” is not the manifest that the log had in force before")
    if known.folding != FOLDING:
        raise UncheckableError("the folding rule is not known here", code="folding", file=manifest.FILE)
    return f"manifest {files.manifest_digest}"


def _wrong(code: str, message: str) -> VerificationError:
    return VerificationError(message, code=code, file=manifest.FILE)


def check_freeze(audit: Audit) -> str:
    """(3) Freeze note: signature, counts, roots, file digest, one draw number."""
    known, frozen, line = audit.manifest(), audit.files.freeze, audit.files.freeze_line
    verify_single(audit.files.freeze_note, audit.keys_at(line.seq))
    found = audit.found
    audit.report.entries, audit.report.entries_root = found.listed.count, found.listed.root
    audit.report.excluded = frozen.excluded.count
    for fits, wrong in (
        (frozen.competition == known.competition, "it is of another competition"),
        (frozen.manifest == audit.files.manifest_digest, "it names another manifest"),
        (frozen.draw == line.number("draw"), "the log gives its last freeze another draw number"),
        (frozen.digest() == line["statement"], "it is not the statement that the log names"),
        (frozen.beacon == beacon_line(known.beacon, audit.round()), "it names another beacon"),
        (frozen.entries == found.listed, "entries.txt has another number of lines or another root"),
        (frozen.entries_file == found.file_digest, "entries.txt has another digest"),
        (frozen.excluded == audit.files.excluded.listed, "excluded.txt has another number of lines or root"),
    ):
        if not fits:
            raise VerificationError(f"the freeze does not fit: {wrong}", code="freeze", file="freeze.note")
    return f"{frozen.entries.count:,} entered, {frozen.excluded.count:,} left out"


def check_lists(audit: Audit) -> str:
    """(4) Nothing both entered and excluded; reasons lawful."""
    lawful = audit.manifest().exclusion_reasons
    for number, (ticket, reason) in enumerate(audit.files.excluded.reasons.items(), 1):
        wrong = "" if reason in lawful else f"{reason} is no exclusion reason of the manifest"
        if ticket in audit.found.seen:
            wrong = "the ticket is entered as well"
        if wrong:
            raise VerificationError(wrong, code="excluded", file=entries.EXCLUDED, line=number)
    return ""
