"""What chance looks like: one list drawn many times by our own ranking, and what comes of it, counted.

Nothing here makes chance: the seeds are given. An entry is named by its place in the order of arrival.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from competition.draw.entries import LowestScores, low_scores
from competition.rules.errors import EntryRefusedError, RuleError
from competition.rules.wording import number

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Shape:
    """How long the list is, how many win, how often it is drawn."""

    entries: int
    prizes: int
    draws: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most of each; `scores` bounds entries times draws, which is what costs time."""

    entries: int
    prizes: int
    draws: int
    scores: int


@dataclass(frozen=True, slots=True)
class Run:
    """Draws in a row: the first of them, from 0, their number, and which half of the list it was, 0 or 1."""

    start: int
    length: int
    half: int


@dataclass(frozen=True, slots=True)
class Chance:
    """What happened. `winners` has the places of each draw's winners, from 0, the first prize first."""

    shape: Shape
    winners: tuple[tuple[int, ...], ...]

    def tenths(self) -> tuple[int, ...]:
        """How many prizes went to each tenth of the list by arrival; of a short list, to each entry."""
        groups = min(TENTHS, self.shape.entries)
        seen = Counter(place * groups // self.shape.entries for won in self.winners for place in won)
        return tuple(seen[group] for group in range(groups))

    def repeats(self) -> int:
        """In how many draws somebody won who had won in the one before."""
        return sum(bool(set(before) & set(after)) for before, after in pairwise(self.winners))

    def neighbours(self) -> int:
        """In how many draws two winners had arrived one right after the other."""
        return sum(any(b - a == 1 for a, b in pairwise(sorted(won))) for won in self.winners)

    def longest_run(self) -> Run:
        """The most draws in a row that gave the first prize to the same half of the list."""
        halves = [int(won[0] * 2 >= self.shape.entries) for won in self.winners]
        longest = start = 0
        best = Run(0, 0, 0)
        for at, half in enumerate(halves):
            start = start if half == halves[start] else at
            if at + 1 - start > longest:
                longest = at + 1 - start
                best = Run(start, longest, half)
        return best

    def most(self) -> tuple[int, int]:
        """How often the luckiest entry won, and how many entries were as lucky."""
        times = Counter(place for won in self.winners for place in won)
        most = max(times.values())
        return most, sum(count == most for count in times.values())

    def never(self) -> int:
        """How many entries never won."""
        return self.shape.entries - len({place for won in self.winners for place in won})


def check(shape: Shape, bounds: Bounds) -> None:
    """Raise EntryRefusedError with everything that has to be put right."""
    if problems := list(_problems(shape, bounds)):
        raise EntryRefusedError(problems)


def _problems(shape: Shape, bounds: Bounds) -> Iterator[RuleError]:
    for field, value, least, most in (
        ("entries", shape.entries, 2, bounds.entries),
        ("prizes", shape.prizes, 1, bounds.prizes),
        ("draws", shape.draws, 2, bounds.draws),
    ):
        if not least <= value <= most:
            yield _wrong(field, f"Type a number of {field} from {least} to {number(most)}.")
    if 0 < shape.entries < shape.prizes <= bounds.prizes:
        yield _wrong("prizes", "There cannot be more prizes than entries.")
    if shape.entries * shape.draws > bounds.scores and shape.draws <= bounds.draws:
        yield _wrong(
            "draws", f"So long a list can be drawn {number(bounds.scores // shape.entries)} times at most."
        )


def _wrong(field: str, sentence: str) -> RuleError:
    return RuleError(field, sentence, field=field)


def read(typed: Mapping[str, str], default: Shape) -> Shape:
    """Read numbers as people type them; what was left out is as in `default`, what is none is 0."""

    def whole(name: str, otherwise: int) -> int:
        text = typed.get(name, "").replace(",", "").strip()
        if not text:
            return otherwise
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else 0

    return Shape(
        whole("entries", default.entries), whole("prizes", default.prizes), whole("draws", default.draws)
    )


def simulate(shape: Shape, seeds: Iterable[str]) -> Chance:
    """Draw a list of this shape once with each seed (hex), exactly as a competition is drawn."""
    tickets = [
        sha256(f"entry {place}".encode("ascii")).hexdigest().encode() for place in range(shape.entries)
    ]
    places = {ticket: place for place, ticket in enumerate(tickets)}
    winners = (_draw(tickets, shape.prizes, seed) for seed in seeds)
    return Chance(shape, tuple(tuple(places[ticket] for ticket in won) for won in winners))


def _draw(tickets: Sequence[bytes], prizes: int, seed: str) -> list[bytes]:
    lowest = LowestScores(prizes)
    lowest.add(low_scores(seed, tickets, tickets, lowest.bound))
    return [ticket for _, ticket in lowest.ranked()]


def sentences(chance: Chance) -> Iterator[str]:
    """What happened, in words."""
    shape = chance.shape
    most, as_lucky = chance.most()
    low, high = min(chance.tenths()), max(chance.tenths())
    even = shape.prizes * shape.draws / len(chance.tenths())
    group = "Each tenth of the list by arrival" if shape.entries > TENTHS else "Each entry"
    yield f"{group} won {number(low)} to {number(high)} times; perfectly even would be {_even(even)}."
    run = chance.longest_run()
    yield f"The first prize went to the same half of the list in up to {number(run.length)} draws in a row."
    yield f"In {_draws(chance.repeats())} somebody won who had won in the draw before."
    if shape.prizes > 1:
        yield f"In {_draws(chance.neighbours())} two winners had entered right after one another."
    who = "One entry" if as_lucky == 1 else f"{number(as_lucky)} entries"
    yield f"{who} won {_times(most)}. {_never(chance.never())}"


def _never(count: int) -> str:
    if not count:
        return "Everybody won at least once."
    return "One never won." if count == 1 else f"{number(count)} never won."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def _draws(count: int) -> str:
    return {0: "no draw", 1: "one draw"}.get(count, f"{number(count)} draws")


def _even(mean: float) -> str:
    return number(round(mean)) if mean >= TENTHS or mean == int(mean) else f"{mean:.1f}"
