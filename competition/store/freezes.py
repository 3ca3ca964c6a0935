"""Freezes, draws and results. Their keys allow one each per draw number; a second one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition.store import rows
from competition.store.models import Draw, Freeze, Result
from competition.store.types import CompetitionId


def add_freeze(session: Session, freeze: Freeze) -> Freeze:
    session.add(freeze)
    session.flush()
    return freeze


def freeze(session: Session, competition_id: CompetitionId, draw: int) -> Freeze | None:
    """Without its two files, which are read when they are touched."""
    return session.get(Freeze, (competition_id, draw))


def last_freeze(session: Session, competition_id: CompetitionId) -> Freeze | None:
    """That of the highest draw number: the one a record shows."""
    query = select(Freeze).where(Freeze.competition_id == competition_id)
    return session.scalars(query.order_by(Freeze.draw.desc()).limit(1)).first()


def freezes(session: Session, competition_id: CompetitionId) -> Sequence[Freeze]:
    query = select(Freeze).where(Freeze.competition_id == competition_id)
    return session.scalars(query.order_by(Freeze.draw)).all()


def add_draw(session: Session, draw: Draw, results: Iterable[Result]) -> Draw:
    """A draw and the lines of its result, whole or not at all."""
    session.add(draw)
    session.flush()
    rows.write_all(session, list(results))
    return draw


def draw(session: Session, competition_id: CompetitionId, number: int) -> Draw | None:
    return session.get(Draw, (competition_id, number))


def draws(session: Session, competition_id: CompetitionId) -> Sequence[Draw]:
    query = select(Draw).where(Draw.competition_id == competition_id)
    return session.scalars(query.order_by(Draw.draw)).all()


def results(session: Session, competition_id: CompetitionId, draw: int) -> Sequence[Result]:
    """In the order of `result.txt`."""
    query = select(Result).where(Result.competition_id == competition_id, Result.draw == draw)
    return session.scalars(query.order_by(Result.position)).all()


def result_of(session: Session, competition_id: CompetitionId, draw: int, *, ticket: str) -> Result | None:
    """The line of one ticket, if the walk came to it."""
    query = select(Result).where(
        Result.competition_id == competition_id, Result.draw == draw, Result.ticket == ticket
    )
    return session.scalars(query).first()


def place(
    session: Session, competition_id: CompetitionId, draw: int, *, kind: str, number: int
) -> Result | None:
    """The line of a prize unit or a reserve by its number."""
    query = select(Result).where(
        Result.competition_id == competition_id,
        Result.draw == draw,
        Result.kind == kind,
        Result.number == number,
    )
    return session.scalars(query).first()
