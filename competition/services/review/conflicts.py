"""Loading the list of people close to the promoter. Only keyed digests of their addresses are kept."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from competition.adapters import addresses
from competition.rules import conflicts as rules
from competition.rules.errors import RuleError
from competition.rules.lifecycle import Status
from competition.services import facts
from competition.services.instance import Instance
from competition.store import competitions, conflicts, locks
from competition.store.models import Competition


def load(session: Session, slug: str, lines: Sequence[str], *, actor: str, instance: Instance) -> int:
    """Make these addresses, one a line, the whole list; returns how many there are.

    Raises RuleError `addresses`, naming every line that is none, and `opened` once the draw is open.
    """
    found = competitions.by_slug(session, slug)
    if found is None:
        raise facts.unknown()
    locks.exclusive(session, found.id)
    competition, now = competitions.by_id(session, found.id), instance.clock(session)
    rules.check_listable(Status(competition.status), competition.opens, now)
    digests = _digests(competition, lines)
    conflicts.replace(session, competition.id, digests)
    said = {"listed": len(digests)}
    facts.record(session, "conflicts_listed", competition, at=now, actor=actor, details=said)
    return len(digests)


def _digests(competition: Competition, lines: Sequence[str]) -> set[bytes]:
    digests, wrong = set(), []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            digests.add(addresses.read(line).digest(competition.address_key))
        except RuleError:
            wrong.append(f"line {number}")
    if wrong:
        message = f"No address stands in {', '.join(wrong[:20])}. Put it right and load it again."
        raise RuleError("addresses", message, field="addresses")
    if len(digests) > rules.MOST:
        raise RuleError("addresses", f"List at most {rules.MOST:,} addresses.", field="addresses")
    return digests
