"""What came of many draws is counted rightly, and said in sentences that fit every count."""

from hashlib import sha256

import pytest

from competition.draw.seed import score
from competition.rules.chance import Bounds, Chance, Run, Shape, check, read, sentences, simulate
from competition.rules.errors import EntryRefusedError

BOUNDS = Bounds(entries=100, prizes=10, draws=100, scores=1_000)
HAPPENED = Chance(Shape(20, 2, 5), ((0, 1), (1, 19), (12, 5), (13, 12), (14, 4)))


def test_prizes_are_counted_by_tenths_of_the_list() -> None:
    assert HAPPENED.tenths() == (3, 0, 2, 0, 0, 0, 3, 1, 0, 1)
    assert Chance(Shape(3, 1, 2), ((2,), (2,))).tenths() == (0, 0, 2)


def test_who_won_again_is_counted_by_draws() -> None:
    assert HAPPENED.repeats() == 2


def test_neighbours_are_those_who_entered_one_right_after_the_other() -> None:
    assert HAPPENED.neighbours() == 2


def test_a_run_is_that_of_first_prizes_in_one_half() -> None:
    assert HAPPENED.longest_run() == Run(start=2, length=3, half=1)
    assert Chance(Shape(2, 1, 3), ((0,), (1,), (0,))).longest_run() == Run(0, 1, 0)
    assert Chance(Shape(3, 1, 2), ((1,), (0,))).longest_run() == Run(0, 2, 0)


def test_the_luckiest_and_those_who_never_won_are_counted() -> None:
    assert HAPPENED.most() == (2, 2)
    assert HAPPENED.never() == 12


def test_all_of_it_is_said() -> None:
    assert list(sentences(HAPPENED)) == [
        "Each tenth of the list by arrival won 0 to 3 times; perfectly even would be 1.",
        "The first prize went to the same half of the list in up to 3 draws in a row.",
        "In 2 draws somebody won who had won in the draw before.",
        "In 2 draws two winners had entered right after one another.",
        "2 entries won twice. 12 never won.",
    ]


def test_small_numbers_are_said_as_people_do() -> None:
    assert list(sentences(Chance(Shape(3, 1, 4), ((0,), (0,), (1,), (2,))))) == [
        "Each entry won 1 to 2 times; perfectly even would be 1.3.",
        "The first prize went to the same half of the list in up to 3 draws in a row.",
        "In one draw somebody won who had won in the draw before.",
        "One entry won twice. Everybody won at least once.",
    ]
    assert list(sentences(Chance(Shape(3, 1, 2), ((0,), (1,)))))[2:] == [
        "In no draw somebody won who had won in the draw before.",
        "2 entries won once. One never won.",
    ]


def test_a_list_is_drawn_by_the_scores_of_the_specification() -> None:
    seed = "5eed" * 16
    tickets = [sha256(f"entry {place}".encode()).hexdigest() for place in range(97)]
    ranked = sorted(range(97), key=lambda place: score(seed, tickets[place]))
    assert simulate(Shape(97, 3, 1), [seed]).winners == (tuple(ranked[:3]),)


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (Shape(1, 1, 10), ["Type a number of entries from 2 to 100."]),
        (Shape(101, 1, 2), ["Type a number of entries from 2 to 100."]),
        (Shape(10, 0, 10), ["Type a number of prizes from 1 to 10."]),
        (Shape(20, 11, 10), ["Type a number of prizes from 1 to 10."]),
        (Shape(10, 1, 1), ["Type a number of draws from 2 to 100."]),
        (Shape(3, 4, 10), ["There cannot be more prizes than entries."]),
        (Shape(50, 1, 21), ["So long a list can be drawn 20 times at most."]),
        (
            Shape(0, 0, 0),
            [
                "Type a number of entries from 2 to 100.",
                "Type a number of prizes from 1 to 10.",
                "Type a number of draws from 2 to 100.",
            ],
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_all_at_once(shape: Shape, said: list[str]) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        check(shape, BOUNDS)
    assert [one.message for one in refused.value.problems] == said


def test_the_bounds_themselves_can_be_drawn() -> None:
    check(Shape(2, 1, 2), BOUNDS)
    check(Shape(100, 10, 10), BOUNDS)
    check(Shape(10, 10, 100), BOUNDS)


@pytest.mark.parametrize(
    ("typed", "entries"),
    [("", 5), (" 12 ", 12), ("1,204", 1204), ("-3", 0), ("x", 0), ("٣", 0), ("1" * 13, 0)],
)
def test_numbers_are_read_as_people_type_them(typed: str, entries: int) -> None:
    assert read({"entries": typed}, Shape(5, 1, 10)) == Shape(entries, 1, 10)
