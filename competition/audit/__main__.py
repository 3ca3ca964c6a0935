"""competition-audit: `verify`, `receipt`, `rank`, `explain`, `follow`, `evidence`.

Findings on stdout, progress on stderr.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from competition.audit import following, papers, standing, wording
from competition.audit.cores import over_cores
from competition.audit.opening import opened
from competition.audit.options import parser
from competition.draw.accusing import HELD, RECEIPT, judge
from competition.draw.bundle import Record
from competition.draw.errors import DrawError, UncheckableError
from competition.draw.mailed import FREEZE, MANIFEST, PROOF, Mailed, check_mailed
from competition.draw.receipts import Claim
from competition.draw.report import EXIT_CODES, FAILED, UNCHECKED, VERIFIED, Report
from competition.draw.verify import audit

_OWN_FILE_LIMIT = 1 << 20
_PROGRESS_EVERY = 250_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 verified, 1 failed, 2 could not check."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options = parser(_COMMANDS).parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except DrawError as finding:
        verdict = UNCHECKED if isinstance(finding, UncheckableError) else FAILED
        return _end(options, verdict, str(finding))
    except BrokenPipeError:
        # Whoever reads us has seen enough (`| head`); Python would complain once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CODES[UNCHECKED]
    except KeyboardInterrupt:
        return _end(options, UNCHECKED, "stopped before the end")
    except Exception as fault:  # noqa: BLE001 - a fault of ours is no verdict on the record, and no traceback
        return _end(
            options, UNCHECKED, f"this program failed ({type(fault).__name__}: {fault}). Please report it."
        )
    return code


def _end(options: argparse.Namespace, verdict: str, why: str) -> int:
    message = wording.printable(why)
    if options.json:
        print(json.dumps({"verdict": verdict, "exit_code": EXIT_CODES[verdict], "why": message}))
    else:
        print(f"{verdict}: {message}")
    return EXIT_CODES[verdict]


def _verify(options: argparse.Namespace) -> int:
    held, claim = _own_file(options.held), _claim(options)
    with opened(options.bundle) as record:
        report = audit(record, held=held, claim=claim, progress=_Progress(), each=over_cores)
        own = {HELD: held, RECEIPT: claim.note if claim else None}
        found = papers.of_audit(record, report, own) if options.evidence else None
    _print(options, report)
    _keep(options, found)
    return report.exit_code


def _receipt(options: argparse.Namespace) -> int:
    """Of a record, if one is given; else of what was mailed, which needs nothing from anybody."""
    if (options.bundle is None) == (options.mailed is None):
        raise UncheckableError("give either a record or --mailed with a folder", code="usage")
    if options.bundle is not None:
        return _verify(options)
    files = (_own_file(str(Path(options.mailed) / name)) for name in (FREEZE, PROOF, MANIFEST))
    mailed = Mailed(*(data or b"" for data in files))
    claim = Claim(_own_file(options.receipt) or b"", options.salt, options.email)
    return _end(options, VERIFIED, check_mailed(claim, mailed))


def _keep(options: argparse.Namespace, found: Mapping[str, bytes] | None) -> None:
    """Write the evidence, if there is any and it was asked for."""
    if options.evidence and found:
        papers.write(Path(options.evidence), found)
        print(f"evidence written to {options.evidence}", file=sys.stderr)
    elif options.evidence:
        print("nothing here convicts by your own paper: no evidence written", file=sys.stderr)


def _follow(options: argparse.Namespace) -> int:
    try:
        said = following.follow(options.address, Path(options.state))
    except following.ForkError as fork:
        _keep(options, fork.papers)
        raise
    return _end(options, VERIFIED, said)


def _judge(options: argparse.Namespace) -> int:
    return _end(options, VERIFIED, judge(papers.read(Path(options.file))))


def _own_file(path: str | None) -> bytes | None:
    if path is None:
        return None
    try:
        with Path(path).open("rb") as file:
            return file.read(_OWN_FILE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UncheckableError(f"{path!r} cannot be read: {reason}", code="no_file") from None


def _claim(options: argparse.Namespace) -> Claim | None:
    given = [options.receipt, getattr(options, "salt", None), getattr(options, "email", None)]
    if given == [None, None, None]:
        return None
    if None in given:
        raise UncheckableError(
            "a receipt is checked with all three: --receipt, --salt and --email", code="usage"
        )
    return Claim(_own_file(options.receipt) or b"", options.salt, options.email)


class _Progress:
    """Says on stderr how far a long list is read; a short one is read before anyone wonders."""

    def __init__(self) -> None:
        self._next = _PROGRESS_EVERY

    def __call__(self, count: int) -> None:
        if count >= self._next:
            print(f"{count:,} entries read", file=sys.stderr)
            self._next += _PROGRESS_EVERY


def _print(options: argparse.Namespace, report: Report, more: dict[str, object] | None = None) -> None:
    if options.json:
        print(json.dumps({**wording.data(report), **(more or {})}, indent=1))
    else:
        print("\n".join(wording.lines(report)))


def _rank(options: argparse.Namespace) -> int:
    with opened(options.bundle) as record:
        report = _checked(options, record)
        if report.verdict == FAILED:
            return report.exit_code
        tickets = standing.find_ticket(record, options.ticket)
        if len(tickets) != 1:
            wrong = "more than one ticket begins like this" if tickets else "the ticket is in neither list"
            return _end(options, UNCHECKED if tickets else FAILED, wrong)
        found = standing.standing(record, report, tickets[0])
    print(json.dumps(found, indent=1) if options.json else "\n".join(standing.in_words(found)))
    return report.exit_code


def _checked(options: argparse.Namespace, record: Record) -> Report:
    """Audit first: a rank in a record that is not sound would mean nothing."""
    report = audit(record, progress=_Progress(), each=over_cores)
    if report.verdict == FAILED:
        _print(options, report)
    elif not options.json:
        print(wording.verdict(report))
    return report


def _explain(options: argparse.Namespace) -> int:
    with opened(options.bundle) as record:
        report = _checked(options, record)
    if report.verdict != FAILED:
        told = list(standing.explanation(report))
        print(
            json.dumps({**wording.data(report), "explanation": told}, indent=1)
            if options.json
            else "\n".join(told)
        )
    return report.exit_code


_COMMANDS = {
    "verify": _verify,
    "receipt": _receipt,
    "rank": _rank,
    "explain": _explain,
    "follow": _follow,
    "evidence": _judge,
}


if __name__ == "__main__":
    sys.exit(main())
