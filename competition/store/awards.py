"""Awards and their notices. As with competitions, every read asks the database again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import Award, AwardContact, AwardNotice, AwardRelease, Entry, Handover, Ticket
from competition.store.types import AwardId, CompetitionId, EntryId

_AGAIN = {"populate_existing": True}


def add(session: Session, award: Award) -> Award:
    session.add(award)
    session.flush()
    return award


def add_all(session: Session, awards: Sequence[Award]) -> None:
    rows.write_all(session, awards)


def of_draw(session: Session, competition_id: CompetitionId, draw: int) -> Sequence[Award]:
    """All holds that there were, ended ones too: by unit, the first holder first."""
    query = select(Award).where(Award.competition_id == competition_id, Award.draw == draw)
    return session.scalars(query.order_by(Award.unit, Award.id).execution_options(**_AGAIN)).all()


def of_competition(session: Session, competition_id: CompetitionId) -> Sequence[Award]:
    query = select(Award).where(Award.competition_id == competition_id)
    return session.scalars(query.order_by(Award.id).execution_options(**_AGAIN)).all()


def holder(session: Session, competition_id: CompetitionId, draw: int, *, unit: int) -> Award | None:
    """Who holds a unit now."""
    return _one(
        session,
        Award.competition_id == competition_id,
        Award.draw == draw,
        Award.unit == unit,
        Award.ended_at.is_(None),
    )


def following(session: Session, award: Award) -> Award | None:
    """Who got a unit after this hold."""
    query = select(Award).where(
        Award.competition_id == award.competition_id,
        Award.draw == award.draw,
        Award.unit == award.unit,
        Award.id > award.id,
    )
    return session.scalars(query.order_by(Award.id).limit(1).execution_options(**_AGAIN)).first()


def by_id(session: Session, award_id: AwardId) -> Award | None:
    return _one(session, Award.id == award_id)


def by_public_id(session: Session, public_id: str) -> Award | None:
    return _one(session, Award.public_id == public_id)


def by_check_code(session: Session, code: str) -> Award | None:
    return _one(session, Award.check_code == code)


def by_ticket(session: Session, ticket: str) -> Sequence[Award]:
    """What a ticket holds or held, the newest draw last."""
    query = select(Award).where(Award.ticket == ticket).order_by(Award.draw)
    return session.scalars(query.execution_options(**_AGAIN)).all()


def _one(session: Session, *conditions: ColumnElement[bool]) -> Award | None:
    return session.scalars(select(Award).where(*conditions).execution_options(**_AGAIN)).first()


def entries_of(session: Session, competition_id: CompetitionId, draw: int) -> Mapping[str, Entry]:
    """By ticket, the entries of everyone who holds or held a unit: one look for all of them."""
    query = (
        select(Award.ticket, Entry)
        .join(Ticket, Ticket.ticket == Award.ticket)
        .join(Entry, Entry.id == Ticket.entry_id)
        .where(Award.competition_id == competition_id, Award.draw == draw)
    )
    return dict(session.execute(query.execution_options(**_AGAIN)).all())


def add_notice(session: Session, notice: AwardNotice) -> None:
    """The key refuses a second one of the same number."""
    rows.write(session, notice)


def notices(
    session: Session, competition_id: CompetitionId, draw: int
) -> Mapping[AwardId, Sequence[AwardNotice]]:
    """By award, the first attempt first."""
    query = (
        select(AwardNotice)
        .join(Award, Award.id == AwardNotice.award_id)
        .where(Award.competition_id == competition_id, Award.draw == draw)
        .order_by(AwardNotice.award_id, AwardNotice.attempt)
    )
    found: dict[AwardId, list[AwardNotice]] = defaultdict(list)
    for notice in session.scalars(query):
        found[notice.award_id].append(notice)
    return found


def notices_of(session: Session, award_id: AwardId) -> Sequence[AwardNotice]:
    query = select(AwardNotice).where(AwardNotice.award_id == award_id)
    return session.scalars(query.order_by(AwardNotice.attempt)).all()


def release(session: Session, competition_id: CompetitionId, draw: int) -> AwardRelease | None:
    return session.get(AwardRelease, (competition_id, draw))


def add_release(session: Session, release: AwardRelease) -> None:
    session.add(release)
    session.flush()


def contact(session: Session, award_id: AwardId) -> AwardContact | None:
    return session.get(AwardContact, award_id, populate_existing=True)


def add_contact(session: Session, contact: AwardContact) -> None:
    session.add(contact)
    session.flush()


def forget(session: Session, entries: Sequence[EntryId]) -> None:
    """Erase what is personal of these people's awards: where it went, what approvers saw, how it was sent."""
    tickets = select(Ticket.ticket).where(Ticket.entry_id.in_(entries))
    held = select(Award.id).where(Award.ticket.in_(tickets))
    session.execute(delete(AwardContact).where(AwardContact.award_id.in_(held)))
    gone = {"evidence": None, "county": None, "carrier": None, "tracking": None}
    session.execute(update(Award).where(Award.ticket.in_(tickets)).values(gone))


def add_handover(session: Session, handover: Handover) -> Handover:
    session.add(handover)
    session.flush()
    return handover


def handover(session: Session, public_id: str) -> Handover | None:
    query = select(Handover).where(Handover.public_id == public_id)
    return session.scalars(query.execution_options(**_AGAIN)).first()


def handovers(session: Session, competition_id: CompetitionId, *, now: datetime) -> Sequence[Handover]:
    """Those that still open."""
    query = select(Handover).where(
        Handover.competition_id == competition_id, Handover.deleted_at.is_(None), Handover.expires_at > now
    )
    return session.scalars(query.order_by(Handover.id)).all()
