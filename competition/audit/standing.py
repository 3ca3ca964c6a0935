"""Where one ticket stands in a record, and how the record can be redone by hand."""

from collections.abc import Iterator
from typing import Any

from competition.draw.bundle import Record
from competition.draw.entries import ENTRIES, EXCLUDED, read_excluded
from competition.draw.errors import MalformedError
from competition.draw.ranking import PRIZE, rank_of
from competition.draw.report import Report
from competition.draw.seed import score
from competition.draw.tickets import short

_HEX = set("0123456789abcdef")
BY_HAND = (
    "s=$(sha256sum seed.txt | cut -d' ' -f1)",
    "while read t g; do",
    """  echo "$(printf '%s:%s' "$s" "$t" | sha256sum | cut -c1-64) $t $g\"""",
    "done < entries.txt | sort | head",
)


def find_ticket(record: Record, asked: str) -> list[str]:
    """The tickets of either list that begin with what was asked; raises MalformedError for no ticket."""
    digits = "".join(asked.lower().split()).replace("-", "")
    if not 12 <= len(digits) <= 64 or not set(digits) <= _HEX:
        raise MalformedError("a ticket has 64 hex digits; the first 12 are enough, such as 6f1d-09ab-44c2")
    found = []
    for name in (ENTRIES, EXCLUDED):
        with record.open(name) as file:
            wanted = digits.encode("ascii")
            found += [line[:64].decode("ascii") for line in file if line.startswith(wanted)]
    return found


def standing(record: Record, report: Report, ticket: str) -> dict[str, Any]:
    """Rank, score and outcome of a ticket of a record that was found verified, or why it is in no draw."""
    with record.open(EXCLUDED) as file:
        reason = read_excluded(file.read()).reasons.get(ticket)
    if reason is not None or report.seed is None:
        return {"ticket": ticket, "excluded": reason, "rank": None, "score": None, "of": report.entries}
    with record.open(ENTRIES) as file:
        rank = rank_of(file, report.seed, ticket)
    place = next((place for place in report.walk if place.ticket == ticket), None)
    last = next((place.score for place in reversed(report.walk) if place.kind == PRIZE), None)
    return {
        "ticket": ticket,
        "excluded": None,
        "rank": rank,
        "of": report.entries,
        "score": score(report.seed, ticket),
        "as": place.kind if place else None,
        "number": place.number if place else None,
        "last_winning_score": last,
    }


def in_words(found: dict[str, Any]) -> Iterator[str]:
    """The standing of a ticket in words."""
    name = f"ticket {short(found['ticket'])}"
    if found["excluded"] is not None:
        yield f"{name} was left out of the draw, reason: {found['excluded']}"
        return
    if found["rank"] is None:
        yield f"{name} is on the list of {found['of']:,}. It was not drawn yet."
        return
    yield f"{name} came {found['rank']:,} of {found['of']:,}"
    given = f"{found['as']} {found['number'] or ''}".strip() if found["as"] else "not a winner this time"
    yield f"  outcome             {given}"
    yield f"  score               {found['score']}"
    if found["last_winning_score"]:
        yield f"  last winning score  {found['last_winning_score']}"


def explanation(report: Report) -> Iterator[str]:
    """How this draw came to its result, with its own figures."""
    yield f"1. Before the first entry the organiser published the manifest, SHA-256 {report.manifest_sha256}."
    yield (
        f"2. The list was frozen: {report.entries:,} tickets under the root {report.entries_root}, "
        f"and {report.excluded:,} left out with a reason."
    )
    if report.seed is None:
        yield "3. It was not drawn: no random value belongs to it yet."
        return
    yield f"3. Freeze statement and random value make seed.txt; its SHA-256 is the seed {report.seed}."
    yield "4. The score of a ticket is the SHA-256 of “<seed>:<ticket>”. The lowest scores win, in order:"
    for place in report.walk:
        yield f"     {place.line()}"
    yield "5. The same with tools of the 1990s, in the folder of the record:"
    yield from (f"     {line}" for line in BY_HAND)
    yield f"6. The log of {report.log_size:,} signed lines keeps its own rules; it ends {report.outcome}."
