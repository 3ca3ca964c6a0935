"""The ranking and its walk against a naive sort, groups that use up what was kept among them (§7)."""

import io
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import manifest_file, ranking
from competition.draw.errors import MalformedError
from competition.draw.manifest import Manifest, Prize
from tests.record_pieces import digest
from tests.stories import event, grouped

SEED = digest("seed")


@cache
def manifest(groups: bool) -> Manifest:
    return manifest_file.parse((grouped if groups else event)().files()["manifest.json"])


def plan(*, units: int, reserves: int, groups: bool) -> Manifest:
    return replace(manifest(groups), prizes=(Prize("Pen", units),), reserves=reserves)


def naive(lines: list[str], units: int, reserves: int) -> list[str]:
    """The walk of §7 with nothing clever about it."""
    ranked = sorted(
        (sha256(f"{SEED}:{line[:64]}".encode()).hexdigest(), line[:64], line[65:]) for line in lines
    )
    out: list[str] = []
    held: list[str] = []
    given_units = given_reserves = 0
    for score, ticket, group in ranked:
        if given_units == units and given_reserves == reserves:
            break
        if group and group in held:
            out.append(f"skip {ticket} {score} group")
        elif given_units < units:
            given_units += 1
            held.append(group)
            out.append(f"prize {given_units} {ticket} {score}")
        else:
            given_reserves += 1
            held.append(group)
            out.append(f"reserve {given_reserves} {ticket} {score}")
    return out + [f"unawarded {unit}" for unit in range(given_units + 1, units + 1)]


def walked(lines: list[str], *, units: int, reserves: int, groups: bool) -> list[str]:
    known = plan(units=units, reserves=reserves, groups=groups)
    data = "".join(f"{line}\n" for line in sorted(lines)).encode()
    found = ranking.rank_entries(lambda: io.BytesIO(data), known, SEED)
    written = [place.line() for place in ranking.places(found, known)]
    ranking.check_form("".join(f"{line}\n" for line in written).encode())
    # The service draws the same list from its own rows.
    frozen = [line.encode() for line in sorted(lines)]
    assert [place.line() for place in ranking.draw_list(frozen, known, SEED)] == written
    return written


def people(count: int, groups: int) -> list[str]:
    """Tickets, each in one of so many groups, which differ in front; none where there are 0."""
    tickets = [digest(f"ticket {number}") for number in range(count)]
    names = [f"{number:016x}"[::-1] for number in range(groups)]
    return [
        f"{ticket} {names[number % groups]}" if groups else ticket for number, ticket in enumerate(tickets)
    ]


@given(st.integers(0, 40), st.integers(0, 8), st.integers(1, 12), st.integers(0, 12))
def test_the_walk_is_that_of_a_naive_sort(count: int, groups: int, units: int, reserves: int) -> None:
    lines = people(count, groups)
    expected = naive(lines, units, reserves)
    assert walked(lines, units=units, reserves=reserves, groups=bool(groups)) == expected


@pytest.mark.parametrize("groups", [1, 2, 3, 30])
def test_groups_that_use_up_all_that_was_kept_make_the_list_be_read_again(groups: int) -> None:
    # A thousand are kept on top; with so few groups the walk goes further, or runs out.
    lines = people(5000, groups)
    assert walked(lines, units=2, reserves=1, groups=True) == naive(lines, 2, 1)


def test_a_lone_group_far_down_the_ranking_is_found() -> None:
    lines = people(9000, 1)
    ranked = sorted(lines, key=lambda line: sha256(f"{SEED}:{line[:64]}".encode()).digest())
    last = ranked[-1]
    lines[lines.index(last)] = f"{last[:64]} {'f' * 16}"
    result = walked(lines, units=1, reserves=1, groups=True)
    assert result == naive(lines, 1, 1)
    assert len(result) == 9000


def test_more_units_than_memory_holds_are_left_unawarded_one_by_one() -> None:
    known = plan(units=2**53 - 1, reserves=0, groups=False)
    data = f"{digest('a')}\n".encode()
    found = ranking.rank_entries(lambda: io.BytesIO(data), known, SEED)
    walk = ranking.places(found, known)
    assert next(walk).kind == "prize"
    assert next(walk).line() == "unawarded 2"


@pytest.mark.parametrize(
    ("units", "reserves", "kinds"), [(1, 0, "p"), (2, 1, "ppr"), (3, 3, "pppr"), (5, 1, "ppppu")]
)
def test_the_walk_ends_with_the_last_reserve_or_the_last_ticket(
    units: int, reserves: int, kinds: str
) -> None:
    found = walked(people(4, 0), units=units, reserves=reserves, groups=False)
    assert "".join(line[0] for line in found) == kinds


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_rank_is_the_place_in_the_whole_list(count: int) -> None:
    lines = people(count, 0)
    data = "".join(f"{line}\n" for line in sorted(lines)).encode()
    ranked = sorted(lines, key=lambda line: sha256(f"{SEED}:{line}".encode()).digest())
    for place, ticket in enumerate(ranked, 1):
        assert ranking.rank_of(io.BytesIO(data), SEED, ticket) == place


@pytest.mark.parametrize(
    "line",
    [
        *(
            "",
            "prize",
            f"prize 0 {'a' * 64} {'b' * 64}",
            f"prize 01 {'a' * 64} {'b' * 64}",
            f"prize 1 {'a' * 64}",
        ),
        *(f"skip {'a' * 64} {'b' * 64}", f"skip {'a' * 64} {'b' * 64} house", "unawarded", "unawarded 0"),
        *(
            f"prize 1 {'A' * 64} {'b' * 64}",
            f"prize 1 {'a' * 64} {'b' * 64} ",
            f"reserve  1 {'a' * 64} {'b' * 64}",
        ),
    ],
)
def test_a_result_in_another_form_is_refused(line: str) -> None:
    good = f"unawarded 1\n{line}\n".encode()
    with pytest.raises(MalformedError) as caught:
        ranking.check_form(good)
    assert (caught.value.file, caught.value.line) == ("result.txt", 2)


@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("count", [7, 8, 9, 16, 17, 30])
def test_a_list_of_many_pieces_is_drawn_like_one(
    groups: bool, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "PIECE", 8)
    tickets = sorted(digest(f"ticket {number}") for number in range(count))
    lines = [f"{ticket} {ticket[:1] * 16}" if groups else ticket for ticket in tickets]
    known = plan(units=count, reserves=2, groups=groups)
    drawn = [place.line() for place in ranking.draw_list([line.encode() for line in lines], known, SEED)]
    assert drawn == naive(lines, count, 2)
