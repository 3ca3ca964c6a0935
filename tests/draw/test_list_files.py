"""The two lists as files: written in one order whatever the order was before, and read back (§5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw import entries
from competition.draw.errors import MalformedError
from competition.draw.freeze import Listed
from tests.draw.test_entries import blocky, houses, read, tickets
from tests.record_pieces import root


@given(st.permutations(range(12)), st.booleans())
def test_the_order_of_entries_does_not_matter_before_they_are_sorted(order: list[int], grouped: bool) -> None:
    pairs = [(ticket, ticket[:16] if grouped else None) for ticket in tickets(12)]
    assert entries.write_entries([pairs[place] for place in order]) == entries.write_entries(pairs)
    reasons = dict.fromkeys(tickets(12), "duplicate")
    assert entries.write_excluded(
        {tickets(12)[place]: "duplicate" for place in order}
    ) == entries.write_excluded(reasons)


def test_what_is_written_is_read_back() -> None:
    reasons = {ticket: f"reason_{place}" for place, ticket in enumerate(tickets(9))}
    assert entries.read_excluded(entries.write_excluded(reasons)).reasons == reasons
    data = entries.write_excluded(reasons)
    assert entries.read_excluded(data).listed == Listed(9, root(data.split(b"\n")[:-1]).hex())
    assert entries.read_excluded(b"").listed.count == 0
    assert entries.write_entries((ticket, None) for ticket in tickets(9)) == blocky(9)
    assert entries.write_entries((ticket, ticket[:16]) for ticket in tickets(9)) == houses(9)
    assert read(houses(9), grouped=True).listed.count == 9


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a" * 64 + b"\n", 1),
        (b"a" * 64 + b" \n", 1),
        (b"a" * 64 + b" Bad\n", 1),
        (b"a" * 64 + b" bad word\n", 1),
        (b"a" * 64 + b"  bad\n", 1),
        (b"a" * 63 + b" bad\n", 1),
        (b"a" * 64 + b" bad\n" + b"a" * 64 + b" bad\n", 2),
        (b"b" * 64 + b" bad\n" + b"a" * 64 + b" bad\n", 2),
        (b"a" * 64 + b" bad", 1),
    ],
)
def test_a_list_of_the_excluded_in_another_form_is_refused(data: bytes, line: int) -> None:
    with pytest.raises(MalformedError) as caught:
        entries.read_excluded(data)
    assert (caught.value.file, caught.value.line) == ("excluded.txt", line)
