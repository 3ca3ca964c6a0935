"""Damage to the seed and the result (§7)."""

from typing import Any

from tests.draw.damage import (
    Case,
    Change,
    Table,
    made,
    manifest,
    spoiled,
    swapped,
)
from tests.record_pieces import digest, drand
from tests.records import Draft
from tests.stories import (
    awarded,
    event,
    grouped,
    quicknet,
    rehearsal,
)

LOG = Table(step=8, file="log.txt")


def seeds() -> list[Case]:
    table = Table(step=6, file="seed.txt")
    return [
        table.failed("the seed was made with another value", swapped("seed.txt", "value 7.8", "value 7.9")),
        table.failed("the seed was made with another freeze", swapped("seed.txt", "draw 1", "draw 2")),
        table.failed("seed.txt lacks its last line feed", made("seed.txt", lambda data: data[:-1])),
        table.failed("seed.txt has a line too many", made("seed.txt", lambda data: data + b"salt x\n")),
        table.failed("seed.txt has a salt of the organiser", swapped("seed.txt", "value", "salt x\nvalue")),
        table.failed("seed.txt is empty", made("seed.txt", lambda data: b"")),
        table.failed(
            "seed.txt holds the signature",
            swapped("seed.txt", "value", "\n— cinema.example/draws AAAA\nvalue"),
        ),
        table.failed("seed.txt has CRLF", made("seed.txt", lambda data: data.replace(b"\n", b"\r\n"))),
        Table(quicknet, 6, "seed.txt").failed(
            "the seed takes the signature for the value", made("seed.txt", with_signature)
        ),
    ]


def with_signature(data: bytes) -> bytes:
    signature: str = drand("quicknet", 12040883)["signature"]
    return data[:-65] + f"{signature}\n".encode()


def results() -> list[Case]:
    table, skips = Table(step=7, file="result.txt"), Table(grouped, 7, "result.txt")

    def lines(change: Any) -> Change:
        return made(
            "result.txt", lambda data: "".join(f"{x}\n" for x in change(data.decode().splitlines())).encode()
        )

    return [
        table.failed(
            "the first two winners are swapped", lines(lambda r: [rename(r[1], 1), rename(r[0], 2), *r[2:]])
        ),
        table.failed(
            "a friend wins", lines(lambda r: [r[0].replace(r[0].split(" ")[2], r[3].split(" ")[2]), *r[1:]])
        ),
        table.failed("the last reserve is left out", lines(lambda r: r[:-1])),
        table.failed("all reserves are left out", lines(lambda r: r[:2])),
        table.failed(
            "a reserve too many is written", lines(lambda r: [*r, r[-1].replace("reserve 2", "reserve 3")])
        ),
        table.failed("a skip of nobody is written", lines(lambda r: [*r, f"skip {r[0][8:]} group"])),
        table.failed("a score is another", lines(lambda r: [r[0][:-64] + "0" * 64, *r[1:]])),
        table.failed(
            "reserves are numbered from 0", lines(lambda r: [*r[:2], r[2].replace(" 1 ", " 2 "), *r[3:]])
        ),
        table.failed(
            "a unit is left unawarded though there are tickets",
            lines(lambda r: [r[0], "unawarded 2", *r[2:]]),
        ),
        table.failed("the result is empty", lines(lambda r: [])),
        table.failed(
            "the result is another file than was signed",
            spoiled("result.txt", lambda data: data[:-67] + b"0" * 66 + b"\n"),
            step=1,
        ),
        table.failed(
            "a score is in upper case", lines(lambda r: [r[0][:-64] + r[0][-64:].upper(), *r[1:]]), step=1
        ),
        table.failed("a result line is of no kind", lines(lambda r: [*r, "winner 1"]), step=1),
        table.failed(
            "a unit has a leading zero",
            lines(lambda r: [r[0].replace("prize 1", "prize 01"), *r[1:]]),
            step=1,
        ),
        skips.failed(
            "the skipped are left out of the result",
            manifest(reserves=2),
            many_in_one_house,
            lines(without_skips),
        ),
        skips.failed("one house wins twice", many_in_one_house, lines(without_skips_but_won)),
        Table(grouped).fine("one house holds most tickets", many_in_one_house),
        Table(grouped).fine("all live in one house", one_house, outcome="drawn"),
        Table(rehearsal).fine(
            "there are more units than tickets", manifest(prizes=[{"title": "Pen", "quantity": 20}])
        ),
        Table(rehearsal).fine(
            "there are as many units as tickets", manifest(prizes=[{"title": "Pen", "quantity": 8}])
        ),
        Table(rehearsal, 7).failed(
            "an unawarded unit is not written",
            manifest(prizes=[{"title": "Pen", "quantity": 9}]),
            lines(lambda r: r[:-1]),
        ),
        Table(event).fine("there are no reserves", manifest(reserves=0)),
        Table(event, 7).failed(
            "a reserve is written where there are none", manifest(reserves=0), one_reserve
        ),
        Table(awarded, 7).failed(
            "a holder was replaced in the result", lines(lambda r: [rename(r[2], 1, "prize"), *r[1:]])
        ),
        LOG.failed("the log gives another result", lambda d: d.reword("drawn", "{result}", digest("x"))),
        LOG.failed("the log gives another seed", lambda d: d.reword("drawn", "{seed}", digest("x"))),
        LOG.failed("the log gives another value", lambda d: d.reword("drawn", "{value}", "1./")),
        LOG.failed(
            "the log names other typists", lambda d: d.reword("drawn", "{signature}", "vicar+secretary")
        ),
        Table(rehearsal, 8).failed(
            "the log gives a rehearsal a signature", lambda d: d.reword("drawn", "{signature}", "x")
        ),
        Table(quicknet, 8).failed(
            "the log gives no drand signature", lambda d: d.reword("drawn", "{signature}", "-")
        ),
    ]


def rename(line: str, number: int, kind: str = "prize") -> str:
    return " ".join([kind, str(number), *line.split(" ")[2:]])


def many_in_one_house(draft: Draft) -> None:
    draft.entrants = [
        (address, "one" if place else "two") for place, (address, _) in enumerate(draft.entrants)
    ]
    draft.enter()


def one_house(draft: Draft) -> None:
    draft.entrants = [(address, "one") for address, _ in draft.entrants]
    draft.enter()


def without_skips(lines: list[str]) -> list[str]:
    kept = [line for line in lines if not line.startswith("skip")]
    assert kept != lines
    return kept


def without_skips_but_won(lines: list[str]) -> list[str]:
    """The skipped second ticket of a house takes the next place."""
    place = next(n for n, line in enumerate(lines) if line.startswith("skip"))
    _, ticket, score, _ = lines[place].split(" ")
    return [*lines[:place], f"prize {place + 1} {ticket} {score}"]


def one_reserve(draft: Draft) -> None:
    def edit(data: bytes) -> bytes:
        return data + data.split(b"\n")[0].replace(b"prize 1", b"reserve 1") + b"\n"

    draft.edits["result.txt"] = edit


CASES = [*seeds(), *results()]
