"""The files of freezes in blocks, so that one line and its proof cost the same in a list of any length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from competition.draw.blocks import blocks_of, root_of_block
from competition.store import rows
from competition.store.models import Freeze, FrozenBlock

# Blocks that are in memory at once while all are read.
_FETCHED = 64


def add(session: Session, freeze: Freeze) -> None:
    """Cut both files of a freeze."""
    for name, data in (("entries", freeze.entries_file), ("excluded", freeze.excluded_file)):
        blocks = [
            FrozenBlock(
                competition_id=freeze.competition_id,
                draw=freeze.draw,
                list=name,
                number=number,
                first=lines[:64].decode("ascii"),
                root=root_of_block(lines),
                lines=lines,
            )
            for number, lines in enumerate(blocks_of(data))
        ]
        rows.write_all(session, blocks)


def block(session: Session, freeze: Freeze, name: str, beginning: str) -> FrozenBlock | None:
    """The last block that does not begin after these digits: where a line that begins so would be."""
    query = select(FrozenBlock).where(*_of(freeze, name), FrozenBlock.first <= beginning.ljust(64, "0"))
    return session.scalars(query.order_by(FrozenBlock.first.desc()).limit(1)).first()


def first(session: Session, freeze: Freeze, name: str) -> FrozenBlock | None:
    return session.get(FrozenBlock, (freeze.competition_id, freeze.draw, name, 0))


def after(session: Session, found: FrozenBlock) -> FrozenBlock | None:
    return session.get(FrozenBlock, (found.competition_id, found.draw, found.list, found.number + 1))


def roots(session: Session, freeze: Freeze, name: str) -> Sequence[bytes]:
    """The roots of all blocks, in their order."""
    query = select(FrozenBlock.root).where(*_of(freeze, name))
    return session.scalars(query.order_by(FrozenBlock.number)).all()


def blocks(session: Session, freeze: Freeze, name: str) -> Iterator[bytes]:
    """The lines of all blocks, in their order, with only some in memory."""
    query = select(FrozenBlock.lines).where(*_of(freeze, name)).order_by(FrozenBlock.number)
    yield from session.scalars(query.execution_options(yield_per=_FETCHED))


def _of(freeze: Freeze, name: str) -> tuple[ColumnElement[bool], ...]:
    return (
        FrozenBlock.competition_id == freeze.competition_id,
        FrozenBlock.draw == freeze.draw,
        FrozenBlock.list == name,
    )
