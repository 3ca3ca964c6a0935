"""The statistical gate: over 200,000 draws of our own ranking, and of builds that are biased on purpose.

Of lists of 2, 3, 10, 97 and 1,000 tickets two are drawn, again and again, each time with another seed. Then
every ticket must have come first as often as chance allows, and second; every tenth of the list by arrival;
every pair of winners, for long lists every pair of tenths. The seeds are fixed, so that the gate gives the
same figures everywhere. A figure may be as unlikely as one in ten thousand, on either side: counts that are
too even are as suspicious as counts that are too uneven.

    python bench/chance_gate.py
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count, product
from math import erfc, exp, lgamma, log, sqrt
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from competition.draw.entries import LowestScores, low_scores
from competition.draw.ranking import walk

# So many draws of a list of each size: the short ones cost next to nothing.
DRAWS = {2: 90_000, 3: 60_000, 10: 40_000, 97: 8_000, 1000: 2_500}
SHORT = 10
"""Up to this size every pair of tickets is counted; of longer lists every pair of tenths."""

UNLIKELY = 1e-4


@dataclass(frozen=True, slots=True)
class Entered:
    """A list: its tickets in the order of the file, and for each the place in which it arrived, from 0."""

    tickets: Sequence[bytes]
    arrival: Mapping[bytes, int]

    def tenth(self, ticket: bytes) -> int:
        return self.arrival[ticket] * 10 // len(self.tickets)


Build = Callable[[Entered, str], Sequence[bytes]]
"""What draws: from a list and a seed in hex to the two tickets that win, in order."""


def ours(entered: Entered, seed: str) -> list[bytes]:
    """The ranking of the product."""
    lowest = LowestScores(2)
    lowest.add(low_scores(seed, entered.tickets, entered.tickets, lowest.bound))
    places = walk(lowest.ranked(), units=2, reserves=0, grouped=False)
    return [place.ticket.encode("ascii") for place in places if place.ticket]


def by_modulo(entered: Entered, seed: str) -> list[bytes]:
    """One byte of chance, cut down to the list's size: the classic mistake."""
    first, second, *_ = bytes.fromhex(seed)
    count = len(entered.tickets)
    return _two(entered.tickets, first % count, second % (count - 1))


def off_by_one(entered: Entered, seed: str) -> list[bytes]:
    """The last ticket of the list is never reached, unless there are no others."""
    tickets = entered.tickets[:-1] if len(entered.tickets) > 2 else entered.tickets
    return ours(Entered(tickets, entered.arrival), seed)


def by_arrival(entered: Entered, seed: str) -> list[bytes]:
    """Scores of one byte, and where two are equal, who came first: early ones win more often."""
    scored = [(sha256(seed.encode() + b":" + ticket).digest()[:1], ticket) for ticket in entered.tickets]
    return [ticket for _, ticket in sorted(scored, key=lambda one: (one[0], entered.arrival[one[1]]))[:2]]


def in_turn() -> Build:
    """Everybody in turn, whatever the seed: far more even than chance is."""
    turns = count()

    def draw(entered: Entered, _seed: str) -> list[bytes]:
        turn, size = next(turns), len(entered.tickets)
        return _two(entered.tickets, turn % size, turn // size % (size - 1))

    return draw


def _two(tickets: Sequence[bytes], first: int, second: int) -> list[bytes]:
    others = [*tickets[:first], *tickets[first + 1 :]]
    return [tickets[first], others[second]]


BIASED: Mapping[str, Build] = {
    "modulo": by_modulo,
    "off by one": off_by_one,
    "by arrival": by_arrival,
    "in turn": in_turn(),
}


def chi_square_p(statistic: float, freedom: int) -> float:
    """How likely chance alone is to give such a statistic or a larger one.

    From the known tail of one or two degrees of freedom, two more with each term.
    """
    half = statistic / 2
    if not half:
        return 1.0
    tail = erfc(sqrt(half)) if freedom % 2 else exp(-half)
    steps = (k / 2 for k in range(2 - freedom % 2, freedom, 2))
    return tail + sum(exp(step * log(half) - half - lgamma(step + 1)) for step in steps)


def fit(seen: Mapping[Any, int], expected: Mapping[Any, float]) -> float:
    """The p-value of counts against what chance would give on average."""
    statistic = sum((seen.get(one, 0) - mean) ** 2 / mean for one, mean in expected.items())
    return chi_square_p(statistic, len(expected) - 1)


@dataclass(frozen=True, slots=True)
class Finding:
    size: int
    what: str
    p: float

    @property
    def fits(self) -> bool:
        return UNLIKELY < self.p < 1 - UNLIKELY


def entered(size: int) -> Entered:
    arrived = [sha256(f"gate {size} {number}".encode()).hexdigest().encode() for number in range(size)]
    return Entered(sorted(arrived), {ticket: place for place, ticket in enumerate(arrived)})


def findings(build: Build, draws: Mapping[int, int] = DRAWS) -> Iterator[Finding]:
    """Every figure of the gate for one build."""
    for size, times in draws.items():
        listed = entered(size)
        seeds = (sha256(f"gate {size} draw {number}".encode()).hexdigest() for number in range(times))
        pairs = Counter(tuple(build(listed, seed)) for seed in seeds)
        yield from _findings(listed, pairs, times)


def _findings(listed: Entered, pairs: Mapping[tuple[bytes, ...], int], draws: int) -> Iterator[Finding]:
    tickets, size = listed.tickets, len(listed.tickets)
    even = dict.fromkeys(tickets, draws / size)
    for place, name in enumerate(("first", "second")):
        won = Counter[bytes]()
        for pair, times in pairs.items():
            won[pair[place]] += times
        yield Finding(size, f"tickets, {name}", fit(won, even))
        if size >= SHORT:
            tenths = Counter[object]()
            for ticket, times in won.items():
                tenths[listed.tenth(ticket)] += times
            yield Finding(size, f"tenths by arrival, {name}", fit(tenths, _summed(listed, draws)))
    yield Finding(size, "pairs of winners", _pairs(listed, pairs, draws))


def _summed(listed: Entered, draws: int) -> dict[object, float]:
    members = Counter(listed.tenth(ticket) for ticket in listed.tickets)
    return {tenth: draws * some / len(listed.tickets) for tenth, some in members.items()}


def _pairs(listed: Entered, pairs: Mapping[tuple[bytes, ...], int], draws: int) -> float:
    """Ordered pairs: of tickets in a short list, of tenths in a long one."""
    size = len(listed.tickets)
    group = listed.tenth if size > SHORT else listed.tickets.index
    members, seen = Counter(group(ticket) for ticket in listed.tickets), Counter[object]()
    for (first, second), times in pairs.items():
        seen[group(first), group(second)] += times
    expected: dict[object, float] = {}
    for one, other in product(members, members):
        ways = members[one] * (members[other] - (one == other))
        if ways:
            expected[one, other] = draws * ways / (size * (size - 1))
    return fit(seen, expected)


def main() -> None:
    print(f"| {sum(DRAWS.values()):,} draws | figures | least likely | most even | verdict |")
    print("| --- | ---: | ---: | ---: | --- |")
    for name, build in {"ours": ours, **BIASED}.items():
        found = list(findings(build))
        verdict = "passes" if all(one.fits for one in found) else "refused"
        low, high = min(one.p for one in found), max(one.p for one in found)
        print(f"| {name} | {len(found)} | {low:.2g} | {high:.4f} | {verdict} |")


if __name__ == "__main__":
    main()
