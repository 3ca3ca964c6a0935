"""Auditing a record (§9): the numbered steps, in the order of the specification.

Left to the caller: fetching the record and the user's own files, and the audit sample (§10), which is
opened to one independent person only.
"""

from collections.abc import Callable

from competition.draw import beacon, bundle, entries, receipts
from competition.draw.errors import DrawError, UncheckableError
from competition.draw.report import (
    FAILED,
    NOT_REACHED,
    NOTHING,
    PASSED,
    UNCHECKED,
    Report,
    Step,
)
from competition.draw.steps import Audit, NothingToCheck
from competition.draw.steps_list import check_freeze, check_lists, check_manifest
from competition.draw.steps_log import check_checkpoints, check_log, grade_evidence
from competition.draw.steps_result import check_beacon, check_result, check_seed

Check = Callable[[Audit], str]


def audit(
    record: bundle.Record,
    *,
    held: bytes | None = None,
    claim: receipts.Claim | None = None,
    bls: beacon.BlsVerifier = beacon.verify_bls,
    progress: entries.Progress | None = None,
    each: entries.EachPiece = map,
) -> Report:
    """Audit a record, and with it the user's own freeze note (`held`) and receipt (`claim`).

    Never raises for what stands in the files: the report says what was found. `bls` may be a faster
    verifier than the built-in one; `progress` is told how many entries were read; `each` is a `map` that may
    use more cores.
    """
    work = Audit(record, held=held, claim=claim, bls=bls, progress=progress, each=each)
    for number, section, title, check in _STEPS if claim is None else (*_STEPS, _RECEIPT):
        # A receipt is checked whatever else is wrong, if the lists can be read: its holder may need both.
        readable = check is _check_receipt and work.lists_read
        over = (work.report.verdict == FAILED and not readable) or (work.report.steps and work.files_unread)
        state, note, finding = (NOT_REACHED, "", None) if over else _make(check, work)
        work.report.steps.append(Step(number, section, title, state, note, finding))
    return work.report


def _make(check: Check, work: Audit) -> tuple[str, str, DrawError | None]:
    """Make one step: its state, what to say of it, and the finding if there is one."""
    try:
        return PASSED, check(work), None
    except NothingToCheck as reason:
        return NOTHING, str(reason), None
    except UncheckableError as finding:
        return UNCHECKED, str(finding), finding
    except DrawError as finding:
        return FAILED, str(finding), finding


def _check_files(audit: Audit) -> str:
    audit.read_files()
    return f"{len(audit.files.names)} files"


def _check_sample(audit: Audit) -> str:
    raise NothingToCheck("it is opened to one independent person only")


def _check_receipt(audit: Audit) -> str:
    if audit.claim is None:
        raise NothingToCheck("no receipt was given")
    known, lines = audit.manifest(), audit.files.lines
    lists = receipts.Lists(audit.found.seen, audit.files.excluded.reasons)
    return receipts.check_receipt(audit.claim, known, lines, audit.all_keys(), lists)


_STEPS: tuple[tuple[int | None, str, str, Check], ...] = (
    # (1) files present and canonical
    (1, "§2", "all files are here, in their one canonical form", _check_files),
    # (2) manifest, rules_sha256, digest in force in the log, times and arithmetic
    (2, "§3", "manifest, rules and dates fit each other and the log", check_manifest),
    # (3) freeze note: signature, counts, roots, file digest, one draw number
    (3, "§5", "the freeze note is signed and fits the list", check_freeze),
    # (4) nothing both entered and excluded; reasons lawful
    (4, "§5", "no ticket is both entered and left out; every reason is lawful", check_lists),
    # (5) beacon value verified for the pinned chain and round
    (5, "§7", "the random value is the promised one", check_beacon),
    # (6) seed
    (6, "§7", "list and value give the seed", check_seed),
    # (7) ranking and result.txt
    (7, "§7", "scores and winners come out the same", check_result),
    # (8) log replay (§8) and its end state
    (8, "§8", "the public log kept its own rules", check_log),
    # (9) checkpoint signature and root
    (9, "§8", "the log is signed to its last line", check_checkpoints),
    # (10) evidence level (§6)
    (10, "§6", "how strong the evidence is", grade_evidence),
    # (11) audit sample (§10), where opened
    (11, "§10", "audit sample of entrants", _check_sample),
)
_RECEIPT: tuple[None, str, str, Check] = (None, "§4", "your receipt", _check_receipt)
