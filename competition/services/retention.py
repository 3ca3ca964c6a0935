"""What is kept of people, how much of it there is, and when it has to go."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from competition.rules import retention as rules
from competition.rules.description import Retention
from competition.rules.lifecycle import Status
from competition.rules.retention import Kept, Past
from competition.services import facts, log, prizes
from competition.services.instance import Instance
from competition.services.views.retention import KeptView, RetentionView
from competition.store import competitions, complaints, entries
from competition.store.models import Competition

# Winners are told from other entrants by their tickets.
_ENTRANTS = ("confirmed", "excluded", "withdrawn")
STATES: Mapping[Kept, tuple[str, ...]] = {
    Kept.PENDING: ("pending", "expired"),
    Kept.ENTRANTS: _ENTRANTS,
    Kept.WINNERS: _ENTRANTS,
}
_ENDED = (Status.DRAWN, Status.COMPLETED, Status.VOIDED)


def retention(session: Session, slug: str | None = None, *, instance: Instance) -> RetentionView:
    """Everything by kind with its date, of one competition or of all; a dry run of what a purge does now.

    Raises RuleError `unknown`.
    """
    now = instance.clock(session)
    kept = [one for row in _rows(session, slug) for one in of_competition(session, row)]
    if slug is None:
        kept += _complaints(session)
    return RetentionView(now, tuple(one for one in kept if one.count))


def dates(session: Session, row: Competition) -> Mapping[Kept, datetime | None]:
    """When each kind of a competition has to go, as far as that can be said."""
    return rules.due(facts.description(row).retention, _past(session, row))


def _past(session: Session, row: Competition) -> Past:
    stands = prizes.standing(session, row)
    settling = stands.last_award is not None and bool(stands.unsettled)
    return Past(row.confirm_by, _ended(session, row), stands.last_award, settling)


def _ended(session: Session, row: Competition) -> datetime | None:
    if row.status not in _ENDED:
        return None
    times = [line.time for line in log.read(session, row) if line.kind in ("drawn", "voided")]
    return datetime.fromtimestamp(times[-1], tz=UTC) if times else None


def _rows(session: Session, slug: str | None) -> list[Competition]:
    if slug is None:
        return list(competitions.in_status(session, set(Status) - {Status.DRAFT}))
    return [facts.public(session, slug)]


def of_competition(session: Session, row: Competition) -> Iterator[KeptView]:
    """Each kind of a competition with its date, though there be none of it."""
    kept, when = facts.description(row).retention, dates(session, row)
    states = entries.count_by_status(session, row.id)
    winners = entries.count_holding(session, row.id, prizes.standing(session, row).winners)
    counts = {
        Kept.PENDING: sum(states.get(state, 0) for state in STATES[Kept.PENDING]),
        Kept.ENTRANTS: sum(states.get(state, 0) for state in STATES[Kept.ENTRANTS]) - winners,
        Kept.WINNERS: winners,
    }
    for kind, count in counts.items():
        rule = rules.in_words(kept, kind)
        yield KeptView(row.slug, row.title, kind, rules.WHO[kind], rule, count, when[kind])


def _complaints(session: Session) -> Iterator[KeptView]:
    answered = complaints.answered(session)
    first = min((rules.complaint_due(one.answered_at) for one in answered if one.answered_at), default=None)
    kind = Kept.COMPLAINTS
    rule = rules.in_words(Retention(), kind)
    yield KeptView(None, "", kind, rules.WHO[kind], rule, len(answered), first)
