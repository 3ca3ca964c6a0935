"""The two lists, read in one pass however long: form, order, digest, root and lowest scores (§5)."""

import io
import random
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.audit.cores import over_cores
from competition.draw import entries, merkle
from competition.draw.errors import MalformedError
from competition.draw.freeze import Listed
from competition.draw.seed import audit_sample, score
from tests.record_pieces import digest, root

SEED = digest("seed")


def tickets(count: int) -> list[str]:
    return sorted(digest(f"ticket {number}") for number in range(count))


def read(data: bytes, *, grouped: bool = False, keep: int = 0, seed: str | None = None) -> entries.Entries:
    return entries.read_entries(io.BytesIO(data), grouped=grouped, seed=seed, keep=keep)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 1000])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_list_is_read_as_a_naive_reading_has_it(count: int, grouped: bool) -> None:
    lines = [f"{ticket} {ticket[:16]}" if grouped else ticket for ticket in tickets(count)]
    data = "".join(f"{line}\n" for line in lines).encode()
    found = read(data, grouped=grouped)
    assert (found.listed.count, found.file_digest) == (count, sha256(data).hexdigest())
    assert found.listed.root == root([line.encode() for line in lines]).hex()


def blocky(count: int) -> bytes:
    return "".join(f"{ticket}\n" for ticket in tickets(count)).encode()


# A piece is 16384 lines. 200,000 lines are a dozen, enough for the auditor to start other processes.
@pytest.mark.parametrize("each", [map, over_cores])
@pytest.mark.parametrize("count", [16383, 16384, 16385, 32769, 200_000])
def test_a_list_longer_than_a_piece_is_read_the_same(count: int, each: entries.EachPiece) -> None:
    data = blocky(count)
    hashes = [merkle.leaf_hash(line) for line in data.split(b"\n")[:-1]]
    progress: list[int] = []
    found = entries.read_entries(
        io.BytesIO(data), grouped=False, seed=SEED, keep=5, progress=progress.append, each=each
    )
    assert found.listed == Listed(count, merkle.root_of(hashes).hex())
    assert found.file_digest == sha256(data).hexdigest()
    naive = sorted((sha256(f"{SEED}:{line.decode()}".encode()).digest(), line) for line in data.split())
    assert found.lowest == naive[:5]
    assert progress == sorted(progress)
    assert progress[-1] == count


class Dribble(io.RawIOBase):
    """A file that hands out a few bytes at a time, wherever its lines end."""

    def __init__(self, data: bytes, step: int) -> None:
        self.data, self.step = io.BytesIO(data), step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self.data.readinto(buffer[: self.step])


@given(st.integers(1, 200), st.integers(0, 40))
def test_it_does_not_matter_how_the_bytes_arrive(step: int, count: int) -> None:
    data = blocky(count)
    file = io.BufferedReader(Dribble(data, step))
    found = entries.read_entries(file, grouped=False)
    assert found == read(data)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a" * 64, 1),
        (b"a" * 64 + b"\n" + b"b" * 64, 2),
        (b"\n", 1),
        (b"a" * 64 + b"\n\n", 2),
        (b"A" * 64 + b"\n", 1),
        (b"a" * 64 + b"\n" + b"a" * 64 + b"\n", 2),
        (b"b" * 64 + b"\n" + b"a" * 64 + b"\n", 2),
        (b"a" * 64 + b"\r\n", 1),
        (b"a" * 64 + b" \n", 1),
        (b"a" * 63 + b"\n" + b"b" * 65 + b"\n", 1),
        (b"a" * 65 + b"\n" + b"b" * 63 + b"\n", 1),
        (b"a" * 63 + b" \n", 1),
        (b"a" * 31 + b"\n" + b"a" * 32 + b"\n", 1),
        (b"x" * 3_000_000, 1),
        (b"a" * 64 + b"\n" + b"b" * 3_000_000, 2),
    ],
)
def test_a_list_in_another_form_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(MalformedError) as caught:
        read(data)
    assert (caught.value.file, caught.value.line) == ("entries.txt", line)


@pytest.mark.parametrize("each", [map, over_cores])
@pytest.mark.parametrize("place", [0, 16383, 16384, 16385, 200_000])
def test_a_fault_in_a_long_list_is_named_by_its_line(place: int, each: entries.EachPiece) -> None:
    data = bytearray(blocky(200_001))
    data[place * 65] = ord("g")
    with pytest.raises(MalformedError) as caught:
        entries.read_entries(io.BytesIO(data), grouped=False, each=each)
    assert (caught.value.file, caught.value.line) == ("entries.txt", place + 1)


@pytest.mark.parametrize("count", [16383, 16384, 20001, 40000])
@pytest.mark.parametrize("tail", [b"a" * 64, b"b" * 3_000_000], ids=["not ended", "never ends"])
def test_a_last_line_that_is_not_ended_is_named_however_many_stand_before_it(count: int, tail: bytes) -> None:
    with pytest.raises(MalformedError) as caught:
        read(blocky(count) + tail)
    assert (caught.value.file, caught.value.line) == ("entries.txt", count + 1)


