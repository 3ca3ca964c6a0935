"""What chance looks like, as a page: a small list drawn many times with random values, and its picture."""

import secrets
from collections.abc import Iterator, Mapping

from competition.rules import chance as rules
from competition.rules.chance import Bounds, Chance, Shape
from competition.rules.errors import EntryRefusedError
from competition.services.views.chance import (
    BandView,
    ChanceView,
    FieldView,
    HappenedView,
    PictureView,
    TenthView,
)

USUAL = Shape(entries=50, prizes=2, draws=60)
# Small, because anybody may ask for it as often as they like: the most takes some milliseconds.
MOST = Bounds(entries=100, prizes=10, draws=100, scores=10_000)

_LABELS = {"entries": "Entries", "prizes": "Prizes", "draws": "Draws"}
_WIDTH, _HEIGHT, _EDGE = 720, 240, 8


def page(typed: Mapping[str, str]) -> ChanceView:
    """Draw a list of the shape that was typed; where that cannot be, say what to put right."""
    shape = rules.read(typed, USUAL)
    try:
        rules.check(shape, MOST)
    except EntryRefusedError as refused:
        return ChanceView(_fields(typed, {one.field: one.message for one in refused.problems}), None)
    happened = rules.simulate(shape, (secrets.token_hex(32) for _ in range(shape.draws)))
    return ChanceView(_fields(typed, {}), _view(happened))


def _fields(typed: Mapping[str, str], wrong: Mapping[str, str]) -> tuple[FieldView, ...]:
    return tuple(
        FieldView(name, label, typed.get(name) or str(getattr(USUAL, name)), wrong.get(name, ""))
        for name, label in _LABELS.items()
    )


def _view(happened: Chance) -> HappenedView:
    return HappenedView(
        shape=happened.shape,
        sentences=tuple(rules.sentences(happened)),
        tenths=tuple(TenthView(at, count) for at, count in enumerate(happened.tenths(), 1)),
        picture=PictureView(_WIDTH, _HEIGHT, "".join(_dots(happened)), _run(happened)),
    )


def _dots(happened: Chance) -> Iterator[str]:
    """A dot for each winner, draws from left to right; of who won twice in a row the two are joined."""
    shape, last = happened.shape, frozenset[int]()
    for draw, won in enumerate(happened.winners):
        x = _x(draw, shape)
        for place in won:
            back = _x(draw - 1, shape) - x if place in last else 0
            yield f"M{x} {_y(place, shape)}h{back}"
        last = frozenset(won)


def _run(happened: Chance) -> BandView:
    """The frame around the longest run of first prizes in one half of the list."""
    run, half = happened.longest_run(), _HEIGHT // 2
    left, right = (_x(draw, happened.shape) for draw in (run.start, run.start + run.length - 1))
    return BandView(left - _EDGE + 1, half * run.half + 1, right - left + 2 * _EDGE - 2, half - 2)


def _x(draw: int, shape: Shape) -> int:
    return _EDGE + (_WIDTH - 2 * _EDGE) * draw // (shape.draws - 1)


def _y(place: int, shape: Shape) -> int:
    """The first half of the list stays in the upper half of the picture."""
    return _EDGE + (_HEIGHT - 2 * _EDGE) * (2 * place + 1) // (2 * shape.entries)
