"""A ticket for everybody on the list: the address and a secret salt, sealed into a number (§4)."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from competition.draw.entries import read_entries
from competition.draw.freeze import Listed
from competition.draw.tickets import sealer

_TICKET = 64
# Chance is asked for in blocks: a call for each ticket would be a tenth of all the time.
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Sealed:
    """A list as tickets. `openings` are lines `<ticket> <salt> <entrant>` in the order of tickets (§10)."""

    openings: list[bytes]
    entries_file: bytes
    listed: Listed


def seal(folded: dict[str, int], *, competition: str) -> Sealed:
    """Seal folded addresses, each with its own salt of 32 bytes of chance; nothing of them is left behind.

    Taken one by one, so that a long list is not held twice.
    """
    ticket, openings = sealer(competition), []
    for salt in _salts(len(folded)):
        entrant = f"email:{folded.popitem()[0]}"
        openings.append(f"{ticket(entrant, salt)} {salt} {entrant}\n".encode())
    # The order of arrival is nobody's business, and the format wants that of tickets (§5).
    openings.sort()
    entries = BytesIO()
    entries.writelines(line[:_TICKET] + b"\n" for line in openings)
    entries.seek(0)
    return Sealed(openings, entries.getvalue(), read_entries(entries, grouped=False).listed)


def _salts(count: int) -> Iterator[str]:
    for start in range(0, count, _BLOCK):
        block = os.urandom(32 * min(_BLOCK, count - start)).hex()
        yield from (block[at : at + 64] for at in range(0, len(block), 64))


def entrants(openings: Iterable[str], tickets: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Of these tickets, each with the address behind it."""
    for line in openings:
        if line[:_TICKET] in tickets:
            yield line[:_TICKET], line.rstrip("\n").partition(" email:")[2]