def houses(count: int) -> bytes:
    return "".join(f"{ticket} {ticket[:16]}\n" for ticket in tickets(count)).encode()


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "PIECE", 8)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("lines_of", [blocky, houses])
@pytest.mark.parametrize("count", [7, 8, 9, 16, 20])
def test_a_list_of_many_pieces_is_read_the_same(lines_of: Callable[[int], bytes], count: int) -> None:
    data, wanted, progress = lines_of(count), tickets(count), list[int]()
    lines = data.splitlines()
    asked = frozenset([*wanted, digest("nobody"), "0" * 64, "f" * 64])
    found = entries.read_entries(
        io.BytesIO(data), grouped=lines_of is houses, look_for=asked, progress=progress.append
    )
    assert found.listed == Listed(count, merkle.root_of([*map(merkle.leaf_hash, lines)]).hex())
    assert found.file_digest == sha256(data).hexdigest()
    assert found.seen == {
        ticket: (number, line) for number, (ticket, line) in enumerate(zip(wanted, lines, strict=True), 1)
    }
    assert progress == [*range(8, count, 8), count]
    for ticket in wanted:
        [alone] = entries.read_entries(
            io.BytesIO(data), grouped=lines_of is houses, look_for=frozenset([ticket])
        ).seen
        assert alone == ticket


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("lines_of", [blocky, houses])
@pytest.mark.parametrize("place", range(18))
def test_what_stands_before_or_twice_across_a_border_is_named(
    lines_of: Callable[[int], bytes], place: int
) -> None:
    lines, grouped = lines_of(20).splitlines(keepends=True), lines_of is houses
    swapped = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]
    twice = [*lines[: place + 1], lines[place], *lines[place + 2 :]]
    for wrong in (swapped, twice):
        with pytest.raises(MalformedError) as caught:
            read(b"".join(wrong), grouped=grouped)
        assert (caught.value.file, caught.value.line) == ("entries.txt", place + 2)


@given(st.integers(0, 200), st.integers(0, 60), st.integers(1, 40))
def test_the_lowest_scores_are_kept_however_they_are_handed_in(count: int, keep: int, step: int) -> None:
    lines, lowest = [ticket.encode() for ticket in tickets(count)], entries.LowestScores(keep)
    for start in range(0, count, step):
        some = lines[start : start + step]
        lowest.add(entries.low_scores(SEED, some, some, lowest.bound))
    naive = sorted((bytes.fromhex(score(SEED, line.decode())), line) for line in lines)
    assert lowest.ranked() == naive[:keep]


def test_scores_are_kept_only_where_they_are_wanted() -> None:
    assert read(blocky(9), seed=SEED).lowest == []
    assert entries.read_entries(io.BytesIO(blocky(9)), grouped=False, seed=SEED).lowest == []
    assert read(blocky(9), keep=9).lowest == []


def test_a_group_is_16_digits_or_the_line_is_refused() -> None:
    ticket = b"a" * 64
    for tail in (b"", b" ", b" -", b" " + b"A" * 16, b" " + b"a" * 15, b" " + b"a" * 17, b"  " + b"a" * 15):
        with pytest.raises(MalformedError, match="the line is not a ticket and a group of 16 hex digits"):
            read(ticket + tail + b"\n", grouped=True)
    assert read(ticket + b" 0123456789abcdef\n", grouped=True).listed.count == 1
    with pytest.raises(MalformedError, match="the line is not a ticket of 64 hex digits"):
        read(ticket + b" 0123456789abcdef\n")


def test_tickets_that_are_asked_for_are_found_with_their_lines() -> None:
    data, wanted = blocky(20000), tickets(20000)
    asked = frozenset([wanted[0], wanted[16384], wanted[-1], digest("nobody")])
    found = entries.read_entries(io.BytesIO(data), grouped=False, look_for=asked)
    assert found.seen == {wanted[place]: (place + 1, wanted[place].encode()) for place in (0, 16384, 19999)}


@given(st.integers(0, 60), st.integers(0, 70))
def test_the_lowest_scores_are_those_of_a_naive_sort(count: int, keep: int) -> None:
    found = read(blocky(count), seed=SEED, keep=keep)
    naive = sorted((bytes.fromhex(score(SEED, ticket)), ticket.encode()) for ticket in tickets(count))
    assert found.lowest == naive[:keep]


def test_the_audit_sample_is_the_50_lowest_and_all_where_there_are_fewer() -> None:
    found = tickets(80)
    naive = sorted(found, key=lambda ticket: digest(f"audit:{SEED}:{ticket}"))
    shuffled = random.Random(7).sample(found, 80)
    assert audit_sample(SEED, shuffled) == naive[:50]
    assert audit_sample(SEED, found[:20]) == sorted(found[:20], key=lambda t: digest(f"audit:{SEED}:{t}"))
