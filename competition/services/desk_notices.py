"""Telling admins of what falls due, by the clock: each occasion once, to those whose role makes it theirs."""

from collections.abc import Callable, Iterable
from functools import partial

from sqlalchemy.orm import Session

from competition.rules import desk_notices as rules
from competition.rules.permissions import Role
from competition.services import facts, letters, occasions, purging
from competition.services.instance import Instance
from competition.services.occasions import Occasion
from competition.store import admins, competitions, desk_notices, locks
from competition.store.engine import Database
from competition.store.models import Admin, Competition, DeskNotice
from competition.store.types import CompetitionId

_Find = Callable[[Session, Competition], Iterable[Occasion]]


def tell(database: Database, competition_id: CompetitionId, *, instance: Instance) -> int:
    """Write what is due to the admins of one competition; returns of how many occasions."""
    return _tell(database, competition_id, partial(occasions.of, instance=instance), instance)


def warn_of_purges(database: Database, *, instance: Instance) -> int:
    """Tell of what is erased tomorrow, in competitions of every state."""
    with database.read() as session:
        if not admins.active(session):
            return 0
        soon = instance.clock(session) + rules.AHEAD
        found = purging.competitions_due(session, soon)

    def find(session: Session, row: Competition) -> Iterable[Occasion]:
        return occasions.purges(session, row, instance.clock(session))

    return sum(_tell(database, competition_id, find, instance) for competition_id in found)


def _tell(database: Database, competition_id: CompetitionId, find: _Find, instance: Instance) -> int:
    with database.read() as session:
        due = _due(session, competition_id, find)
    return sum(_write(database, competition_id, one, find, instance) for one in due)


def _due(session: Session, competition_id: CompetitionId, find: _Find) -> list[Occasion]:
    """Occasions of which nobody was told yet, and for which there is somebody."""
    people = admins.active(session)
    if not people:
        return []
    told, row = desk_notices.told(session, competition_id), competitions.by_id(session, competition_id)
    found = (one for one in find(session, row) if (one.kind, one.subject) not in told)
    return [one for one in found if _whose(one, people)]


def _whose(occasion: Occasion, people: Iterable[Admin]) -> list[Admin]:
    return [row for row in people if rules.is_for(occasion.kind, Role(row.role))]


def _write(
    database: Database, competition_id: CompetitionId, wanted: Occasion, find: _Find, instance: Instance
) -> bool:
    """Tell of one occasion if it still stands and no other worker has: row and letters in one transaction."""
    with database.write() as session:
        locks.exclusive(session, competition_id)
        for one in _due(session, competition_id, find):
            if (one.kind, one.subject) == (wanted.kind, wanted.subject):
                _queue(session, competitions.by_id(session, competition_id), one, instance)
                return True
    return False


def _queue(session: Session, competition: Competition, occasion: Occasion, instance: Instance) -> None:
    now, people = instance.clock(session), _whose(occasion, admins.active(session))
    desk_notices.add(
        session,
        DeskNotice(
            competition_id=competition.id,
            kind=occasion.kind,
            subject=occasion.subject,
            recipients=len(people),
            noticed_at=now,
        ),
    )
    for row in people:
        letters.queue_to(
            session,
            occasion.kind,
            row.email,
            instance=instance,
            now=now,
            competition=competition,
            title=competition.title,
            zone=competition.time_zone,
            link=instance.address(f"/admin{occasion.page}"),
            **occasion.said,
        )
    facts.record(session, "desk_told", competition, at=now, actor="clock", subject=occasion.kind)
