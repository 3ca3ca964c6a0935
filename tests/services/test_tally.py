"""The scores behind the picture of a draw: counted rightly, once, and drawn small however many they are."""

import hashlib
import threading
from itertools import pairwise

import pytest

from competition.draw.seed import seed_of
from competition.services import draw_views, score_picture, tally
from competition.services.views.scores import ScoresView
from tests.services import builders, drawn
from tests.services.builders import House

SEED = "5" * 64


def listed(count: int, *, group: str = "") -> bytes:
    tickets = sorted(hashlib.sha256(str(number).encode()).hexdigest() for number in range(count))
    return "".join(f"{ticket}{group}\n" for ticket in tickets).encode()


def plainly(file: bytes) -> list[str]:
    tickets = [line[:64].decode() for line in file.splitlines()]
    return sorted(hashlib.sha256(f"{SEED}:{ticket}".encode()).hexdigest() for ticket in tickets)


@pytest.mark.parametrize(("count", "group"), [(1, ""), (300, ""), (300, " 0123456789abcdef")])
def test_every_score_is_counted_where_it_lies(count: int, group: str) -> None:
    file = listed(count, group=group)
    scores = plainly(file)
    found = tally.count(file, len(file) // count, SEED)
    edges = [column / tally.COLUMNS for column in range(tally.COLUMNS + 1)]
    shares = [int(score, 16) / 2**256 for score in scores]
    expected = [sum(low <= share < high for share in shares) for low, high in pairwise(edges)]
    # A part begins at a whole 65,536th.
    assert sum(found.columns) == count
    assert sum(abs(a - b) for a, b in zip(found.columns, expected, strict=True)) <= count / 100
    assert list(found.lowest) == scores[: tally.LOWEST]


def test_an_empty_list_has_no_score() -> None:
    assert tally.count(b"", 0, SEED) == tally.Tally((0,) * tally.COLUMNS, ())


def picture_of(house: House, ticket: str = "") -> ScoresView | None:
    with house.database.read() as session:
        view = draw_views.page(session, builders.SLUG, instance=house.instance)
        found = draw_views.look_up(session, builders.SLUG, ticket, instance=house.instance)
        return score_picture.picture(session, view, found)


def test_before_the_draw_there_is_no_picture(house: House) -> None:
    drawn.fill(house, 2)
    assert picture_of(house) is None


def test_the_list_is_read_once_however_many_ask_at_once(
    drawn_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally._tally.cache_clear()
    reads, counted = list[str](), tally.count

    def slowly(file: bytes, width: int, seed: str) -> tally.Tally:
        reads.append(seed)
        return counted(file, width, seed)

    monkeypatch.setattr(tally, "count", slowly)
    readers = [threading.Thread(target=picture_of, args=(drawn_house,)) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(reads) == 1


def test_each_of_the_lowest_is_marked_with_what_it_got_and_hides_no_other(drawn_house: House) -> None:
    found = picture_of(drawn_house)
    assert found is not None
    assert [(p.rank, p.fate, p.number) for p in found.walk] == [
        (1, "win", 1), (2, "win", 2), (3, "win", 3), (4, "reserve", 1), (5, "reserve", 2),
    ]  # fmt: skip
    assert [mark.placed.fate for mark in found.marks][5:] == ["low"]
    places = [(mark.x, mark.y) for mark in found.marks]
    apart = [abs(x - u) + abs(y - v) for x, y in places for u, v in places if (x, y) != (u, v)]
    assert min(apart) >= 10
    assert all(0 <= x <= score_picture.WIDTH and found.base < y < found.floor for x, y in places)


def test_the_ticket_that_was_looked_up_is_marked_where_its_score_lies(drawn_house: House) -> None:
    files = drawn.files(drawn_house)
    seed, tickets = seed_of(files["seed.txt"]), files["entries.txt"].decode().split()
    for ticket in tickets:
        found = picture_of(drawn_house, ticket)
        assert found is not None
        assert found.own is not None
        share = int(hashlib.sha256(f"{seed}:{ticket}".encode()).hexdigest(), 16) / 2**256
        assert found.own.x == pytest.approx(score_picture.WIDTH * share)
        assert [mark.placed.rank for mark in found.marks if mark.placed.own] == [found.own.rank]


@pytest.mark.parametrize("total", [0, 1, 96, 1500, 1501, 12_345, 1_000_000, 10_000_000])
def test_a_dot_stands_for_so_many_that_the_dots_stay_few(total: int) -> None:
    even = tuple(total // tally.COLUMNS for _ in range(tally.COLUMNS))
    rest = total - sum(even)
    counted = tally.Tally((even[0] + rest, *even[1:]), ())
    drawn_ = score_picture._drawn(counted, [], None)
    dots = sum(up / 4.4 + 1 for _, up in drawn_.columns)
    assert dots <= 1500 + tally.COLUMNS
    assert str(drawn_.per_dot).rstrip("0") in {"1", "2", "5"}
    assert drawn_.base < 120
