"""What chance looks like, as anyone sees it."""

from dataclasses import dataclass

from competition.rules.chance import Shape


@dataclass(frozen=True, slots=True)
class FieldView:
    """A number that can be typed; `wrong` says what to put right, or is empty."""

    name: str
    label: str
    typed: str
    wrong: str


@dataclass(frozen=True, slots=True)
class TenthView:
    place: int
    """Which tenth of the list by arrival, from 1; of a short list, which entry."""
    prizes: int


@dataclass(frozen=True, slots=True)
class BandView:
    """A frame in the picture."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureView:
    """`dots` is the path of all winners, in units of the picture; `run` frames the longest run."""

    width: int
    height: int
    dots: str
    run: BandView


@dataclass(frozen=True, slots=True)
class HappenedView:
    shape: Shape
    sentences: tuple[str, ...]
    tenths: tuple[TenthView, ...]
    picture: PictureView


@dataclass(frozen=True, slots=True)
class ChanceView:
    fields: tuple[FieldView, ...]
    happened: HappenedView | None
    """None where something typed has to be put right first."""
