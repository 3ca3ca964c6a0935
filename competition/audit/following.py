"""Following a public log: what was signed once must be the beginning of all that is signed later (§8)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from competition.audit.opening import fetch_small
from competition.audit.papers import replace
from competition.draw import manifest_file
from competition.draw.accusing import SEEN, two_histories
from competition.draw.errors import UncheckableError, VerificationError
from competition.draw.evidence import keys_at
from competition.draw.loglines import Line, parse_log
from competition.draw.merkle import leaf_hash, root_of
from competition.draw.notes import Checkpoint, parse_checkpoint, parse_note, verify_checkpoint

_FORMAT = "competition-audit follow 1"
_LARGEST_STATE = 128 << 20
_KEYS = ("checkpoint", "log", "manifest")


class ForkError(VerificationError):
    """Two signed histories of one log, with the papers that prove it."""

    def __init__(self, message: str, papers: dict[str, bytes]) -> None:
        super().__init__(message, code="fork")
        self.papers = papers


@dataclass(frozen=True, slots=True)
class Seen:
    """A log as it was shown: its signed head, its lines, and the manifest that says who signs."""

    checkpoint: bytes
    log: bytes
    manifest: bytes

    @property
    def head(self) -> Checkpoint:
        return parse_checkpoint(
            parse_note(self.checkpoint, file="checkpoint.note").text, file="checkpoint.note"
        )

    @property
    def lines(self) -> list[Line]:
        return parse_log(self.log)[: self.head.size]


def follow(address: str, state: Path) -> str:
    """Look at the log at this address, hold it against what was seen last, and remember it.

    Raises ForkError, UncheckableError where nothing can be said, VerificationError for what is not signed.
    """
    before = _remembered(state)
    shown = _shown(address.rstrip("/").removesuffix("/draw"), before)
    _verify(shown)
    said = _first(shown) if before is None else _compared(before, shown)
    replace(state, _written(shown))
    return said


def _shown(place: str, before: Seen | None) -> Seen:
    """The checkpoint first: the log may grow in between, and is then longer than it."""
    checkpoint, log = (fetch_small(f"{place}/{name}") for name in ("checkpoint", "log.txt"))
    # Who signs is what the first look found: a later manifest cannot bring other keys.
    return Seen(checkpoint, log, before.manifest if before else fetch_small(f"{place}/manifest.json"))


def _verify(shown: Seen) -> None:
    """The lines are those of the signed root."""
    fixed, head, lines = manifest_file.parse(shown.manifest), shown.head, shown.lines
    if head.origin != fixed.competition:
        raise UncheckableError("this is another log than the one that was followed", code="other_log")
    verify_checkpoint(
        parse_note(shown.checkpoint, file="checkpoint.note"),
        keys_at(lines, head.size - 1, fixed.verifier_keys),
        (),
    )
    if _root(lines) != head.root or len(lines) != head.size:
        raise UncheckableError("the lines that are shown are not those that were signed", code="not_shown")


def _root(lines: Sequence[Line]) -> bytes:
    return root_of([leaf_hash(line.text().encode("ascii")) for line in lines])


def _first(shown: Seen) -> str:
    head = shown.head
    named = {line["manifest"] for line in shown.lines if "manifest" in line.values}
    if sha256(shown.manifest).hexdigest() not in named:
        raise UncheckableError("the log does not name its manifest", code="not_shown")
    return f"{head.origin}: {head.size:,} lines, remembered. Nothing to hold them against so far."


def _compared(before: Seen, shown: Seen) -> str:
    seen, now = before.head, shown.head
    longer = shown if now.size >= seen.size else before
    if wrong := two_histories(seen, now, longer.lines):
        papers = {SEEN: before.checkpoint, "checkpoint.note": shown.checkpoint}
        raise ForkError(wrong, {**papers, "log.txt": longer.log, "manifest.json": before.manifest})
    if now.size < seen.size:
        raise UncheckableError(
            f"an older log is shown, with {now.size:,} lines; it had {seen.size:,}. Ask again later",
            code="older",
        )
    grown = now.size - seen.size
    return f"{now.origin}: {now.size:,} lines, {grown or 'none'} new. The log has only grown."


def _remembered(path: Path) -> Seen | None:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_STATE)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UncheckableError(f"{str(path)!r} cannot be read: {error.strerror}", code="no_file") from None
    try:
        found = json.loads(data)
        if found.pop("format") != _FORMAT or {*found} != {*_KEYS}:
            raise ValueError
        return Seen(**{key: found[key].encode("utf-8") for key in _KEYS})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UncheckableError(f"{str(path)!r} is no file of this command", code="state") from None


def _written(seen: Seen) -> bytes:
    texts = {key: getattr(seen, key).decode("utf-8") for key in _KEYS}
    return json.dumps({"format": _FORMAT, **texts}, indent=1).encode("utf-8")
