"""Prizes that are codes: loaded sealed, shown once to the winner who claimed, never mailed, never logged."""

import hmac
from collections.abc import Sequence

from sqlalchemy.orm import Session

from competition.rules.errors import RuleError
from competition.rules.tables import is_one_line
from competition.services import facts, records
from competition.services.awards import sending
from competition.services.awards.chain import Stage
from competition.services.instance import Instance
from competition.store import codes, locks
from competition.store.models import Award, Competition, PrizeCode

_LONGEST = 500


def load(
    session: Session, slug: str, prize: int, lines: Sequence[str], *, actor: str, instance: Instance
) -> int:
    """Put codes into the pool of a prize (by its place in the list, from 1); returns how many were new."""
    competition = facts.public(session, slug)
    locks.exclusive(session, competition.id)
    fixed, now = records.manifest_of(session, competition), instance.clock(session)
    if not 1 <= prize <= len(fixed.prizes):
        raise RuleError("prize", f"This draw has no prize number {prize}.", field="prize")
    known = codes.digests(session, competition.id)
    rows = [
        PrizeCode(
            competition_id=competition.id,
            prize=prize,
            sealed=instance.seal.close(f"{_context(competition, prize)}\n{code}".encode()),
            digest=digest,
            loaded_at=now,
        )
        for code, digest in _read(competition, lines)
        if digest not in known
    ]
    codes.add_all(session, rows)
    facts.record(session, "codes_loaded", competition, at=now, actor=actor, subject=str(len(rows)))
    return len(rows)


def _read(competition: Competition, lines: Sequence[str]) -> list[tuple[str, bytes]]:
    """The codes with their keyed digests, each once; raises RuleError for a line that is none."""
    found: dict[bytes, str] = {}
    for number, line in enumerate(lines, 1):
        if not (code := line.strip()):
            continue
        if len(code) > _LONGEST or not is_one_line(code):
            raise RuleError(
                "codes", f"Line {number} is no code: one line, at most {_LONGEST} characters.", field="codes"
            )
        found[hmac.digest(competition.address_key, f"prize code:{code}".encode(), "sha256")] = code
    return [(code, digest) for digest, code in found.items()]


def _opened(sealed: bytes, context: str, instance: Instance) -> str:
    """The code inside; raises LookupError for one that was moved there, or whose secret is gone."""
    before, _, code = (instance.seal.open(sealed) or b"").decode("utf-8").partition("\n")
    if before != context:
        raise LookupError("a sealed prize code does not open with the secrets of this instance")
    return code


def _context(competition: Competition, prize: int) -> str:
    return f"{competition.identity} {prize}"


def is_ready(session: Session, on: Stage, award: Award) -> bool:
    """Whether this winner has a code to see."""
    if award.state != "claimed":
        return False
    return codes.count_free(session, on.competition.id, on.prize_number(award.unit)) > 0


def show(session: Session, on: Stage, award: Award, *, instance: Instance) -> str:
    """Give the next code to a winner who claimed, and empty its row: it is shown this once."""
    if award.state != "claimed" or not on.is_digital(award):
        raise RuleError(
            "shown", "There is no code to show here, or it was shown before. Write to us if it is lost."
        )
    prize = on.prize_number(award.unit)
    row = codes.take(session, on.competition.id, prize, award.id)
    if row is None or row.sealed is None:
        raise RuleError(
            "empty", "The codes have run out. That is our fault; write to us and you will get yours."
        )
    code = _opened(row.sealed, _context(on.competition, prize), instance)
    row.sealed, row.shown_at = None, on.now
    sending.send(session, on, award, carrier="", tracking="", actor="reader", instance=instance)
    return code
