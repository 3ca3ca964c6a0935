"""The picture of a draw: all scores as dots, the lowest enlarged, and the ticket that was looked up."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count

from sqlalchemy.orm import Session

from competition.draw.ranking import PRIZE, RESERVE, Place
from competition.draw.tickets import short
from competition.services import facts, records, tally
from competition.services.views import DrawView, LookupView
from competition.services.views.scores import Fate, MarkView, OwnView, PlacedView, ScoresView
from competition.store import freezes

WIDTH = 480.0
_PITCH, _RISE, _MOST_DOTS, _TALLEST = WIDTH / tally.COLUMNS, 4.4, 1500, 24
# A table shows so many lines of the result, and the enlarged strip at least and at most so many scores.
_LISTED, _FEWEST = 50, 12
_HALF: Mapping[Fate, float] = {"win": 11, "gone": 11, "reserve": 11, "skip": 7, "low": 5}
_OWN_HALF, _ROW, _EDGE = 15, 24.0, 14.0


def picture(session: Session, draw: DrawView, lookup: LookupView | None) -> ScoresView | None:
    """The picture of a draw page; None before the draw."""
    row = facts.public(session, draw.slug)
    frozen = freezes.last_freeze(session, row.id)
    drawn = freezes.draw(session, row.id, frozen.draw) if frozen else None
    if frozen is None or drawn is None:
        return None
    counted, walk = tally.of_draw(frozen, drawn), records.places(session, row, drawn.draw)
    own, fates = _own(lookup), _fates(draw)
    placed = [_placed(rank, place, fates, own) for rank, place in enumerate(_ranked(walk), 1)]
    return _drawn(counted, placed, own)


def _drawn(counted: tally.Tally, placed: Sequence[PlacedView], own: OwnView | None) -> ScoresView:
    per_dot = _per_dot(counted)
    dots = [max(round(number / per_dot), 1) if number else 0 for number in counted.columns]
    base = (max(dots, default=0) + 1) * _RISE
    lowest = _lowest(counted, placed, own)
    lens = max((_share(each.score) for each in lowest), default=0.0)
    rows = _rows(lowest, lens)
    height = max((row for _, _, row in rows), default=0)
    floor = base + 40 + (height + 1) * _ROW
    prizes = [_share(each.score) for each in placed if each.fate in ("win", "gone")]
    return ScoresView(
        total=sum(counted.columns),
        per_dot=per_dot,
        columns=tuple((_PITCH * (n + 0.5), _RISE * (number - 1)) for n, number in enumerate(dots) if number),
        base=base,
        prizes_to=WIDTH * max(prizes, default=0.0),
        lens=WIDTH * lens,
        marks=tuple(MarkView(each, x, floor - _EDGE - row * _ROW) for each, x, row in rows),
        floor=floor,
        walk=tuple(placed[:_LISTED]),
        own=own,
    )


def _ranked(walk: Sequence[Place]) -> list[Place]:
    return [place for place in walk if place.ticket]


def _own(lookup: LookupView | None) -> OwnView | None:
    if lookup is None or lookup.rank is None:
        return None
    return OwnView(lookup.rank, short(lookup.ticket), lookup.score, WIDTH * _share(lookup.score))


def _fates(draw: DrawView) -> dict[str, tuple[Fate, int]]:
    """What differs by now from what the draw gave, by the first digits of a ticket."""
    found: dict[str, tuple[Fate, int]] = {}
    for holder in draw.holders:
        found |= {gone.short: ("gone", holder.unit) for gone in holder.replaced}
        found[holder.short] = ("win" if holder.held else "gone", holder.unit)
    return found


def _placed(
    rank: int, place: Place, fates: Mapping[str, tuple[Fate, int]], own: OwnView | None
) -> PlacedView:
    ticket, score = place.ticket or "", place.score or ""
    given: dict[str, Fate] = {PRIZE: "win", RESERVE: "reserve"}
    as_drawn = given.get(place.kind, "skip"), place.number or 0
    fate, number = fates.get(short(ticket), as_drawn)
    mine = own is not None and own.rank == rank
    return PlacedView(rank, fate, number, ticket, short(ticket), score, mine)


def _lowest(counted: tally.Tally, placed: Sequence[PlacedView], own: OwnView | None) -> list[PlacedView]:
    """Those that are enlarged: what the draw gave something, and a few behind it."""
    wanted = min(max(len(placed), _FEWEST), tally.LOWEST)
    behind = (
        PlacedView(rank, "low", 0, "", "", score, own is not None and own.rank == rank)
        for rank, score in enumerate(counted.lowest, 1)
        if rank > len(placed)
    )
    return [*chain(placed, behind)][:wanted]


def _per_dot(counted: tally.Tally) -> int:
    """1, 2, 5, 10, 20 … : so few that the dots can be told apart."""
    total, tallest = sum(counted.columns), max(counted.columns, default=0)
    nice: Iterator[int] = (step * 10**power for power in count() for step in (1, 2, 5))
    return next(n for n in nice if total <= _MOST_DOTS * n and tallest <= _TALLEST * n)


def _share(score: str) -> float:
    """Where a score lies between the lowest possible and the highest: 0 to 1."""
    return int(score[:13] or "0", 16) / 16**13


def _rows(lowest: Sequence[PlacedView], lens: float) -> list[tuple[PlacedView, float, int]]:
    """Where each stands, and how high, so that none hides another."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for each in lowest:
        half = _OWN_HALF if each.own else _HALF[each.fate]
        x = _EDGE + (WIDTH - 2 * _EDGE) * _share(each.score) / (lens or 1)
        free = (n for n in count() if n == len(taken) or _fits(taken[n], x, half))
        if (row := next(free)) == len(taken):
            taken.append([])
        taken[row].append((x, half))
        found.append((each, x, row))
    return found


def _fits(row: Sequence[tuple[float, float]], x: float, half: float) -> bool:
    return all(abs(x - other) >= half + wide + 1 for other, wide in row)
